import Dispatch
package import SitrepCore

package enum AttachClient {
  /// Connects to the engine at `path` and introduces us; waits five seconds at most.
  package static func connect(path: String, hello: Hello) async throws(AttachError) -> AttachConnection {
    let descriptor = try UnixSocket.connect(path)
    let connection = AttachConnection(descriptor)
    try await connection.open(hello)
    return connection
  }
}

/// An engine in another process, to its user no different from one in this.
package actor AttachConnection: EngineService {
  private static let patience = DispatchTimeInterval.seconds(5)
  /// Longest wait for an answer; drafting a postmortem of a long incident is the slowest.
  private static let answerTime = DispatchTimeInterval.seconds(30)

  private let executor = QueueExecutor(label: "sitrep.attach.client")
  private let codec = AttachCodec()
  private var descriptor: Descriptor?
  private var channel: FrameChannel?
  private var greeting: CheckedContinuation<Result<Welcome, AttachError>, Never>?
  private var pending: [Int: CheckedContinuation<ServerMessage?, Never>] = [:]
  private var histories: [Int: [Event]] = [:]
  private var readers: [Int: UpdateBuffer] = [:]
  private var lastID = 0
  private var farewell: AttachError?
  /// What the engine said of itself.
  package private(set) var welcome: Welcome?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  init(_ descriptor: Descriptor) {
    self.descriptor = descriptor
  }

  /// Why the connection ended; nil while it lives.
  package var ending: AttachError? { farewell }

  func open(_ hello: Hello) async throws(AttachError) {
    guard let descriptor else { throw .gone }
    self.descriptor = nil
    let channel = FrameChannel(descriptor, on: executor, longest: Frame.longestFromEngine) { [weak self] in
      let arrival = $0
      self?.assumeIsolated { $0.take(arrival) }
    }
    self.channel = channel
    await channel.start(patience: Self.patience)
    let payload = try codec.encode(ClientMessage.hello(hello))
    let result = await withCheckedContinuation { continuation in
      greeting = continuation
      channel.assumeIsolated { $0.send(payload) }
      if farewell != nil { answerGreeting(.failure(farewell ?? .gone)) }
    }
    welcome = try result.get()
  }

  // MARK: What arrives

  private func take(_ arrival: FrameChannel.Arrival) {
    switch arrival {
    case .message(let payload):
      do throws(AttachError) {
        take(try codec.decode(ServerMessage.self, payload))
      } catch {
        end(error)
      }
    case .closed(let reason): end(reason ?? .gone)
    }
  }

  private func take(_ message: ServerMessage) {
    switch message {
    case .welcome(let welcome): answerGreeting(.success(welcome))
    case .goodbye(let sentence): end(AttachError(greeting == nil ? .stopped : .refused, sentence))
    case .checkpoint(let state): publish(.checkpoint(state))
    case .trouble(let reason): publish(.trouble(reason))
    case .events(let events): publish(.events(events))
    case .history(let id, let events, let more):
      histories[id, default: []] += events
      if !more { answer(id, .history(id: id, events: histories.removeValue(forKey: id) ?? [], more: false)) }
    case .reply(let id, _), .state(let id, _), .done(let id), .failed(let id, _): answer(id, message)
    }
  }

  private func answerGreeting(_ result: Result<Welcome, AttachError>) {
    greeting?.resume(returning: result)
    greeting = nil
  }

  private func answer(_ id: Int, _ message: ServerMessage?) {
    histories[id] = nil
    pending.removeValue(forKey: id)?.resume(returning: message)
  }

  private func publish(_ update: EngineUpdate) {
    for id in readers.keys { readers[id]?.take(update) }
  }

  private func end(_ reason: AttachError) {
    guard farewell == nil else { return }
    farewell = reason
    answerGreeting(.failure(reason))
    for id in Array(pending.keys) { answer(id, nil) }
    for id in readers.keys {
      readers[id]?.waiter?.resume(returning: nil)
      readers[id]?.waiter = nil
    }
    channel?.assumeIsolated { $0.close(nil) }
  }

  /// Leaves the engine; every stream ends.
  package func close() {
    end(AttachError(.gone, "detached"))
  }

  // MARK: Asking

  private func ask(_ message: (Int) -> ClientMessage) async -> ServerMessage? {
    guard farewell == nil, let channel else { return nil }
    lastID += 1
    let id = lastID
    guard let payload = try? codec.encode(message(id)) else { return nil }
    executor.queue.asyncAfter(deadline: .now() + Self.answerTime) { [weak self] in
      self?.assumeIsolated { $0.answer(id, nil) }
    }
    return await withCheckedContinuation { continuation in
      pending[id] = continuation
      channel.assumeIsolated { $0.send(payload) }
    }
  }

  private var reasonForSilence: String {
    farewell?.description ?? "the engine did not answer in 30 s"
  }

  package func perform(_ request: ActionRequest) async -> ActionReply {
    guard case .reply(_, let reply)? = await ask({ .perform(id: $0, request: request) }) else {
      return .refused(Refusal("\(reasonForSilence); look at the timeline before trying again"))
    }
    return reply
  }

  /// The engine's newest state, or why it cannot be had.
  package func fetchState() async throws(AttachError) -> State {
    guard case .state(_, let state)? = await ask({ .state(id: $0) }) else {
      throw AttachError(.gone, reasonForSilence)
    }
    return state
  }

  /// As `fetchState`; an empty state when the engine is gone.
  package func state() async -> State {
    (try? await fetchState()) ?? State()
  }

  package func events(from first: Int64, to last: Int64) async throws -> [Event] {
    switch await ask({ .events(id: $0, from: first, to: last) }) {
    case .history(_, let events, _)?: return events
    case .failed(_, let reason)?: throw AttachError(.refused, reason)
    default: throw AttachError(.gone, reasonForSilence)
    }
  }

  package func stop(reason: String) async {
    _ = await ask { .stop(id: $0, reason: reason) }
  }

  /// Whether the engine answers.
  package func ping() async -> Bool {
    if case .done? = await ask({ .ping(id: $0) }) { true } else { false }
  }

  // MARK: Updates

  /// The newest state and everything after it; ends when the engine goes away.
  ///
  /// A reader that takes its updates too slowly is given a fresh checkpoint, as over the wire.
  package func subscribe() async -> AsyncStream<EngineUpdate> {
    lastID += 1
    let id = lastID
    readers[id] = UpdateBuffer()
    requestCheckpoint()
    return AsyncStream(unfolding: { await self.next(id) }, onCancel: { self.dismissLater(id) })
  }

  private func requestCheckpoint() {
    guard farewell == nil, let payload = try? codec.encode(ClientMessage.subscribe) else { return }
    channel?.assumeIsolated { $0.send(payload) }
  }

  private func next(_ id: Int) async -> EngineUpdate? {
    guard let reader = readers[id] else { return nil }
    if let update = readers[id]?.next() { return update }
    guard farewell == nil else { return nil }
    if reader.isStale && reader.wantsCheckpoint { requestCheckpoint() }
    // Asking may itself find that the line is dead; whoever waits after that waits for ever.
    guard farewell == nil else { return nil }
    return await withCheckedContinuation { readers[id]?.waiter = $0 }
  }

  private nonisolated func dismissLater(_ id: Int) {
    executor.queue.async { self.assumeIsolated { $0.dismiss(id) } }
  }

  private func dismiss(_ id: Int) {
    readers.removeValue(forKey: id)?.waiter?.resume(returning: nil)
  }
}
