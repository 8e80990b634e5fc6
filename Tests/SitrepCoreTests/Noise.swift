import SitrepCore

/// Seeded noise as latencies have it.
struct Noise {
  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(state: seed)
  }

  /// Uniform in 0..<1.
  mutating func uniform() -> Double { Double.random(in: 0..<1, using: &random) }

  /// Standard normal: twelve uniforms less six, near enough below four spreads.
  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }

  /// Log-normal with `spread` of the logarithm; in one of fifty a spike of 2 to 6 times where `spiky`.
  mutating func logNormal(median: Double, spread: Double, spiky: Bool = false) -> Double {
    let value = median * Noise.exponential(spread * normal())
    return spiky && uniform() < 0.02 ? value * (2 + 4 * uniform()) : value
  }

  /// e to the power of a small number, by its series.
  static func exponential(_ power: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for step in 1...40 {
      term *= power / Double(step)
      sum += term
    }
    return sum
  }

  /// One wave a day, between −1 and 1.
  static func daily(_ second: Double) -> Double {
    let turn = (second / 86_400).truncatingRemainder(dividingBy: 1) * 2
    return turn < 1 ? 4 * turn * (1 - turn) : -4 * (turn - 1) * (2 - turn)
  }
}
