import SitrepCore

/// What probes cost a day, series by series, in tokens and money.
enum ProbeCosts {
  /// Lines for a terminal; they are estimates, and say so.
  static func text(_ state: State, at now: Instant) -> String {
    "\nprobe costs\n" + ProbeBudget(state, at: now).text.map { "  \($0)\n" }.joined()
  }
}

/// The same for scripts; money in US dollars.
struct CostsDocument: Encodable {
  struct Line: Encodable {
    var series: String
    var cadence: Double
    var tokensPerDay: Int
    var dollarsPerDay: Double
    /// Whether the price is an estimate and not one of the configuration.
    var estimated: Bool
    /// Why it is not sent; absent when it is.
    var notProbed: String?
  }

  var series: [Line]
  var tokensPerDay: Int
  var dollarsPerDay: Double
  var usedTokensToday: Int
  var usedDollarsToday: Double
  /// Absent when nothing was agreed to.
  var capDollars: Double?
  /// The day of the estimates.
  var estimatedOn: String

  init(_ budget: ProbeBudget) {
    series = budget.lines.map { line in
      Line(
        series: line.plan.series.description, cadence: line.plan.cadence.inSeconds,
        tokensPerDay: line.plan.tokensPerDay,
        dollarsPerDay: CostsDocument.dollars(line.plan.microdollarsPerDay), estimated: line.isEstimated,
        notProbed: line.plan.idle?.text)
    }
    tokensPerDay = budget.tokensPerDay
    dollarsPerDay = CostsDocument.dollars(budget.microdollarsPerDay)
    usedTokensToday = budget.used.tokens
    usedDollarsToday = CostsDocument.dollars(budget.used.microdollars)
    capDollars = budget.cap.map(CostsDocument.dollars)
    estimatedOn = TokenRate.estimatedOn
  }

  private static func dollars(_ micro: Int) -> Double { Double(micro) / 1_000_000 }
}
