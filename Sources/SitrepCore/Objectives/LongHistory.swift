/// Service levels of each series over days: what the journal keeps of attempts, raw and rolled up.
package struct LongHistory: Hashable, Sendable {
  /// All attempts of one series, and its minutes.
  package struct Line: Hashable, Sendable {
    package var total = Rollup(number: 0)
    package var minutes = MinuteTally()
    package var firstMinute: Int
    package var lastMinute: Int
    fileprivate var open: Rollup

    fileprivate init(_ rollup: Rollup) {
      firstMinute = rollup.number
      lastMinute = rollup.number
      open = Rollup(number: rollup.number)
    }
  }

  package private(set) var lines: [SeriesID: Line] = [:]
  private let severity: SeveritySettings
  private let cadences: [SeriesID: TimeSpan]
  /// Most series told apart.
  private static let most = 500

  package init(_ settings: Settings) {
    severity = settings.severity
    cadences = Dictionary(
      settings.probes.map { ($0.series, $0.cadence) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes the attempts of one minute; minutes come in order, one may come in parts.
  package mutating func take(_ id: SeriesID, _ rollup: Rollup) {
    guard lines[id] != nil || lines.count < LongHistory.most else { return }
    var line = lines[id] ?? Line(rollup)
    if rollup.number > line.open.number { close(&line, id, before: rollup.number) }
    line.open.number = max(line.open.number, rollup.number)
    line.open.merge(rollup)
    line.lastMinute = max(line.lastMinute, rollup.number)
    lines[id] = line
  }

  /// Counts the minute that is complete, for as long as its attempts speak, and the gap behind it as unknown.
  private func close(_ line: inout Line, _ id: SeriesID, before next: Int) {
    let standing = line.open.standing(severity)
    let cadence = cadences[id] ?? .seconds(30)
    let reach = 1 + Int(min(60, max(0, cadence.wholeSeconds / 60)))
    let gap = next - line.open.number
    line.minutes.add(standing, times: min(reach, gap))
    line.minutes.add(.unknown, times: max(0, gap - reach))
    line.total.merge(line.open)
    line.open = Rollup(number: next)
  }

  /// With the newest minutes counted too.
  package var closed: LongHistory {
    var history = self
    for (id, line) in lines {
      var line = line
      close(&line, id, before: line.open.number + 1)
      history.lines[id] = line
    }
    return history
  }
}
