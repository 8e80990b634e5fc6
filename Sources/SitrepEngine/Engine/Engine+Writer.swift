import SitrepCore

/// The one writer.
extension Engine {
  /// Longest backlog of unwritten measurements in events; beyond it the oldest are given up, which is said.
  static let backlogLimit = 20_000

  func submit(_ work: Waiting) {
    waiting.append(work)
    wakeWriter()
  }

  func wakeWriter() {
    wake?.resume()
    wake = nil
  }

  func write() async {
    while true {
      if waiting.isEmpty {
        if isStopping { break }
        await withCheckedContinuation { wake = $0 }
        continue
      }
      let batch = waiting
      waiting = []
      await handle(batch)
      await checkpointIfDue()
    }
    try? await ports.journal.saveCheckpoint(current)
  }

  /// Neighbouring measurements go to the journal in one transaction; each request on its own.
  private func handle(_ batch: [Waiting]) async {
    var drafts: [Draft] = []
    for work in batch {
      switch work {
      case .drafts(let more): drafts += more
      case .tick: break
      case .durable(let more, let continuation):
        await commit(drafts)
        drafts = []
        continuation.resume(returning: await commit(more, durable: true) != nil)
      case .request(let request, let continuation):
        await commit(drafts)
        drafts = []
        continuation.resume(returning: await answer(request))
      }
    }
    await commit(drafts)
    await decide()
  }

  /// Appends, folds and publishes; nil when durable events could not be written, which then did not happen.
  @discardableResult
  func commit(_ drafts: [Draft], durable: Bool = false) async -> [Event]? {
    guard !drafts.isEmpty else { return [] }
    let now = ports.clock.now()
    var sequence = current.sequence
    let events = drafts.map { draft in
      sequence += 1
      return Event(
        sequence: sequence, at: now, source: draft.source, actor: draft.actor, cause: draft.cause,
        request: draft.request, body: draft.body)
    }
    do {
      try await ports.journal.append(backlog + events, durable: durable)
      backlog = []
      setTrouble(await ports.journal.caveat())
    } catch {
      setTrouble("journal not written: \(error)")
      if durable { return nil }
      backlog = Array((backlog + events).suffix(Engine.backlogLimit))
    }
    fold(events)
    return events
  }

  private func fold(_ events: [Event]) {
    let generation = current.control.generation
    let wasDown = isOwnLineDown
    for event in events { current.fold(event) }
    sinceCheckpoint += events.count
    publish(.events(events))
    isOwnLineDown = events.last.map { current.isOwnLineDown(at: $0.at) } ?? wasDown
    if current.control.generation != generation || isOwnLineDown != wasDown
      || events.contains(where: \.body.isAdoption)
    {
      publishControl()
    }
    for event in events {
      switch event.body {
      // What our own line blocked is no evidence for a breaker.
      case .observed(let observation) where current.isBlocked(observation, at: event.at): break
      case .observed(let observation) where observation.series.capability.speaksForTraffic:
        guard !current.stoodStill(from: observation.startedAt, to: event.at) else { continue }
        for consumer in ports.consumers { consumer.witness(observation) }
      case .settingsAdopted(let settings): scheduleChanges?.yield(settings)
      default: break
      }
    }
  }

  private func publishControl() {
    let table = RoutingTable(
      control: current.control, settings: current.settings, isOwnLineDown: isOwnLineDown)
    for consumer in ports.consumers { consumer.obey(table) }
  }

  /// Asks policy until it has nothing more to say.
  private func decide() async {
    // A rule that undid another would go on for ever; more rounds than rules is such a fault.
    for _ in 0..<32 {
      let decisions = Policy.decide(current, at: ports.clock.now(), word: ports.random())
      guard !decisions.isEmpty else { return }
      await commit(decisions.map { Draft($0.body, source: .policy, cause: $0.cause) })
    }
  }

  private func setTrouble(_ reason: CleanText?) {
    guard trouble != reason else { return }
    trouble = reason
    publish(.trouble(reason))
  }

  private func checkpointIfDue() async {
    let now = ports.clock.now()
    let last = lastCheckpointAt ?? now
    if lastCheckpointAt == nil { lastCheckpointAt = now }
    guard sinceCheckpoint >= 2000 || (sinceCheckpoint > 0 && now - last >= .seconds(30)) else { return }
    sinceCheckpoint = 0
    lastCheckpointAt = now
    do { try await ports.journal.saveCheckpoint(current) } catch {
      setTrouble("checkpoint not written: \(error)")
    }
    await prune(at: now)
  }
}

extension EventBody {
  fileprivate var isAdoption: Bool {
    if case .settingsAdopted = self { return true }
    if case .engineStarted = self { return true }
    return false
  }
}
