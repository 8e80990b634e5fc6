import SitrepCore

/// What people ask for.
extension Engine {
  func answer(_ request: ActionRequest) async -> ActionReply {
    if current.requests.contains(request.key) { return .answered("done already") }
    if request.action == .postmortem { return await writePostmortem(request) }
    do {
      let bodies = try ActionTable.decide(request, in: current, at: ports.clock.now())
      let drafts = bodies.map { Draft($0, source: .person, actor: request.actor, request: request.key) }
      guard let events = await commit(drafts, durable: true), let last = events.last else {
        return .refused(Refusal("not done: \(trouble?.text ?? "the journal was not written")"))
      }
      let said = current.timeline.last { $0.sequence == events[0].sequence }?.text
      return .done(sequence: last.sequence, said: said ?? ActionTable.spec(request.action).title)
    } catch {
      return .refused(error)
    }
  }

  private func writePostmortem(_ request: ActionRequest) async -> ActionReply {
    let number = request.target.flatMap {
      Int($0.uppercased().hasPrefix("INC-") ? String($0.dropFirst(4)) : $0)
    }
    let newest = current.openIncident ?? current.incidents.last
    guard let incident = number.map({ current.incident($0) }) ?? newest else {
      return .refused(Refusal("there has been no incident to write about"))
    }
    do {
      let events = try await ports.journal.story(of: incident)
      let path = try await ports.postmortems.write(incident, events: events, state: current)
      let body = EventBody.postmortemWritten(
        PostmortemWritten(incident: incident.number, path: CleanText(path)))
      await commit([Draft(body, source: .person, actor: request.actor, request: request.key)], durable: true)
      return .answered(path)
    } catch {
      return .refused(Refusal("postmortem not written: \(error)"))
    }
  }
}
