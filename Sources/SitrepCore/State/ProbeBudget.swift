/// What probes cost a day, series by series, and what of the cap is used today.
package struct ProbeBudget: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    package var plan: ProbePlan
    /// Whether its price is an estimate of ours and not one of the configuration.
    package var isEstimated: Bool
  }

  /// Paid series in the order of the configuration.
  package var lines: [Line]
  package var used: ProbeSpending
  /// Millionths of a dollar; nil when nothing was agreed to.
  package var cap: Int?

  package init(_ state: State, at now: Instant) {
    let prices = state.settings.prices ?? PriceList()
    lines = state.settings.probes.filter { ($0.microdollars ?? 0) > 0 }.map {
      Line(plan: $0, isEstimated: prices.named(for: $0.series.model) == nil)
    }
    used = state.spending(at: now)
    cap = state.probeCap
  }

  package var microdollarsPerDay: Int { lines.reduce(0) { $0 + $1.plan.microdollarsPerDay } }
  package var tokensPerDay: Int { lines.reduce(0) { $0 + $1.plan.tokensPerDay } }

  /// "all: 40320 tokens, about $0.09 a day; today $0.02 of $0.14 used, 9120 tokens".
  package var sum: String {
    let limit = cap.map { " of $\(Narrative.dollars($0))" } ?? ""
    return "all: \(tokensPerDay) tokens, about $\(Narrative.dollars(microdollarsPerDay)) a day; "
      + "today $\(Narrative.dollars(used.microdollars))\(limit) used, \(used.tokens) tokens"
      + (cap == nil ? ", no cap as nothing is agreed to" : "")
  }

  /// Where the prices come from; nil when nothing is paid.
  package var source: String? {
    guard !lines.isEmpty else { return nil }
    guard lines.contains(where: \.isEstimated) else { return "at the prices of the configuration" }
    return "prices are estimates of \(TokenRate.estimatedOn); set your own under prices"
  }

  /// Every series, then the sum and the source.
  package var text: [String] {
    guard !lines.isEmpty else { return ["nothing: no paid probe is sent"] }
    return lines.map { ConsentPreview.line($0.plan) } + [sum] + [source].compactMap(\.self)
  }
}
