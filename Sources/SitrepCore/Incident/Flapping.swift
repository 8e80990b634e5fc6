/// Whether something comes and goes: weighted percent-state-change over the newest checks.
///
/// Naemon's rule with the thresholds of notes/incidents.md D1: newer changes weigh more, 21 checks, a state
/// that begins at 30 % and ends below 15 %.
package enum Flapping {
  package static let checks = 21
  package static let begins = 0.30
  package static let ends = 0.15

  /// Share of weighted changes between good and bad, 0…1.2; nil with fewer checks than the rule wants.
  package static func share(_ isBad: [Bool]) -> Double? {
    guard isBad.count >= checks else { return nil }
    let newest = Array(isBad.suffix(checks))
    let changes = checks - 1
    var sum = 0.0
    for index in 0..<changes where newest[index] != newest[index + 1] {
      sum += 0.8 + 0.4 * Double(index) / Double(changes - 1)
    }
    return sum / Double(changes)
  }

  static func share(_ series: SeriesState) -> Double? {
    share(series.samples.samples.suffix(checks).map(\.isBad))
  }

  /// How often it changed lately, in words: "changed 9 × in 21 checks, 45 %".
  static func words(_ series: SeriesState) -> String {
    let newest = series.samples.samples.suffix(checks).map(\.isBad)
    let changes = zip(newest, newest.dropFirst()).count { $0 != $1 }
    let percent = Int(((share(newest) ?? 0) * 100).rounded())
    return "\(series.id) changed \(changes) × in \(newest.count) checks, \(percent) %"
  }
}
