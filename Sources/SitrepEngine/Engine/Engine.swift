package import SitrepCore

/// The running system: schedules, appends, folds, decides, performs effects, publishes the newest State.
///
/// One writer drains all that happens in order; nothing is published before the journal has it, and a
/// person's act is answered only when it is on disk.
package actor Engine: EngineService {
  let ports: EnginePorts
  let identity: EngineIdentity
  var current: State
  var waiting: [Waiting] = []
  var wake: CheckedContinuation<Void, Never>?
  var subscribers: [Int: Subscriber] = [:]
  var nextSubscriber = 0
  /// Measured events that the journal would not take; written before anything newer.
  var backlog: [Event] = []
  var trouble: CleanText?
  var sinceCheckpoint = 0
  var lastCheckpointAt: Instant?
  var isStopping = false
  /// The writer has written its last.
  private var isOver = false
  /// As consumers were last told.
  var isOwnLineDown = false
  var scheduleChanges: AsyncStream<Settings>.Continuation?
  /// What came before the engine ran; newer than what it is run with.
  private var early: Settings?
  /// When the engine last knew that it was awake.
  var lastBeat: Instant?

  /// Opens the journal and folds what it holds; `run` then makes it live.
  package init(ports: EnginePorts, identity: EngineIdentity) async throws {
    self.ports = ports
    self.identity = identity
    let (checkpoint, tail) = try await ports.journal.load()
    var state = checkpoint ?? State()
    for event in tail { state.fold(event) }
    current = state
  }

  /// Runs until `stop`; adopts `settings` when they differ from those in the journal.
  package func run(_ settings: Settings) async {
    let (changes, continuation) = AsyncStream.makeStream(
      of: Settings.self, bufferingPolicy: .bufferingNewest(1))
    scheduleChanges = continuation
    await withTaskGroup { group in
      group.addTask { await self.write() }
      group.addTask { await self.tick() }
      group.addTask { await self.listen() }
      group.addTask { await self.schedule(changes) }
      start(settings)
      await group.next()
      // Those who watch hear of the end at once, not when the last probe has come home.
      dismissSubscribers()
      group.cancelAll()
    }
  }

  private func dismissSubscribers() {
    isOver = true
    for subscriber in subscribers.values { subscriber.continuation.finish() }
    subscribers = [:]
  }

  private func start(_ settings: Settings) {
    let newest = early ?? settings
    let adopted = current.consent.map(newest.activated) ?? newest
    var drafts = [
      Draft(
        .engineStarted(
          EngineStarted(
            version: identity.version, pid: identity.pid, host: CleanText(identity.host),
            remark: identity.remark)),
        source: .engine)
    ]
    if current.settings != adopted { drafts.append(Draft(.settingsAdopted(adopted), source: .engine)) }
    submit(.drafts(drafts))
    scheduleChanges?.yield(adopted)
  }

  /// Goes on with other settings, as when credentials were found, renewed or lost.
  ///
  /// A probe that is under way and agreed to goes on, even when what is new wants a higher price.
  package func adopt(_ settings: Settings) {
    guard scheduleChanges != nil else {
      early = settings
      return
    }
    let agreed = current.consent.map(settings.activated) ?? settings
    submit(.drafts([Draft(.settingsAdopted(agreed.keeping(probesOf: current.settings)), source: .engine)]))
  }

  // MARK: EngineService

  package func state() -> State { current }

  package func perform(_ request: ActionRequest) async -> ActionReply {
    if isStopping { return .refused(Refusal("the engine is stopping")) }
    return await withCheckedContinuation { submit(.request(request, $0)) }
  }

  package func events(from first: Int64, to last: Int64) async throws -> [Event] {
    try await ports.journal.events(from: first, to: last)
  }

  package func subscribe() -> AsyncStream<EngineUpdate> {
    let id = nextSubscriber
    nextSubscriber += 1
    let (stream, continuation) = AsyncStream.makeStream(
      of: EngineUpdate.self, bufferingPolicy: .bufferingOldest(Subscriber.room))
    guard !isOver else {
      continuation.finish()
      return stream
    }
    var subscriber = Subscriber(continuation: continuation)
    subscriber.offer(checkpoint: current)
    if let trouble { subscriber.offer(.trouble(trouble), else: current) }
    subscribers[id] = subscriber
    return stream
  }

  package func stop(reason: String) async {
    guard !isStopping else { return }
    _ = await withCheckedContinuation { continuation in
      submit(
        .durable(
          [Draft(.engineStopped(EngineStopped(reason: CleanText(reason))), source: .engine)], continuation))
    }
    isStopping = true
    wakeWriter()
  }

  /// How many watch now.
  package var viewers: Int { subscribers.values.count(where: \.isAlive) }

  /// Gives every subscriber an update and lets go of those that are gone.
  func publish(_ update: EngineUpdate) {
    for id in subscribers.keys { subscribers[id]?.offer(update, else: current) }
    subscribers = subscribers.filter(\.value.isAlive)
  }
}
