import Dispatch
import Glibc

/// One end of an attach socket: whole messages in, whole messages out, bounded both ways.
///
/// Sending never waits. Updates, which a fresh checkpoint can replace, are dropped when the reader falls
/// behind; answers never are.
actor FrameChannel {
  enum Arrival: Sendable {
    case message([UInt8])
    /// The end, with the reason when it is not the other side's ordinary leaving.
    case closed(AttachError?)
  }

  /// More unsent bytes than this and a viewer counts as behind.
  static let behind = 4 << 20
  /// So few unsent bytes and a viewer may be caught up.
  static let caughtUp = 256 << 10
  /// More unsent bytes than this, all answers, and the reader is given up.
  static let hopeless = 2 * Frame.longestFromEngine

  private let executor: QueueExecutor
  private let receive: @Sendable (Arrival) -> Void
  private var descriptor: Descriptor?
  private var reading: EventSource?
  private var writing: EventSource?
  private var incoming: FrameReader
  private var hasReceived = false
  private var outgoing = OutgoingQueue()
  private var isFinishing = false
  private var drainWaiters: [CheckedContinuation<Void, Never>] = []
  /// Newest sequence that the reader has missed; nil while it is up to date.
  private var missed: Int64?

  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  /// `receive` is called on `executor`, in order, and once with `.closed` at the end.
  init(
    _ descriptor: Descriptor, on executor: QueueExecutor, longest: Int,
    receive: @escaping @Sendable (Arrival) -> Void
  ) {
    self.executor = executor
    self.descriptor = descriptor
    self.receive = receive
    incoming = FrameReader(longest: longest)
  }

  /// Begins to read; ends the connection when no whole message has come within `patience`.
  func start(patience: DispatchTimeInterval? = nil) {
    guard let descriptor else { return }
    reading = EventSource(.reading, descriptor, on: executor.queue) { [weak self] in
      self?.assumeIsolated { $0.readAvailable() }
    }
    patrol()
    guard let patience else { return }
    executor.queue.asyncAfter(deadline: .now() + patience) { [weak self] in
      self?.assumeIsolated { $0.closeIfSilent() }
    }
  }

  /// Looks for itself once a second: under load Dispatch was seen to lose the word that the other side hung up.
  private func patrol() {
    executor.queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
      self?.assumeIsolated { channel in
        guard channel.descriptor != nil else { return }
        channel.readAvailable()
        channel.patrol()
      }
    }
  }

  private func closeIfSilent() {
    if !hasReceived { close(AttachError(.gone, "nothing was said in time")) }
  }

  private func readAvailable() {
    guard let descriptor else { return }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe read(descriptor.number, &chunk, chunk.count)
    if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
    guard count > 0 else { return close(nil) }
    incoming.append(chunk.prefix(count))
    do throws(AttachError) {
      while let message = try incoming.next(), self.descriptor != nil {
        hasReceived = true
        receive(.message(message))
      }
    } catch {
      close(error)
    }
  }

  // MARK: Sending

  /// Sends an answer, however far behind the reader is.
  func send(_ payload: [UInt8]) {
    guard descriptor != nil, !isFinishing else { return }
    outgoing.append(Frame.wrap(payload), isUpdate: false)
    flush()
    if outgoing.bytes > Self.hopeless { close(AttachError(.gone, "the reader does not read")) }
  }

  enum Offer: Sendable {
    case taken
    /// The reader has just fallen behind; it needs `catchUp` once it has drained.
    case fellBehind
    /// It is behind already, and the update is one more that it misses.
    case missed
  }

  /// Sends an update that ends with `sequence`, unless the reader is behind.
  func offer(_ payload: [UInt8], upTo sequence: Int64) -> Offer {
    if missed == nil && outgoing.bytes <= Self.behind {
      send(update: payload)
      return .taken
    }
    return fallBehind(at: sequence) ? .fellBehind : .missed
  }

  /// Makes the reader one that waits for a checkpoint; false when it was already.
  func fallBehind(at sequence: Int64) -> Bool {
    let wasBehind = missed != nil
    missed = max(missed ?? 0, sequence)
    if !wasBehind { outgoing.dropUpdates() }
    return !wasBehind
  }

  /// Newest sequence that a reader which is behind has missed.
  var newestMissed: Int64 { missed ?? 0 }

  /// Sends what makes the reader whole up to `sequence`; false when more was missed meanwhile.
  func catchUp(_ payloads: [[UInt8]], covering sequence: Int64) -> Bool {
    guard newestMissed <= sequence else { return false }
    missed = nil
    for payload in payloads { send(update: payload) }
    return true
  }

  private func send(update payload: [UInt8]) {
    guard descriptor != nil, !isFinishing else { return }
    outgoing.append(Frame.wrap(payload), isUpdate: true)
    flush()
  }

  /// Returns when little is left to send; false when the connection has ended.
  func drained() async -> Bool {
    if descriptor != nil && outgoing.bytes > Self.caughtUp {
      await withCheckedContinuation { drainWaiters.append($0) }
    }
    return descriptor != nil
  }

  private func flush() {
    guard let descriptor else { return }
    while let (bytes, offset) = outgoing.first {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor.number, $0.baseAddress?.advanced(by: offset), bytes.count - offset,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EAGAIN else { return close(nil) }
        if writing == nil { watchForRoom(descriptor) }
        break
      }
      outgoing.sent(count)
    }
    if outgoing.bytes == 0 { writing = nil }
    if outgoing.bytes <= Self.caughtUp { resumeWaiters() }
    if isFinishing && outgoing.bytes == 0 { close(nil) }
  }

  private func watchForRoom(_ descriptor: Descriptor) {
    writing = EventSource(.writing, descriptor, on: executor.queue) { [weak self] in
      self?.assumeIsolated { $0.flush() }
    }
  }

  private func resumeWaiters() {
    let waiters = drainWaiters
    drainWaiters = []
    for waiter in waiters { waiter.resume() }
  }

  // MARK: Ending

  /// Ends the connection when what is queued has been sent, or after a second.
  func finish() {
    guard descriptor != nil, !isFinishing else { return }
    isFinishing = true
    executor.queue.asyncAfter(deadline: .now() + .seconds(1)) { [weak self] in
      self?.assumeIsolated { $0.close(nil) }
    }
    flush()
  }

  func close(_ reason: AttachError?) {
    guard descriptor != nil else { return }
    descriptor = nil
    reading = nil
    writing = nil
    outgoing = OutgoingQueue()
    resumeWaiters()
    receive(.closed(reason))
  }
}
