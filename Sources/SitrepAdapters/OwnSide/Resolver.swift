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
  /// When time is up, the question goes on by itself and its answer is for nobody.
  package func problem(resolving host: String, within span: TimeSpan = .seconds(5)) async -> CleanText? {
    await withCheckedContinuation { continuation in
      let once = Once(continuation)
      asking.async { once.say(Resolver.ask(host)) }
      let milliseconds = Int(clamping: span.nanoseconds / 1_000_000)
      timing.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        once.say(CleanText("\(host): no answer within \(span.wholeSeconds) s"))
      }
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
    private let waiting: Mutex<CheckedContinuation<CleanText?, Never>?>

    init(_ continuation: CheckedContinuation<CleanText?, Never>) {
      waiting = Mutex(continuation)
    }

    func say(_ problem: CleanText?) {
      let continuation = waiting.withLock { waiting in
        defer { waiting = nil }
        return waiting
      }
      continuation?.resume(returning: problem)
    }
  }
}
