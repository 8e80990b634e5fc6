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

  private var entries: [BreakerTarget: Entry]
  private var forcedOpen: Set<Platform>
  private var disabled: Set<Platform>
  private var settings: BreakerSettings
  private var changes: [BreakerChange] = []

  /// `restored` says where each breaker stood before a restart.
  package init(table: RoutingTable, restored: [BreakerTarget: Breaker] = [:]) {
    entries = restored.mapValues { Entry(breaker: $0, reason: "as before the restart") }
    forcedOpen = table.forcedOpen
    disabled = table.disabled
    settings = table.breaker
  }

  /// Takes the operator's overrides and the breaker's numbers from a newer table.
  package mutating func obey(_ table: RoutingTable) {
    forcedOpen = table.forcedOpen
    disabled = table.disabled
    settings = table.breaker
  }

  // MARK: Calls

  /// Asks whether a call may go to `target` now.
  package mutating func admit(_ target: BreakerTarget, at now: Instant) -> Admission {
    if let refusal = refusalByHand(target) { return .refused(refusal) }
    guard !disabled.contains(target.platform) else {
      return .admitted(Ticket(target: target, generation: nil))
    }
    var entry = settle(target, at: now)
    defer { entries[target] = entry }
    guard entry.breaker.admit(at: now, settings: settings) else {
      return .refused(refusal(target, entry))
    }
    entry.lastCall = now
    return .admitted(Ticket(target: target, generation: entry.breaker.generation))
  }

  /// Why a call that is no evidence (counting tokens, listing models) should not go to `target`; nil if it may.
  package mutating func objection(to target: BreakerTarget, at now: Instant) -> RefusedTarget? {
    if let refusal = refusalByHand(target) { return refusal }
    guard !disabled.contains(target.platform), entries[target] != nil else { return nil }
    let entry = settle(target, at: now)
    return entry.breaker.position == .open ? refusal(target, entry) : nil
  }

  /// Records what a call came to: its failure in a word ("529"), nil for a success.
  package mutating func record(_ ticket: Ticket, failure word: String?, at now: Instant) {
    guard let generation = ticket.generation, var entry = entries[ticket.target] else { return }
    entry.lastCall = now
    entry.breaker.record(failure: word, generation: generation, settings: settings)
    entries[ticket.target] = entry
    settle(ticket.target, at: now)
  }

  /// Gives a ticket back without an outcome: the caller hung up, or the failure was its own.
  package mutating func release(_ ticket: Ticket, at now: Instant) {
    guard let generation = ticket.generation else { return }
    entries[ticket.target]?.breaker.release(generation: generation)
    entries[ticket.target]?.lastCall = now
  }

  // MARK: Probes and time

  /// Takes a probe's outcome as a call's where there is no traffic to judge by.
  package mutating func witness(_ observation: Observation, at now: Instant) {
    guard observation.outcome.countsForBreaker else { return }
    let target = observation.series.target
    let entry = settle(target, at: now)
    if let lastCall = entry.lastCall, now - lastCall < TrafficBreakers.quiet { return }
    entries[target]?.breaker.record(
      failure: observation.failureWord, generation: entry.breaker.generation, settings: settings)
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
    defer { changes = [] }
    return changes
  }

  /// Where a target's breaker stands; closed when it was never heard of.
  package func position(of target: BreakerTarget) -> Breaker.Position {
    entries[target]?.breaker.position ?? .closed
  }

  // MARK: Inside

  private func refusalByHand(_ target: BreakerTarget) -> RefusedTarget? {
    forcedOpen.contains(target.platform) ? RefusedTarget(target: target, cause: .byHand) : nil
  }

  private func refusal(_ target: BreakerTarget, _ entry: Entry) -> RefusedTarget {
    entry.breaker.position == .open
      ? RefusedTarget(
        target: target, cause: .open(until: entry.breaker.openUntil, reason: entry.reason))
      : RefusedTarget(target: target, cause: .trialsOut)
  }

  /// Makes every transition that is due at `target` and returns how it stands then.
  @discardableResult
  private mutating func settle(_ target: BreakerTarget, at now: Instant) -> Entry {
    if entries[target] == nil { makeRoom() }
    var entry = entries[target] ?? Entry(breaker: Breaker(since: now))
    while let transition = entry.breaker.due(at: now, settings: settings) {
      changes.append(BreakerChange(target: target, from: entry.breaker.position, transition: transition))
      entry.breaker.apply(transition, at: now)
      entry.reason = transition.reason
      if transition.to == .open { break }
    }
    entries[target] = entry
    return entry
  }

  private mutating func makeRoom() {
    guard entries.count >= TrafficBreakers.keptTargets else { return }
    let closed = entries.filter { $0.value.breaker.position == .closed }
    let longest = closed.min { lastUse($0.value) < lastUse($1.value) }
    if let longest { entries[longest.key] = nil }
  }

  private func lastUse(_ entry: Entry) -> Instant { entry.lastCall ?? entry.breaker.since }
}
