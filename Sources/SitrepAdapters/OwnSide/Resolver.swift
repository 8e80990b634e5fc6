import Dispatch
import Glibc
package import SitrepCore
import Synchronization

/// The system's resolver, asked on a queue of its own because `getaddrinfo` blocks and cannot be cut short.
package struct Resolver: Sendable {
  private let asking = DispatchQueue(label: "resolver")
  private let timing = DispatchQueue(label: "resolver patience")

  package init() {}

  /// Why `host` cannot be resolved within `span`; nil when it can.
  ///
  /// When time is up or the task is cancelled, the question goes on by itself and its answer is for nobody.
  package func problem(resolving host: String, within span: TimeSpan = .seconds(5)) async -> CleanText? {
    let once = Once()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        once.wait(continuation)
        asking.async { once.say(Resolver.ask(host)) }
        let milliseconds = Int(clamping: span.nanoseconds / 1_000_000)
        timing.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
          once.say(CleanText("\(host): no answer within \(span.wholeSeconds) s"))
        }
      }
    } onCancel: {
      once.say("\(host): not waited for")
    }
  }

  private static func ask(_ host: String) -> CleanText? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, nil, &hints, &found)
    if unsafe found != nil { unsafe freeaddrinfo(found) }
    guard code != 0 else { return nil }
    return CleanText("\(host): \(unsafe String(cString: gai_strerror(code)))")
  }

  /// Hands on the first of two answers.
  private final class Once: Sendable {
    private struct Wait {
      var continuation: CheckedContinuation<CleanText?, Never>?
      /// The answer that came first, before or after somebody waited.
      var answer: CleanText??
    }

    private let waiting = Mutex(Wait())

    func wait(_ continuation: CheckedContinuation<CleanText?, Never>) {
      let answer = waiting.withLock { wait -> CleanText?? in
        if wait.answer == nil { wait.continuation = continuation }
        return wait.answer
      }
      if let answer { continuation.resume(returning: answer) }
    }

    func say(_ problem: CleanText?) {
      let continuation = waiting.withLock { wait -> CheckedContinuation<CleanText?, Never>? in
        guard wait.answer == nil else { return nil }
        wait.answer = .some(problem)
        defer { wait.continuation = nil }
        return wait.continuation
      }
      continuation?.resume(returning: problem)
    }
  }
}
