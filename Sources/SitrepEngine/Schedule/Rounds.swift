import SitrepCore

/// Every probe, page and check of one configuration, each in its own rhythm, at most one in flight of each.
struct Rounds: Sendable {
  let ports: EnginePorts
  let settings: Settings
  let report: @Sendable (EventBody, Event.Source) async -> Void

  /// All first results are wanted within this span, spread so that they do not go out at once.
  static let firstRound = TimeSpan.seconds(2)

  func run() async {
    let active = settings.probes.filter { $0.idle == nil }
    await withDiscardingTaskGroup { group in
      for (index, plan) in active.enumerated() {
        let shift = Rounds.shift(index, of: active.count, cadence: plan.cadence)
        group.addTask { await probe(plan, after: shift) }
      }
      for plan in settings.feeds { group.addTask { await read(plan) } }
      for plan in settings.controls { group.addTask { await check(plan) } }
    }
  }

  /// Where in the first round a series begins.
  static func shift(_ index: Int, of count: Int, cadence: TimeSpan) -> TimeSpan {
    min(cadence, firstRound) * (Double(index) / Double(max(1, count)))
  }

  private func probe(_ plan: ProbePlan, after shift: TimeSpan) async {
    var rhythm = ProbeRhythm(
      first: ports.clock.now() + shift, cadence: plan.cadence, confirms: settings.confirms)
    while !Task.isCancelled {
      let (due, purpose) = rhythm.next
      do { try await ports.clock.sleep(until: due) } catch { return }
      let observation = await ports.probes.probe(plan, purpose: purpose)
      if Task.isCancelled { return }
      await report(.observed(observation), .probe)
      rhythm.advance(after: observation.outcome, at: ports.clock.now())
    }
  }

  private func read(_ plan: FeedPlan) async {
    var failures = 0
    while !Task.isCancelled {
      let result = await ports.feeds.read(plan)
      if Task.isCancelled { return }
      await report(.feedRead(result), .feed)
      if case .failed = result.result { failures += 1 } else { failures = 0 }
      do { try await ports.clock.sleep(until: ports.clock.now() + wait(plan, failures)) } catch { return }
    }
  }

  /// The cadence with ±20 % jitter; doubled after each failure up to 15 minutes (facts/status-pages.md 2, 3).
  private func wait(_ plan: FeedPlan, _ failures: Int) -> TimeSpan {
    let jitter = 0.8 + 0.4 * Double(ports.random() >> 11) / Double(1 << 53)
    let doubled = plan.cadence * Double(1 << min(10, failures))
    return min(doubled, max(.minutes(15), plan.cadence)) * jitter
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
