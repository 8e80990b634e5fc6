/// Replays stored attempts through the rules at several thresholds; fed event by event, keeps no history.
///
/// The rules are those of the fold and of policy; each is asked for itself, after every attempt.
package struct TuneRun: Sendable {
  private let settings: Settings
  private var series: [SeriesID: SeriesState] = [:]
  private var rules: [TuneAlarms]
  private var truth: TuneTruth
  /// Only checks of our own side are folded into it.
  private var ownSide = State()
  private var attempts = 0
  private var first: Instant?
  private var last: Instant?
  private var watched = TimeSpan.zero

  /// Most series told apart; more are left out.
  private static let mostSeries = 500
  /// A pause longer than this between attempts was no watching.
  private static let longestPause = TimeSpan.minutes(10)

  /// The thresholds in force are those of `settings`.
  package init(_ settings: Settings) {
    self.settings = settings
    rules = TuneRule.all(settings).map { TuneAlarms($0, settings) }
    truth = TuneTruth(settings)
    var controls = settings
    controls.probes = []
    controls.feeds = []
    ownSide.adopt(controls, at: Instant(nanoseconds: 0))
  }

  /// Kinds of event that it wants; all others may be left out.
  package static let kinds = [
    "observed", "control-observed", "clock-stepped", "feed-read", "incident-opened", "incident-changed",
  ]

  package mutating func take(_ event: Event) {
    switch event.body {
    case .observed(let observation): take(observation, at: event.at)
    case .controlObserved, .clockStepped: ownSide.fold(event)
    case .feedRead(let report): truth.take(report)
    case .incidentOpened(let incident): truth.open(incident)
    case .incidentChanged(let change): truth.take(change, at: event.at)
    default: break
    }
  }

  private mutating func take(_ observation: Observation, at now: Instant) {
    guard series[observation.series] != nil || series.count < TuneRun.mostSeries else { return }
    attempts += 1
    if let last, now > last, now - last <= TuneRun.longestPause { watched = watched + (now - last) }
    first = first ?? now
    last = max(last ?? now, now)
    let id = observation.series
    series[id, default: SeriesState(plan: ProbePlan(series: id))].take(observation)
    series[id]?.confirm(span: settings.confirms.last ?? .zero, at: now)
    guard let state = series[id] else { return }
    let isFine = observation.status != nil || OwnSideJudgement.judge(ownSide, at: now) == .ok
    for index in rules.indices { rules[index].take(observation, state, isOwnSideFine: isFine, at: now) }
  }

  package var report: TuneReport {
    TuneReport(
      rows: rules.map { TuneReport.Row($0, truth, watched: watched) }, first: first, last: last,
      watched: watched, attempts: attempts, series: series.count,
      troubles: truth.troubles.count, vouched: truth.troubles.count(where: \.isVouched))
  }
}
