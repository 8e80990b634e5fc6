import SitrepCore

/// What probes cost a day, series by series, in tokens and money.
enum ProbeCosts {
  /// Lines for a terminal; they are estimates, and say so.
  static func text(_ settings: Settings) -> String {
    let paid = settings.probes.filter { ($0.microdollars ?? 0) > 0 }
    guard !paid.isEmpty else { return "\nprobe costs\n  nothing: no paid probe is sent\n" }
    let sum = ActionTable.microdollarsPerDay(settings)
    let cap = settings.probeCap.map { "; they pause at $\(Narrative.dollars($0)) a day" } ?? ""
    let lines =
      paid.map { "  \(ConsentPreview.line($0))" } + ["  all: about $\(Narrative.dollars(sum)) a day\(cap)"]
    return "\nprobe costs (estimated)\n" + lines.joined(separator: "\n") + "\n"
  }
}
