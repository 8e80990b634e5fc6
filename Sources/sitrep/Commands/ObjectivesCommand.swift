import SitrepAdapters
import SitrepCore

/// Service levels over days, from the stored history: raw attempts, and minutes where those were pruned.
///
/// Reads only; an engine may run meanwhile.
enum ObjectivesCommand {
  static let spec = CommandSpec(
    name: "objectives", operands: "", summary: "service levels of each series over days; 7 by default",
    options: [TuneCommand.days, .json, .state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let start = try TuneCommand.since(invocation, context.clock.now(), standard: 7)
    let reader = try Attached.reader(context.paths(invocation))
    let settings = try await reader.state().settings
    let history = try await reader.reduceMinutes(since: start, into: LongHistory(settings)) {
      $0.take($1, $2)
    }.closed
    let lines = history.lines.sorted { $0.key < $1.key }.map {
      LongHistoryDocument($0.key, $0.value, settings.objectives)
    }
    context.print(invocation.has(.json) ? try JSONText.of(lines) : LongHistoryText.of(lines))
    return lines.isEmpty ? .unknown : .ok
  }
}

/// One series over days; latencies and spans in seconds, unknown values absent.
struct LongHistoryDocument: Encodable {
  var platform: String
  var region: String
  var model: String
  var capability: String
  var from: String
  var to: String
  var attempts: Int
  var availability: Double?
  var errorRate: Double?
  /// What is left of the error budget of these days: 1 all, 0 none, negative overdrawn.
  var budgetLeft: Double?
  /// Latencies that the percentiles are made of, to within 1 %.
  var n: Int
  var p50: Double?
  var p95: Double?
  /// Absent below 300 latencies.
  var p99: Double?
  var minutes: MinuteTally

  init(_ id: SeriesID, _ line: LongHistory.Line, _ targets: ObjectiveTargets) {
    platform = id.platform.rawValue
    region = id.region
    model = id.model.rawValue
    capability = id.capability.rawValue
    from = Timestamp.rfc3339(Instant(seconds: Int64(line.firstMinute) * 60))
    to = Timestamp.rfc3339(Instant(seconds: Int64(line.lastMinute + 1) * 60))
    let total = line.total
    attempts = total.attempts
    if total.attempts > 0 {
      let unavailable = Double(total.unavailable) / Double(total.attempts)
      availability = 1 - unavailable
      errorRate = Double(total.failures) / Double(total.attempts)
      if targets.availability < 1 { budgetLeft = 1 - unavailable / (1 - targets.availability) }
    }
    n = total.latencies.count
    p50 = total.latencies.quantile(50)?.inSeconds
    p95 = total.latencies.quantile(95)?.inSeconds
    if n >= Quantile.reliableCountForP99 { p99 = total.latencies.quantile(99)?.inSeconds }
    minutes = line.minutes
  }
}

/// Service levels over days as lines.
enum LongHistoryText {
  static func of(_ lines: [LongHistoryDocument]) -> String {
    guard !lines.isEmpty else { return "there are no attempts in these days\n" }
    return lines.map { line in
      """
      \([line.platform, line.region, line.model, line.capability].filter { !$0.isEmpty }.joined(separator: " "))
        \(line.from) – \(line.to), \(line.attempts) attempts
        available \(share(line.availability)), errors \(share(line.errorRate)), budget left \(budget(line.budgetLeft))
        p50 \(latency(line.p50)), p95 \(latency(line.p95)), p99 \(latency(line.p99)), n\(line.n), each to 1%
        minutes: \(line.minutes.up) up, \(line.minutes.degraded) degraded, \(line.minutes.down) down, \
      \(line.minutes.unknown) unknown

      """
    }.joined()
  }

  private static func share(_ share: Double?) -> String {
    share.map { Format.percent($0, digits: 2) } ?? Format.none
  }

  private static func budget(_ left: Double?) -> String {
    left.map { "\(Format.fixed($0 * 100, digits: 0))%" } ?? Format.none
  }

  private static func latency(_ seconds: Double?) -> String {
    seconds.map { Format.latency(.fractionalSeconds($0)) } ?? Format.none
  }
}
