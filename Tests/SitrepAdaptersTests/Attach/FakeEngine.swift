import SitrepCore
import Synchronization

/// An engine made of memory, for tests of the way to it.
actor FakeEngine: EngineService {
  private var current = State()
  private var history: [Event] = []
  private var subscribers: [AsyncStream<EngineUpdate>.Continuation] = []
  private(set) var performed: [ActionRequest] = []
  private(set) var stopReason: String?

  var subscriberCount: Int { subscribers.count }

  func subscribe() -> AsyncStream<EngineUpdate> {
    let (stream, continuation) = AsyncStream.makeStream(of: EngineUpdate.self)
    continuation.yield(.checkpoint(current))
    subscribers.append(continuation)
    return stream
  }

  func publish(_ events: [Event]) {
    for event in events { current.fold(event) }
    history += events
    for subscriber in subscribers { subscriber.yield(.events(events)) }
  }

  func perform(_ request: ActionRequest) -> ActionReply {
    performed.append(request)
    return .done(sequence: Int64(performed.count), said: "done \(request.key)")
  }

  func state() -> State { current }

  func events(from first: Int64, to last: Int64) throws -> [Event] {
    history.filter { $0.sequence >= first && $0.sequence <= last }
  }

  func stop(reason: String) {
    stopReason = reason
    for subscriber in subscribers { subscriber.finish() }
    subscribers = []
  }
}
