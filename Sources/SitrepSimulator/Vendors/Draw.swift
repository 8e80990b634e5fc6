/// Random numbers as a hash of what they are for: the same words give the same numbers, on any machine.
///
/// SplitMix64; nothing of it depends on what was drawn elsewhere.
package struct Draw: Sendable {
  private var state: UInt64

  package init(seed: UInt64, _ purpose: String, _ number: UInt64 = 0) {
    var hash = UInt64(0xCBF2_9CE4_8422_2325) ^ seed
    for byte in purpose.utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    state = Draw.mixed(hash &+ Draw.mixed(number &+ 0x9E37_79B9_7F4A_7C15))
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Draw.mixed(state)
  }

  /// A number in 0 ..< 1.
  package mutating func unit() -> Double {
    Double(next() >> 11) / 9_007_199_254_740_992
  }

  package mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(next() % UInt64(bound)) : 0
  }

  /// Nearly normal, mean 0 and deviation 1: the sum of twelve units, within ±6.
  package mutating func normal() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + unit() }
  }

  /// A factor about 1 whose logarithm has the deviation `spread`.
  package mutating func logNormal(spread: Double) -> Double {
    Draw.exponential(normal() * spread)
  }

  package mutating func text(_ count: Int, of alphabet: [UInt8]) -> String {
    String(decoding: (0..<count).map { _ in alphabet[below(alphabet.count)] }, as: UTF8.self)
  }

  package static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
  package static let hex = Array("0123456789abcdef".utf8)

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// e to the power of `power`, by the series at a sixteenth of it; exact enough within ±8.
  private static func exponential(_ power: Double) -> Double {
    let part = power / 16
    var term = 1.0
    var sum = 1.0
    for order in 1...14 {
      term *= part / Double(order)
      sum += term
    }
    return (0..<4).reduce(sum) { value, _ in value * value }
  }
}

extension Draw {
  /// A number that tells texts apart.
  static func hash(_ text: String) -> UInt64 {
    var draw = Draw(seed: 0, text)
    return draw.next()
  }
}
