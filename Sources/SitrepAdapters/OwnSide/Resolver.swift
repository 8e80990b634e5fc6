import Glibc
package import SitrepCore

/// The system's resolver, asked on a queue of its own because `getaddrinfo` blocks.
package actor Resolver {
  private let executor = QueueExecutor(label: "resolver")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  package init() {}

  /// Why `host` cannot be resolved; nil when it can.
  package func problem(resolving host: String) -> CleanText? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = unsafe getaddrinfo(host, nil, &hints, &found)
    if unsafe found != nil { unsafe freeaddrinfo(found) }
    guard code != 0 else { return nil }
    return CleanText("\(host): \(unsafe String(cString: gai_strerror(code)))")
  }
}
