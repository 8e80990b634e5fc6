/// The slice told event by event: lines of the timeline, where traffic went, and what triage would have said.
struct PostmortemTelling {
  struct Row {
    var at: Instant
    var sequence: Int64
    var source: Event.Source
    var actor: Operator?
    var text: String
  }

  struct Stretch {
    var from: Instant
    var platform: Platform?
    var event: Int64
  }

  struct Judgement {
    var at: Instant
    var event: Int64
    var verdict: Verdict
  }

  private(set) var rows: [Row] = []
  /// Where traffic went, from each change on.
  private(set) var route: [Stretch] = []
  /// The verdict at each step of the incident, where it differs from the one before.
  private(set) var verdicts: [Judgement] = []

  static let empty = PostmortemTelling()

  private init() {}

  /// The slice is folded from the settings in force, since each line is told against the state before it.
  init(_ facts: PostmortemFacts) {
    var state = State()
    state.nextIncident = facts.incident.number - PostmortemTelling.openedBefore(facts)
    if let first = facts.events.first {
      state.fold(
        Event(
          sequence: first.sequence - 1, at: first.at, source: .engine, body: .settingsAdopted(facts.settings))
      )
      route = [Stretch(from: first.at, platform: state.control.active, event: first.sequence)]
    }
    for event in facts.events {
      let lines = Narrative.lines(for: event, before: state)
      state.foldForTelling(event)
      if state.control.active != route.last?.platform {
        route.append(Stretch(from: event.at, platform: state.control.active, event: event.sequence))
      }
      judge(event, state, facts)
      tell(event, lines, facts)
    }
  }

  /// Only the steps of the incident are judged: triage looks at everything and is dear.
  private mutating func judge(_ event: Event, _ state: State, _ facts: PostmortemFacts) {
    switch event.body {
    case .incidentOpened where event.sequence == facts.incident.openedBySequence: break
    case .incidentChanged(let change) where change.number == facts.incident.number: break
    default: return
    }
    guard verdicts.count < 12 else { return }
    let verdict = Triage.verdict(state, at: event.at)
    guard verdict.rule != verdicts.last?.verdict.rule || verdict.platform != verdicts.last?.verdict.platform
    else { return }
    verdicts.append(Judgement(at: event.at, event: event.sequence, verdict: verdict))
  }

  private mutating func tell(_ event: Event, _ lines: [TimelineEntry], _ facts: PostmortemFacts) {
    guard PostmortemTelling.belongs(event, facts) else { return }
    if case .noteAdded(let note) = event.body { return rows.append(row(note, event)) }
    for line in lines {
      rows.append(
        Row(
          at: event.at, sequence: event.sequence, source: event.source, actor: event.actor, text: line.text))
    }
  }

  /// Everything up to the resolution, and afterwards only what is about this incident.
  private static func belongs(_ event: Event, _ facts: PostmortemFacts) -> Bool {
    let number = facts.incident.number
    return switch event.body {
    case .postmortemWritten: false
    case .incidentChanged(let change) where change.number == number: true
    case .noteAdded(let note): note.incident.map { $0 == number } ?? (event.at <= facts.lastMoment)
    case .itemPinned(let item): item.incident == number
    case .itemDropped(let dropped): dropped.incident == number
    default: event.at <= facts.lastMoment
    }
  }

  /// Incidents that the slice opens before this one; they bear the numbers before its own.
  private static func openedBefore(_ facts: PostmortemFacts) -> Int {
    facts.events.count {
      guard case .incidentOpened = $0.body else { return false }
      return $0.sequence < facts.incident.openedBySequence
    }
  }

  /// A note stands at the time that it tells of, and says when it was entered.
  private func row(_ note: Note, _ event: Event) -> Row {
    let entered = note.about.map { about in
      let isSameDay = Timestamp.date(about) == Timestamp.date(event.at)
      return " (entered \(isSameDay ? Timestamp.clock(event.at) : Timestamp.rfc3339(event.at)))"
    }
    return Row(
      at: note.about ?? event.at, sequence: event.sequence, source: event.source, actor: event.actor,
      text: note.text.text + (entered ?? ""))
  }
}

extension State {
  /// Folds only what the next lines are told against.
  ///
  /// Measuring the severity anew after each of thousands of attempts is the dear part of a fold, and
  /// no line depends on it: severities are events of their own.
  fileprivate mutating func foldForTelling(_ event: Event) {
    switch event.body {
    case .observed(let observation):
      guard let index = series.firstIndex(where: { $0.id == observation.series }) else { return }
      series[index].take(observation)
    case .trafficMeasured(let report):
      control.confirmations[report.consumer] = Confirmation(generation: report.generation, at: event.at)
    default: fold(event)
    }
  }
}
