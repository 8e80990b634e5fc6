import SitrepAdapters
import SitrepCore

/// How often the thresholds in force, and others, would have raised an alarm on the stored history.
///
/// Reads only; an engine may run meanwhile.
enum TuneCommand {
  static let days = OptionSpec(
    name: "--days", value: "N", help: "only the newest N days; all that is kept if absent")

  static let spec = CommandSpec(
    name: "tune", operands: "",
    summary: "alarms per week, and false ones, for thresholds on the stored history",
    options: [days, .json, .state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let start = try since(invocation, context.clock.now())
    let reader = try Attached.reader(context.paths(invocation))
    let settings = try await reader.state().settings
    let run = try await reader.reduce(TuneRun.kinds, since: start, into: TuneRun(settings)) { $0.take($1) }
    let report = run.report
    context.print(invocation.has(.json) ? try JSONText.of(TuneDocument(report)) : TuneText.of(report))
    return report.attempts > 0 ? .ok : .unknown
  }

  /// The moment that many days before now; the beginning of time if nothing was said.
  static func since(_ invocation: Invocation, _ now: Instant, standard: Int? = nil) throws -> Instant {
    guard let text = invocation.value(days) else {
      return standard.map { now - .hours(Int64($0) * 24) } ?? Instant(nanoseconds: .min)
    }
    guard let number = Int64(text), (1...3650).contains(number) else {
      throw UsageError("--days \(text): expected a number of days from 1 to 3650")
    }
    return now - .hours(number * 24)
  }
}

/// A tune report as a table.
enum TuneText {
  private static let titles = [
    "rule", "threshold", "", "alarms", "per week", "false", "per week", "seen", "delay",
  ]

  static func of(_ report: TuneReport) -> String {
    let rows = [titles] + report.rows.map { cells($0, report) }
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let table = rows.map { row in
      zip(row, widths).enumerated().map { index, cell in
        let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index < 3 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ").trimmedEnd
    }
    let notes = report.cautions.map { "note: \($0)" }
    return (header(report) + notes + [""] + table).joined(separator: "\n") + "\n"
  }

  private static func header(_ report: TuneReport) -> [String] {
    guard let first = report.first, let last = report.last else { return ["no history"] }
    return [
      "\(Timestamp.rfc3339(first)) – \(Timestamp.rfc3339(last)): \(Format.span(report.watched)) watched, "
        + "\(report.attempts) attempts on \(report.series) series, "
        + "\(report.troubles) incidents and vendor posts"
    ]
  }

  private static func cells(_ row: TuneReport.Row, _ report: TuneReport) -> [String] {
    [
      row.rule.kind.key, row.rule.value, row.rule.level.word, "\(row.alarms)", rate(row.alarmsPerWeek),
      "\(row.falseAlarms)", rate(row.falseAlarmsPerWeek), "\(row.seen) of \(report.troubles)",
      row.delay.map(Format.clock) ?? Format.none,
    ]
  }

  private static func rate(_ rate: Double?) -> String {
    rate.map { Format.fixed($0, digits: 1) } ?? Format.none
  }
}

/// A tune report as JSON; spans in seconds, unknown values absent.
struct TuneDocument: Encodable {
  struct Row: Encodable {
    var rule: String
    var threshold: Double
    var level: String
    var alarms: Int
    var alarmsPerWeek: Double?
    var falseAlarms: Int
    var falseAlarmsPerWeek: Double?
    var seen: Int
    var delay: Double?

    init(_ row: TuneReport.Row) {
      rule = row.rule.kind.rawValue
      threshold = row.rule.threshold
      level = row.rule.level.rawValue
      alarms = row.alarms
      alarmsPerWeek = row.alarmsPerWeek
      falseAlarms = row.falseAlarms
      falseAlarmsPerWeek = row.falseAlarmsPerWeek
      seen = row.seen
      delay = row.delay?.inSeconds
    }
  }

  var from: String?
  var to: String?
  var watched: Double
  var attempts: Int
  var series: Int
  var troubles: Int
  var vouched: Int
  var cautions: [String]
  var rules: [Row]

  init(_ report: TuneReport) {
    from = report.first.map(Timestamp.rfc3339)
    to = report.last.map(Timestamp.rfc3339)
    watched = report.watched.inSeconds
    (attempts, series) = (report.attempts, report.series)
    (troubles, vouched) = (report.troubles, report.vouched)
    cautions = report.cautions
    rules = report.rows.map(Row.init)
  }
}

extension String {
  /// Without the spaces at its end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
