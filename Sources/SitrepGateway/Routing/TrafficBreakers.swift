package import SitrepCore

/// The breakers of real traffic, one per target, with the operator's word above them.
///
/// A value without a clock. The gateway keeps the only one that counts on the loop's thread (DESIGN section 5,
/// binding 8); every transition it makes is kept for `takeChanges` until somebody carries it to the journal.
package struct TrafficBreakers: Sendable {
  /// A probe counts as a call only where no call went for this long.
  package static let quiet = TimeSpan.seconds(10)
  /// Callers choose model names, so their number is bounded; the longest unused is forgotten.
  static let keptTargets = 512

  private struct Entry: Sendable {
    var breaker: Breaker
    var reason = ""
    var lastCall: Instant?
  }

  /// Platforms that may be called at all; empty for all of the route.
  package var platforms: Set<Platform> = []
  private var entries: [BreakerTarget: Entry]
  private var table: RoutingTable
  private var line = SharedLine()
  private var luck: Luck
  private var changes: [BreakerChange] = []

  /// - Parameters:
  ///   - table: the operator's overrides and the breakers' numbers.
  ///   - restored: where each breaker stood before a restart.
  ///   - seed: of the chance that jitters open times and picks the calls of a ramp.
  package init(table: RoutingTable, restored: [BreakerTarget: Breaker] = [:], seed: UInt64 = 0) {
    entries = restored.mapValues { Entry(breaker: $0, reason: "as before the restart") }
    self.table = table
    luck = Luck(state: seed)
  }

  /// Takes the operator's overrides and the breaker's numbers from a newer table.
  package mutating func obey(_ table: RoutingTable) {
    self.table = table
  }

  // MARK: Calls

  /// Asks whether a call may go to `target` now; with `isLastResort` the ramp after an outage does not hold it.
  package mutating func admit(
    _ target: BreakerTarget, at now: Instant, isLastResort: Bool = false
  ) -> Admission {
    if let refusal = refusalByHand(target) { return .refused(refusal) }
    guard !table.disabled.contains(target.platform) else {
      return .admitted(Ticket(target: target, pass: nil))
    }
    settle(target, at: now)
    let settings = table.breaker(of: target.platform)
    let word = isLastResort ? 0 : luck.next()
    guard let pass = entries[target]?.breaker.admit(at: now, settings: settings, word: word) else {
      return .refused(refusal(target, at: now))
    }
    entries[target]?.lastCall = now
    return .admitted(Ticket(target: target, pass: pass))
  }

  /// Why a call that is no evidence (counting tokens, listing models) should not go to `target`; nil if it may.
  package mutating func objection(to target: BreakerTarget, at now: Instant) -> RefusedTarget? {
    if let refusal = refusalByHand(target) { return refusal }
    guard !table.disabled.contains(target.platform), entries[target] != nil else { return nil }
    settle(target, at: now)
    return entries[target]?.breaker.position == .open ? refusal(target, at: now) : nil
  }

  /// Records what a call came to.
  ///
  /// What our own line blocked counts neither way.
  package mutating func record(_ ticket: Ticket, _ result: CallResult, at now: Instant) {
    guard let pass = ticket.pass else { return }
    let isBlocked = line.isBlocked(result, at: ticket.target.platform, table, of: platforms, at: now)
    entries[ticket.target]?.lastCall = now
    if isBlocked {
      entries[ticket.target]?.breaker.release(pass)
    } else {
      let settings = table.breaker(of: ticket.target.platform)
      entries[ticket.target]?.breaker.record(result, pass, at: now, settings: settings)
    }
    if entries[ticket.target] != nil { settle(ticket.target, at: now) }
  }

  /// Gives a ticket back without an outcome: the caller hung up, or the failure was its own.
  package mutating func release(_ ticket: Ticket, at now: Instant) {
    guard let pass = ticket.pass else { return }
    entries[ticket.target]?.breaker.release(pass)
    entries[ticket.target]?.lastCall = now
  }

  // MARK: Probes and time

  /// Takes a probe's outcome as a call's where there is no traffic to judge by.
  package mutating func witness(_ observation: Observation, at now: Instant) {
    guard observation.outcome.countsForBreaker else { return }
    let target = observation.series.target
    settle(target, at: now)
    if let lastCall = entries[target]?.lastCall, now - lastCall < TrafficBreakers.quiet { return }
    guard let pass = entries[target]?.breaker.witnessPass else { return }
    let settings = table.breaker(of: target.platform)
    entries[target]?.breaker.record(CallResult(observation), pass, at: now, settings: settings)
    settle(target, at: now)
  }

  /// Makes the transitions that time alone asks for.
  package mutating func advance(at now: Instant) {
    for (target, entry) in entries where (entry.breaker.nextDeadline).map({ $0 <= now }) ?? false {
      settle(target, at: now)
    }
  }

  /// The next moment at which `advance` has something to do.
  package var nextDeadline: Instant? {
    entries.values.compactMap { $0.breaker.nextDeadline }.min()
  }

  /// The transitions made since the last time this was asked, in order.
  package mutating func takeChanges() -> [BreakerChange] {
    guard !changes.isEmpty else { return [] }
    defer { changes = [] }
    return changes
  }

  /// Where a target's breaker stands; closed when it was never heard of.
  package func position(of target: BreakerTarget) -> Breaker.Position {
    entries[target]?.breaker.position ?? .closed
  }

  /// The trial calls that are out at a target.
  package func trials(of target: BreakerTarget) -> Int {
    entries[target]?.breaker.permits.count ?? 0
  }

  // MARK: Inside

  private func refusalByHand(_ target: BreakerTarget) -> RefusedTarget? {
    table.forcedOpen.contains(target.platform) ? RefusedTarget(target: target, cause: .byHand) : nil
  }

  private func refusal(_ target: BreakerTarget, at now: Instant) -> RefusedTarget {
    let entry = entries[target] ?? Entry(breaker: Breaker(since: now))
    let settings = table.breaker(of: target.platform)
    let cause: RefusedTarget.Cause =
      switch entry.breaker.position {
      case .open: .open(until: entry.breaker.openUntil, reason: entry.reason)
      case .halfOpen: .trialsOut
      case .closed: .returning(percent: entry.breaker.passingPercent(at: now, settings: settings))
      }
    return RefusedTarget(target: target, cause: cause)
  }

  /// Makes every transition that is due at `target`, in place: a closed breaker costs no copy.
  private mutating func settle(_ target: BreakerTarget, at now: Instant) {
    if entries[target] == nil {
      makeRoom()
      entries[target] = Entry(breaker: Breaker(since: now))
    }
    let settings = table.breaker(of: target.platform)
    while let breaker = entries[target]?.breaker,
      let transition = breaker.due(at: now, settings: settings, word: luck.next())
    {
      changes.append(BreakerChange(target: target, from: breaker.position, transition: transition))
      entries[target]?.breaker.apply(transition, at: now)
      entries[target]?.reason = transition.reason
      if transition.to == .open { break }
    }
  }

  private mutating func makeRoom() {
    guard entries.count >= TrafficBreakers.keptTargets else { return }
    let closed = entries.filter { $0.value.breaker.position == .closed }
    let longest = closed.min { lastUse($0.value) < lastUse($1.value) }
    if let longest { entries[longest.key] = nil }
  }

  private func lastUse(_ entry: Entry) -> Instant { entry.lastCall ?? entry.breaker.since }
}
