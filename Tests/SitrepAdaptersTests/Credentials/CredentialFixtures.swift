import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Synchronization

/// What a server on loopback was asked, and what it answers.
struct Asked: Sendable {
  var method: String
  var target: String
  var headers: HTTPHeaders
  var body: String
}

struct Told: Sendable {
  var status = 200
  var headers: HTTPHeaders = [:]
  var body: String

  static func json(_ body: String, status: Int = 200) -> Told {
    Told(status: status, headers: ["content-type": "application/json"], body: body)
  }
}

/// Tools whose client reaches a server on loopback, gone when the body returns.
func withService(
  environment: [String: String] = ["PATH": "/usr/bin:/bin"], now: Instant = Instant(seconds: 1_795_200_302),
  _ answer: @escaping @Sendable (Asked) -> Told, _ body: (CredentialTools, String) async throws -> Void
) async throws {
  let loop = try EventLoop(name: "test-credentials")
  defer { loop.stop() }
  let server = try HTTPServer(loop: loop) { exchange in
    let told = answer(
      Asked(
        method: exchange.method, target: exchange.target, headers: exchange.headers,
        body: String(decoding: exchange.body, as: UTF8.self)))
    exchange.respond(status: told.status, headers: told.headers, body: Array(told.body.utf8))
  }
  let tools = CredentialTools(client: try HTTPClient(loop: loop), environment: environment, now: { now })
  try await body(tools, "127.0.0.1:\(server.port)")
}

extension CredentialAnswer {
  var found: TimedCredential? {
    if case .found(let credential) = self { return credential }
    return nil
  }

  /// The reason of an answer that found nothing, after the word for what it is.
  var reason: String {
    switch self {
    case .found: "found"
    case .absent(let reason): "absent: \(reason)"
    case .failed(let reason): "failed: \(reason)"
    }
  }
}

/// A source that answers by script and can be held back.
final class ScriptedSource: CredentialSource {
  private struct Inner {
    var answers: [CredentialAnswer]
    var asked = 0
    var isHeld = false
    var held: [CheckedContinuation<Void, Never>] = []
  }

  private let inner: Mutex<Inner>

  /// The last answer is given for ever.
  init(_ answers: [CredentialAnswer], isHeld: Bool = false) {
    inner = Mutex(Inner(answers: answers, isHeld: isHeld))
  }

  var asked: Int { inner.withLock(\.asked) }

  func release() {
    let held = inner.withLock { inner in
      inner.isHeld = false
      defer { inner.held = [] }
      return inner.held
    }
    for waiter in held { waiter.resume() }
  }

  func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    inner.withLock { $0.asked += 1 }
    await withCheckedContinuation { continuation in
      let isHeld = inner.withLock { inner in
        if inner.isHeld { inner.held.append(continuation) }
        return inner.isHeld
      }
      if !isHeld { continuation.resume() }
    }
    return inner.withLock { $0.answers.count > 1 ? $0.answers.removeFirst() : $0.answers[0] }
  }
}

/// A clock that stands until a test moves it, and shows who waits for what.
final class HandClock: EngineClock {
  private struct Inner {
    var now: Instant
    var sleepers: [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
    var cancelled: Set<Int> = []
    var last = 0
  }

  private let inner: Mutex<Inner>

  init(_ now: Instant) { inner = Mutex(Inner(now: now)) }

  func now() -> Instant { inner.withLock(\.now) }
  func takeStep() -> ClockStepped? { nil }

  /// What is waited for, in order.
  var deadlines: [Instant] { inner.withLock { $0.sleepers.values.map(\.deadline).sorted() } }

  func set(_ moment: Instant) {
    let due = inner.withLock { inner in
      inner.now = moment
      let due = inner.sleepers.filter { $0.value.deadline <= moment }
      for id in due.keys { inner.sleepers[id] = nil }
      return due.values.map(\.continuation)
    }
    for sleeper in due { sleeper.resume() }
  }

  func sleep(until deadline: Instant) async throws {
    let id = inner.withLock { inner in
      inner.last += 1
      return inner.last
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let outcome: Result<Void, any Error>? = inner.withLock { inner in
          if inner.cancelled.contains(id) { return .failure(CancellationError()) }
          if deadline <= inner.now { return .success(()) }
          inner.sleepers[id] = (deadline, continuation)
          return nil
        }
        if let outcome { continuation.resume(with: outcome) }
      }
    } onCancel: {
      let sleeper = inner.withLock { inner in
        inner.cancelled.insert(id)
        return inner.sleepers.removeValue(forKey: id)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }
}
