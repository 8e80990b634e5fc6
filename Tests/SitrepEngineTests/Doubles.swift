import SitrepCore
import SitrepEngine
import Synchronization

/// A journal in memory that can be told to fail.
final class MemoryJournal: JournalPort {
  private struct Inner {
    var events: [Event] = []
    var checkpoint: State?
    var isBroken = false
    var durable: [Int64] = []
  }

  private let inner = Mutex(Inner())

  var events: [Event] { inner.withLock(\.events) }
  var durable: [Int64] { inner.withLock(\.durable) }

  func fail(_ isBroken: Bool) { inner.withLock { $0.isBroken = isBroken } }

  func load() async throws -> (checkpoint: State?, tail: [Event]) {
    inner.withLock { inner in
      (inner.checkpoint, inner.events.filter { $0.sequence > (inner.checkpoint?.sequence ?? 0) })
    }
  }

  func append(_ events: [Event], durable: Bool) async throws {
    try inner.withLock { inner in
      if inner.isBroken { throw Refusal("disk full") }
      inner.events += events
      if durable { inner.durable += events.map(\.sequence) }
    }
  }

  func saveCheckpoint(_ state: State) async throws { inner.withLock { $0.checkpoint = state } }

  func events(from first: Int64, to last: Int64) async throws -> [Event] {
    inner.withLock { $0.events.filter { (first...last).contains($0.sequence) } }
  }
}

/// Answers every probe at once, as it is told.
final class ScriptedProbes: ProbePort {
  private let outcome = Mutex<(Outcome, Int?)>((.ok, 200))
  private let failing = Mutex<[Platform: Outcome]>([:])
  private let sent = Mutex<[(SeriesID, ProbePurpose, Instant)]>([])
  private let clock: TestClock
  private let held = Mutex<[CheckedContinuation<Void, Never>]?>(nil)

  init(clock: TestClock) {
    self.clock = clock
  }

  /// From now on no probe ends, not even when it is cancelled, until `release`.
  func hold() { held.withLock { $0 = [] } }

  func release() {
    let waiting = held.withLock { held in
      defer { held = nil }
      return held ?? []
    }
    for continuation in waiting { continuation.resume() }
  }

  var all: [(SeriesID, ProbePurpose, Instant)] { sent.withLock(\.self) }

  func answer(_ outcome: Outcome, _ status: Int?) { self.outcome.withLock { $0 = (outcome, status) } }

  /// Messages of this platform end so from now on; everything else as it is told by `answer`.
  func fail(_ platform: Platform, _ outcome: Outcome) { failing.withLock { $0[platform] = outcome } }

  func probe(_ plan: ProbePlan, purpose: ProbePurpose) async -> Observation {
    let now = clock.now()
    sent.withLock { $0.append((plan.series, purpose, now)) }
    await withCheckedContinuation { continuation in
      let isHeld = held.withLock { held in
        held?.append(continuation)
        return held != nil
      }
      if !isHeld { continuation.resume() }
    }
    var (outcome, status) = outcome.withLock(\.self)
    if plan.series.capability == .messages, let own = failing.withLock({ $0[plan.series.platform] }) {
      (outcome, status) = (own, own.isFailure ? 500 : 200)
    }
    return Observation(
      series: plan.series, purpose: purpose, startedAt: now, phases: Phases(total: .milliseconds(500)),
      outcome: outcome, status: status)
  }
}

/// A page that never changes, a line that is always fine, a document that goes nowhere.
struct QuietWorld: FeedPort, OwnSidePort, PostmortemPort {
  func forget(_ vendor: Vendor) {}

  let clock: TestClock

  func read(_ plan: FeedPlan) async -> FeedReport {
    FeedReport(vendor: plan.vendor, fetchedAt: clock.now(), result: .unchanged)
  }

  func check(_ plan: ControlPlan) async -> ControlObservation {
    ControlObservation(name: plan.name, kind: plan.kind, health: .ok, detail: "answers", took: nil)
  }

  func write(_ incident: Incident, events: [Event], state: State) async throws -> String {
    "/postmortems/\(incident.name).md"
  }
}

/// Remembers the routing tables that it was given.
final class RecordingConsumer: ControlPort {
  private let tables = Mutex<[RoutingTable]>([])
  private let seen = Mutex(0)

  var all: [RoutingTable] { tables.withLock(\.self) }
  var witnessed: Int { seen.withLock(\.self) }

  func obey(_ table: RoutingTable) { tables.withLock { $0.append(table) } }
  func witness(_ observation: Observation) { seen.withLock { $0 += 1 } }
}
