/// Acts that only tell: notes, also of earlier times, and action items.
extension ActionTable {
  /// A note belongs to the incident that is named, else to the open one, else to the one that its time falls in.
  static func note(
    _ request: ActionRequest, _ state: State, at now: Instant
  ) throws(Refusal) -> Note {
    let named = try request.target.map { word throws(Refusal) in try incident(word, state) }
    let open = named ?? state.openIncident
    let (about, text) = try ToldTime.split(request.text ?? "", before: now, during: open)
    guard !text.text.isEmpty else { throw Refusal("a note needs a text behind its time") }
    let told = about.flatMap { moment in state.incidents.last { $0.spans(moment, until: now) } }
    return Note(text: text, about: about, incident: (open ?? told)?.number)
  }

  static func item(_ request: ActionRequest, _ state: State) throws(Refusal) -> ActionItem {
    let (text, owner, due) = try ActionItem.parse(request.text ?? "")
    let word = request.target ?? textOnly
    let newest = state.openIncident ?? state.incidents.last
    if word != textOnly, let number = eventNumber(word) {
      guard number > 0, number <= state.sequence else {
        throw Refusal("\(CleanText(word, limit: 20)) is no event of this journal")
      }
      let told = state.timeline.first { $0.sequence == number }?.incident.flatMap { state.incident($0) }
      guard let incident = told ?? newest else { throw Refusal("there has been no incident") }
      return ActionItem(incident: incident.number, text: text, owner: owner, due: due, about: number)
    }
    let named = word == textOnly ? newest : try incident(word, state)
    guard let incident = named else { throw Refusal("there has been no incident") }
    return ActionItem(incident: incident.number, text: text, owner: owner, due: due, about: nil)
  }

  static func drop(_ request: ActionRequest, _ state: State) throws(Refusal) -> ItemDropped {
    guard let word = request.target, let number = eventNumber(word) else {
      throw Refusal("name an action item: \(itemTargets(state).map(\.value).joined(separator: ", "))")
    }
    for incident in state.incidents where incident.items.contains(where: { $0.sequence == number }) {
      return ItemDropped(incident: incident.number, item: number)
    }
    throw Refusal("\(CleanText(word, limit: 20)) is no action item that stands")
  }

  private static func incident(_ word: String, _ state: State) throws(Refusal) -> Incident {
    guard let number = incidentNumber(word), let incident = state.incident(number) else {
      throw Refusal("\(CleanText(word, limit: 20)) is no incident of this journal")
    }
    return incident
  }

  /// "E412".
  private static func eventNumber(_ word: String) -> Int64? {
    word.first == "E" || word.first == "e" ? Int64(word.dropFirst()) : nil
  }

  // MARK: Targets

  static let textOnly = "text"

  /// The newest lines of the incident, after the choice to pin none.
  static func lineTargets(_ state: State) -> [ActionTarget] {
    let incident = (state.openIncident ?? state.incidents.last)?.number
    var seen: Set<Int64> = []
    let lines = state.timeline.reversed().filter { line in
      line.incident == incident && seen.insert(line.sequence).inserted
    }
    return [ActionTarget(value: textOnly, label: "no line: only what you type")]
      + lines.prefix(20).map {
        ActionTarget(value: "E\($0.sequence)", label: "\(Timestamp.clock($0.at)) \($0.text)")
      }
  }

  static func itemTargets(_ state: State) -> [ActionTarget] {
    guard let incident = state.openIncident ?? state.incidents.last else { return [] }
    return incident.items.reversed().map {
      ActionTarget(value: "E\($0.sequence)", label: "\(incident.name) \($0.item)")
    }
  }
}

extension Incident {
  /// Whether `moment` lies in it or in the hour before its impact.
  fileprivate func spans(_ moment: Instant, until now: Instant) -> Bool {
    moment >= (impactAfter ?? impactBefore) - .hours(1) && moment <= resolvedAt ?? now
  }
}
