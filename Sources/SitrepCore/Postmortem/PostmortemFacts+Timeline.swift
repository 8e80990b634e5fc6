/// The timeline table: the same lines as on the screen, each with its event.
extension PostmortemFacts {
  private struct Row {
    var at: Instant
    var sequence: Int64
    var cells: [String]
  }

  var timeline: [String] {
    let rows = told.sorted { ($0.at, $0.sequence) < ($1.at, $1.sequence) }
    guard let first = rows.first, let last = rows.last else { return ["Nothing is recorded."] }
    let isOneDay = Timestamp.date(first.at) == Timestamp.date(last.at)
    let time = isOneDay ? "time, \(Timestamp.date(first.at))" : "time"
    return Markdown.table(
      [time, "source", "actor", "event", "id"],
      rows.map { [isOneDay ? Timestamp.clock($0.at) : Timestamp.rfc3339($0.at)] + $0.cells })
  }

  /// The slice folded from the settings in force, since each line is told against the state before it.
  private var told: [Row] {
    var state = State()
    state.nextIncident = incident.number - openedBefore
    if let first = events.first {
      state.fold(
        Event(sequence: first.sequence - 1, at: first.at, source: .engine, body: .settingsAdopted(settings)))
    }
    return events.flatMap { event -> [Row] in
      let lines = Narrative.lines(for: event, before: state)
      state.foldForTelling(event)
      guard belongs(event) else { return [] }
      if case .noteAdded(let note) = event.body { return [row(note, event)] }
      return lines.map { Row(at: event.at, sequence: event.sequence, cells: cells(event, $0.text)) }
    }
  }

  /// Everything up to the resolution, and afterwards only what is about this incident.
  private func belongs(_ event: Event) -> Bool {
    switch event.body {
    case .postmortemWritten: false
    case .incidentChanged(let change) where change.number == incident.number: true
    case .noteAdded(let note) where note.incident == incident.number: true
    default: event.at <= incident.resolvedAt ?? now
    }
  }

  /// Incidents that the slice opens before this one; they bear the numbers before its own.
  private var openedBefore: Int {
    events.count {
      guard case .incidentOpened = $0.body else { return false }
      return $0.sequence < incident.openedBySequence
    }
  }

  /// A note stands at the time that it tells of, and says when it was entered.
  private func row(_ note: Note, _ event: Event) -> Row {
    let late = note.about == nil ? "" : " (entered \(Timestamp.rfc3339(event.at)))"
    return Row(
      at: note.about ?? event.at, sequence: event.sequence, cells: cells(event, note.text.text + late))
  }

  private func cells(_ event: Event, _ text: String) -> [String] {
    [event.source.rawValue, actor(event), Markdown.escape(text), event.id]
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
