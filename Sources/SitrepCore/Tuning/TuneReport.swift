/// What a replay of the stored history says about thresholds.
package struct TuneReport: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var rule: TuneRule
    package var alarms: Int
    /// Alarms outside every incident and every vendor's post about its platform.
    package var falseAlarms: Int
    /// Incidents and posts that an alarm was about.
    package var seen: Int
    /// Median time from the start of a trouble to its alarm; nil when none was seen.
    package var delay: TimeSpan?
    /// Nil as long as less than two days were watched: a rate of so little says nothing.
    package var alarmsPerWeek: Double?
    package var falseAlarmsPerWeek: Double?
  }

  package var rows: [Row]
  package var first: Instant?
  package var last: Instant?
  /// How long there were attempts, pauses left out.
  package var watched: TimeSpan
  package var attempts: Int
  package var series: Int
  /// Incidents of this journal and posts of vendors.
  package var troubles: Int
  /// Those that a person acknowledged or a vendor posted.
  package var vouched: Int

  package static let week = TimeSpan.hours(168)
  /// Below this no rate is given.
  package static let least = TimeSpan.hours(48)

  /// What a reader must know before believing the numbers.
  package var cautions: [String] {
    guard attempts > 0 else { return ["there are no attempts in this journal yet"] }
    var lines: [String] = []
    if watched < TuneReport.least {
      lines.append(
        "\(Format.span(watched)) of history: too little for a rate; a week needs 7 days, a guess needs 2")
    } else if watched < TuneReport.week {
      lines.append("\(Format.span(watched)) of history: rates are extrapolated; a week needs 7 days")
    }
    if troubles > vouched {
      lines.append(
        "\(troubles - vouched) of \(troubles) troubles were neither acknowledged by anybody nor posted by a "
          + "vendor; alarms in them count as right, though the thresholds in force opened them")
    }
    if troubles == 0 { lines.append("no incident and no vendor post: every alarm counts as false") }
    return lines
  }
}

extension TuneReport.Row {
  init(_ alarms: TuneAlarms, _ truth: TuneTruth, watched: TimeSpan) {
    rule = alarms.rule
    self.alarms = alarms.alarms.count
    var falseAlarms = 0
    var delays: [Int: TimeSpan] = [:]
    for alarm in alarms.alarms {
      guard let index = truth.trouble(of: alarm.platform, at: alarm.began)
      else {
        falseAlarms += 1
        continue
      }
      let delay = max(.zero, alarm.began - truth.troubles[index].start)
      delays[index] = min(delays[index] ?? delay, delay)
    }
    self.falseAlarms = falseAlarms
    seen = delays.count
    delay = Quantile.nearestRank(50, ofSorted: delays.values.sorted())
    guard watched >= TuneReport.least else { return }
    let weeks = watched.inSeconds / TuneReport.week.inSeconds
    alarmsPerWeek = Double(self.alarms) / weeks
    falseAlarmsPerWeek = Double(falseAlarms) / weeks
  }
}
