/// What the engine needs from the world, in the words of the domain. Adapters implement these.

/// Time: monotonic within a run, anchored to the wall.
package protocol EngineClock: Sendable {
  func now() -> Instant
  /// Returns at `deadline`, or throws when the task is cancelled.
  func sleep(until deadline: Instant) async throws
  /// A step of the wall clock, or a sleep of the machine, since the last question; nil when there was none.
  func takeStep() -> ClockStepped?
}

/// The append-only journal.
///
/// One writer; order of calls is order of events.
package protocol JournalPort: Sendable {
  /// The newest checkpoint that this fold understands, and every event after it.
  func load() async throws -> (checkpoint: State?, tail: [Event])
  /// Appends in one transaction; `durable` returns only after the bytes are on disk.
  func append(_ events: [Event], durable: Bool) async throws
  func saveCheckpoint(_ state: State) async throws
  /// Events with `first <= sequence <= last`, in order.
  func events(from first: Int64, to last: Int64) async throws -> [Event]
  /// Lets go of some of what is too old to be kept; whether there is more.
  func prune(_ retention: Retention, at now: Instant) async throws -> Bool
  /// What a postmortem of `incident` is drafted from, in order; see `IncidentStory`.
  func story(of incident: Incident) async throws -> [Event]
  /// Why what was appended last would not outlive the engine; nil while it would.
  func caveat() async -> CleanText?
}

extension JournalPort {
  /// A journal that keeps everything.
  package func prune(_ retention: Retention, at now: Instant) async throws -> Bool { false }

  package func caveat() async -> CleanText? { nil }
}

/// Sends one synthetic request.
///
/// Never throws: every failure is an observation.
package protocol ProbePort: Sendable {
  func probe(_ plan: ProbePlan, purpose: ProbePurpose) async -> Observation
}

/// Reads a vendor's page once.
package protocol FeedPort: Sendable {
  func read(_ plan: FeedPlan) async -> FeedReport
  /// Tells all of a page with the next read: what was read last reached nobody.
  func forget(_ vendor: Vendor) async
}

/// Checks our own side once.
package protocol OwnSidePort: Sendable {
  func check(_ plan: ControlPlan) async -> ControlObservation
}

/// Whoever obeys Control: the gateway, a published file, a fleet.
package protocol ControlPort: Sendable {
  /// Takes the newest table; must return at once. The consumer confirms by its traffic reports.
  func obey(_ table: RoutingTable)
  /// Offers a probe's outcome as evidence for a breaker that sees no traffic of its own.
  func witness(_ observation: Observation)
}

/// Writes an incident's postmortem and says where.
package protocol PostmortemPort: Sendable {
  func write(_ incident: Incident, events: [Event], state: State) async throws -> String
}

/// What a dashboard, the command line or the socket can ask of a running engine.
package protocol EngineService: Sendable {
  /// The newest state, then every event after it, until the task is cancelled.
  ///
  /// A subscriber that falls behind is sent a fresh checkpoint instead of what it missed.
  func subscribe() async -> AsyncStream<EngineUpdate>
  func perform(_ request: ActionRequest) async -> ActionReply
  func state() async -> State
  func events(from first: Int64, to last: Int64) async throws -> [Event]
  /// Ends the engine; returns when it has been asked.
  func stop(reason: String) async
}

/// What a subscriber gets.
package enum EngineUpdate: Sendable {
  case checkpoint(State)
  case events([Event])
  /// The journal cannot be written: why; nil when it can again.
  case trouble(CleanText?)
}
