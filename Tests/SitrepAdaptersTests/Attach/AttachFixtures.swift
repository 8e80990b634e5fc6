import FoundationEssentials
import Glibc
import SitrepAdapters
import SitrepCore
import Testing

func hello(readOnly: Bool = false) -> Hello { Hello(name: "ab", version: "1.0", readOnly: readOnly) }

func request(_ key: String) -> ActionRequest {
  ActionRequest(action: .note, text: "looked", actor: Operator("ab"), key: key)
}

func fold(_ update: EngineUpdate, into state: inout State?) {
  switch update {
  case .checkpoint(let newest): state = newest
  case .events(let events): for event in events { state?.fold(event) }
  case .trouble: break
  }
}

/// Waits for a condition, with a deadline that only a broken program meets.
func eventually(_ condition: () async -> Bool) async {
  let clock = ContinuousClock()
  let deadline = clock.now + .seconds(120)
  while await !condition() {
    guard clock.now < deadline else {
      Issue.record("the condition was not met in 120 s")
      return
    }
    await Task.yield()
  }
}

func withServer(
  in directory: TemporaryDirectory = TemporaryDirectory(),
  _ body: (FakeEngine, String) async throws -> Void
) async throws {
  guard case .owner(let lock) = try JournalLock.acquire(file: directory.file("engine.pid")) else {
    Issue.record("nobody else can hold it")
    return
  }
  let engine = FakeEngine()
  let server = try AttachServer(
    path: directory.file("attach.sock"), holding: lock, service: engine, version: "1.0", pid: 4711)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { await server.run() }
    try await body(engine, server.path)
    group.cancelAll()
  }
}

enum FileFacts {
  /// The permission bits of a path; nil when there is nothing.
  static func mode(_ path: String) -> UInt32? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return status.st_mode & 0o777
  }
}

enum AttachFrames {
  private struct Checkpoint: Decodable {
    struct Inner: Decodable { var _0: State }
    var checkpoint: Inner
  }

  private struct Events: Decodable {
    struct Inner: Decodable { var _0: [Event] }
    var events: Inner
  }

  static func update(_ frame: String) throws -> EngineUpdate {
    let bytes = Data(frame.utf8)
    if frame.hasPrefix(#"{"checkpoint""#) {
      return .checkpoint(try JSONDecoder().decode(Checkpoint.self, from: bytes).checkpoint._0)
    }
    return .events(try JSONDecoder().decode(Events.self, from: bytes).events._0)
  }
}

/// A socket whose bytes a test chooses one by one.
final class RawClient: Sendable {
  private let descriptor: Int32

  struct Failed: Error { var reason = errno }

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  init(path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe RawServer.withAddress(path, { unsafe connect(descriptor, $0, $1) }) == 0 else {
      throw Failed()
    }
  }

  deinit { Glibc.close(descriptor) }

  func send(_ text: String) {
    let count = UInt32(text.utf8.count)
    sendRaw([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + Array(text.utf8))
  }

  func sendRaw(_ bytes: [UInt8]) {
    let count = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    #expect(count == bytes.count)
  }

  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The next frame, once some byte of it is there; nil at the end.
  func receiveLater() async -> String? {
    await eventually {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&wait, 1, 0) == 1
    }
    return receive()
  }

  func receive() -> String? {
    guard let head = receive(4) else { return nil }
    return receive(head.reduce(0) { $0 << 8 | Int($1) }).map { String(decoding: $0, as: UTF8.self) }
  }

  private func receive(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let received = unsafe recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
    return received == count ? bytes : nil
  }
}

/// Listens like an engine and says what a test wants.
final class RawServer: Sendable {
  let path: String
  private let descriptor: Int32

  init(path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard unsafe RawServer.withAddress(path, { unsafe bind(descriptor, $0, $1) }) == 0,
      listen(descriptor, 4) == 0
    else { throw RawClient.Failed() }
  }

  deinit { close(descriptor) }

  func accept() async throws -> RawClient {
    await eventually {
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return unsafe poll(&wait, 1, 0) == 1
    }
    return RawClient(descriptor: Glibc.accept(descriptor, nil, nil))
  }

  static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: Array(path.utf8)) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}
