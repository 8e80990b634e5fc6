import SitrepCore

/// What runs beside the writer.
extension Engine {
  /// Lets policy look when time alone may change something; at least once a second.
  func tick() async {
    while !Task.isCancelled {
      let now = ports.clock.now()
      let soonest = Policy.nextDeadline(current, after: now) ?? now + .seconds(1)
      do { try await ports.clock.sleep(until: min(soonest, now + .seconds(1))) } catch { return }
      noticeStandstill()
      submit(.tick)
    }
  }

  /// Takes in what the gateway reports.
  func listen() async {
    for await body in ports.gateway { take(body, from: .gateway) }
    // A stream that ended must not end the engine: wait for the cancellation like its siblings.
    while !Task.isCancelled { try? await ports.clock.sleep(until: ports.clock.now() + .hours(1)) }
  }

  /// What was under way while we stood still must be told after that we did.
  func take(_ body: EventBody, from source: Event.Source) {
    noticeStandstill()
    submit(.drafts([Draft(body, source: source)]))
  }

  /// An incident is open, or a probe fails.
  private var isTroubled: Bool {
    current.openIncident != nil || current.series.contains { $0.suspicion != nil }
  }

  /// Runs the rounds of probes, pages and checks; begins anew whenever the settings change.
  func schedule(_ changes: AsyncStream<Settings>) async {
    var iterator = changes.makeAsyncIterator()
    var wanted = await iterator.next()
    while let settings = wanted {
      let rounds = Rounds(
        ports: ports, settings: settings, isUrgent: { await self.isTroubled },
        report: { body, source in await self.take(body, from: source) })
      wanted = await withTaskGroup(of: Void.self) { group in
        group.addTask { await rounds.run() }
        var next = await iterator.next()
        while next == settings { next = await iterator.next() }
        group.cancelAll()
        return next
      }
    }
  }
}
