import SitrepCore
import SitrepSimulator

/// Looks on while a drill runs and notes what its score needs.
struct DrillWatch {
  private let startedAt: Instant
  private let length: TimeSpan
  private var tracks: [Track]
  /// When the script's trouble begins; nil when it has none.
  private let onset: TimeSpan?
  private var verdict: (rule: String, at: TimeSpan)?
  private var p1At: TimeSpan?
  private var falseAlarms = 0
  private var wasAlarming = false

  /// One expectation on its way.
  fileprivate struct Track {
    let expectation: Expectation
    /// For *by*: came to hold; for *never*: came to hold, alas; else: holds now.
    var holds = false
    /// For *at*: its moment has come.
    var isOver = false
    var found = "nothing was seen"
  }

  init(_ drill: DrillScript, startedAt: Instant) {
    self.startedAt = startedAt
    length = drill.length
    tracks = drill.expect.map { Track(expectation: $0) }
    onset = drill.onset
  }

  mutating func look(_ state: State, at now: Instant) {
    let offset = now - startedAt
    let sight = DrillSight(state, at: now)
    for index in tracks.indices { tracks[index].look(sight, offset) }
    note(sight, offset)
  }

  private mutating func note(_ sight: DrillSight, _ offset: TimeSpan) {
    let severity = sight.state.severity.current.severity
    // An incident that somebody declared is no alarm of ours.
    let isOpen = sight.state.openIncident.map { !$0.series.isEmpty } ?? false
    let isAlarming = (severity.map { $0 >= .p2 } ?? false) || isOpen
    guard let onset, offset >= onset else {
      if isAlarming, !wasAlarming { falseAlarms += 1 }
      wasAlarming = isAlarming
      return
    }
    if verdict == nil {
      let found = sight.verdict
      // R6 is the page's trouble, not ours.
      if found.isTrouble, found.rule != "R6" { verdict = (found.rule, offset) }
    }
    if p1At == nil, severity == .p1 { p1At = offset }
  }

  /// Closes the book on what the journal holds at the end.
  func score(
    _ drill: DrillScript, seed: UInt64, _ state: State, at now: Instant, events: [Event], acts: [DrillAct]
  ) -> DrillScore {
    let opened = state.incidents.first { !$0.series.isEmpty }
    let mitigatedAt = opened?.mitigatedAt.map { $0 - startedAt }
    func since(_ offset: TimeSpan?) -> TimeSpan? { offset.flatMap { at in onset.map { at - $0 } } }
    return DrillScore(
      drill: drill.name, seed: seed,
      lines: tracks.map { $0.line(at: DrillSight(state, at: now), events: events) } + acts.map(\.line),
      verdictAfter: since(verdict?.at), verdict: verdict?.rule, p1After: since(p1At),
      mitigatedAfter: since(mitigatedAt), falseAlarms: falseAlarms, incidents: state.nextIncident - 1,
      events: events.count)
  }
}

extension DrillWatch.Track {
  fileprivate mutating func look(_ sight: DrillSight, _ offset: TimeSpan) {
    switch expectation.when {
    case .by(let deadline):
      guard offset <= deadline, !holds else { return }
      holds = sight.shows(expectation.what)
      if holds || offset == deadline { found = sight.found(expectation.what) }
    case .at(let moment):
      guard offset >= moment, !isOver else { return }
      isOver = true
      holds = sight.shows(expectation.what)
      found = sight.found(expectation.what)
    case .never:
      guard !holds, sight.showsOrWorse(expectation.what) else { return }
      holds = true
      found = "\(sight.found(expectation.what)) at \(Format.clock(offset))"
    case .end: break
    }
  }

  fileprivate func line(at end: DrillSight, events: [Event]) -> DrillScore.Line {
    switch expectation.when {
    case .by, .at: DrillScore.Line(expectation: "\(expectation)", isMet: holds, found: found)
    case .never:
      DrillScore.Line(expectation: "\(expectation)", isMet: !holds, found: holds ? found : "never seen")
    case .end:
      DrillScore.Line(
        expectation: "\(expectation)", isMet: end.shows(expectation.what, events: events),
        found: end.found(expectation.what))
    }
  }
}
