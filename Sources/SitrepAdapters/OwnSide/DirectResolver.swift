import Glibc
package import SitrepCore

/// Asks one name server past the system's resolver, on a thread that may wait.
package actor DirectResolver {
  private let executor = QueueExecutor(label: "direct resolver")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe executor.asUnownedSerialExecutor()
  }

  package init() {}

  /// Why `name` is not resolved by the server; nil when it is.
  ///
  /// - Parameters:
  ///   - name: what to ask for.
  ///   - server: a numeric address, "1.1.1.1", with a port behind a colon if it is not 53.
  ///   - span: how long an answer is waited for.
  /// - Returns: the reason, in words.
  package func problem(resolving name: String, at server: String, within span: TimeSpan) -> CleanText? {
    let query = DNSQuery(id: UInt16.random(in: 0 ... .max), name: name)
    guard let question = query.bytes else { return CleanText("\(name) is no name") }
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return "no socket" }
    defer { close(descriptor) }
    guard Self.connect(descriptor, to: server) else { return CleanText("\(server) cannot be reached") }
    let sent = unsafe question.withUnsafeBytes { unsafe send(descriptor, $0.baseAddress, $0.count, 0) }
    guard sent == question.count else { return CleanText("\(server) cannot be reached") }
    return Self.listen(descriptor, query, server, span)
  }

  private static func connect(_ descriptor: Int32, to server: String) -> Bool {
    let parts = server.split(separator: ":", maxSplits: 1).map(String.init)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = (parts.count > 1 ? UInt16(parts[1]) ?? 53 : 53).bigEndian
    guard let host = parts.first, unsafe inet_pton(AF_INET, host, &address.sin_addr) == 1 else {
      return false
    }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  /// Between two looks whether the answer is still wanted.
  private static let patrol = TimeSpan.milliseconds(100)

  private static func listen(
    _ descriptor: Int32, _ query: DNSQuery, _ server: String, _ span: TimeSpan
  ) -> CleanText? {
    let end = ContinuousClock.now + span.duration
    while true {
      let rest = TimeSpan(end - ContinuousClock.now)
      guard rest > .zero else { return CleanText("\(server) did not answer within \(span.wholeSeconds) s") }
      guard !Task.isCancelled else { return CleanText("\(server): not waited for") }
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let turn = min(rest, patrol)
      guard unsafe poll(&wait, 1, Int32(clamping: turn.nanoseconds / 1_000_000 + 1)) > 0 else { continue }
      var answer = [UInt8](repeating: 0, count: 1500)
      let count = unsafe recv(descriptor, &answer, answer.count, 0)
      guard count > 0 else { return CleanText("\(server) cannot be reached") }
      switch query.problem(in: Array(answer.prefix(count))) {
      case .found: return nil
      case .refused(let words): return CleanText("\(server): \(words)")
      case .notOurs: continue
      }
    }
  }
}
