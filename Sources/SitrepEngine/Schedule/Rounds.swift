import SitrepCore

/// Every probe, page and check of one configuration, each in its own rhythm, at most one in flight of each.
struct Rounds: Sendable {
  let ports: EnginePorts
  let settings: Settings
  /// Whether there is trouble now, when pages are worth a look more often.
  var isUrgent: @Sendable () async -> Bool = { false }
  let report: @Sendable (EventBody, Event.Source) async -> Void
  /// Whether messages of a platform fail now.
  let isTroubled: @Sendable (Platform) async -> Bool

  func run() async {
    let active = settings.probes.filter { $0.idle == nil }
    await withDiscardingTaskGroup { group in
      for (index, plan) in active.enumerated() {
        let shift = ProbeRhythm.shift(index, of: active.count, cadence: plan.cadence)
        group.addTask { await probe(plan, after: shift) }
      }
      for plan in settings.feeds where plan.role != .link { group.addTask { await read(plan) } }
      for plan in settings.controls { group.addTask { await check(plan) } }
    }
  }

  private func probe(_ plan: ProbePlan, after shift: TimeSpan) async {
    var rhythm = ProbeRhythm(
      first: ports.clock.now() + shift, cadence: plan.cadence, confirms: settings.confirms)
    while !Task.isCancelled {
      guard let purpose = await turn(of: plan, rhythm) else { return }
      let beforeTurn = ports.clock.now() < rhythm.next.at
      let observation = await ports.probes.probe(plan, purpose: purpose)
      if Task.isCancelled { return }
      await report(.observed(observation), .probe)
      rhythm.advance(
        after: observation.outcome, at: ports.clock.now(),
        beforeTurn: beforeTurn)
    }
  }

  /// Waits for a probe's turn, or for a reason to look sooner; nil when all is over.
  ///
  /// What is probed rarely is worth a look once a minute while its platform fails.
  private func turn(of plan: ProbePlan, _ rhythm: ProbeRhythm) async -> ProbePurpose? {
    let (due, purpose) = rhythm.next
    let soon = ports.clock.now() + Rounds.soonest
    guard plan.cadence > Rounds.soonest * 2, due > soon else {
      return await sleep(until: due) ? purpose : nil
    }
    while ports.clock.now() < due {
      guard await sleep(until: min(due, ports.clock.now() + Rounds.patrol)) else { return nil }
      let now = ports.clock.now()
      if now >= soon, now < due, await isTroubled(plan.series.platform) { return .confirm }
    }
    return purpose
  }

  private func sleep(until moment: Instant) async -> Bool {
    do { try await ports.clock.sleep(until: moment) } catch { return false }
    return true
  }

  private static let soonest = TimeSpan.minutes(1)
  private static let patrol = TimeSpan.seconds(15)

  private func read(_ plan: FeedPlan) async {
    while !Task.isCancelled {
      let result = await ports.feeds.read(plan)
      if Task.isCancelled { return await ports.feeds.forget(plan.vendor) }
      await report(.feedRead(result), .feed)
      do { try await pause(plan) } catch { return }
    }
  }

  /// Until the page is due, looking now and then whether trouble makes it due sooner.
  private func pause(_ plan: FeedPlan) async throws {
    let (began, word) = (ports.clock.now(), ports.random())
    while true {
      let pause = FeedRhythm.pause(plan.cadence, isUrgent: await isUrgent(), by: word)
      let now = ports.clock.now()
      guard now < began + pause else { return }
      try await ports.clock.sleep(until: min(began + pause, now + FeedRhythm.patience))
    }
  }

  private func check(_ plan: ControlPlan) async {
    while !Task.isCancelled {
      let observation = await ports.ownSide.check(plan)
      if Task.isCancelled { return }
      await report(.controlObserved(observation), .control)
      do { try await ports.clock.sleep(until: ports.clock.now() + plan.cadence) } catch { return }
    }
  }
}
