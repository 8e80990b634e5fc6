import Glibc
import Testing

/// A port whose queue of waiting connections is full, so that the kernel lets a new one wait for ever.
final class FullListener {
  let port: UInt16
  private var descriptors: [Int32] = []

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    descriptors = [listener]
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = try unsafe Self.withGeneric(&address) { generic in
      var length = size
      try #require(unsafe bind(listener, generic, size) == 0 && listen(listener, 0) == 0)
      return unsafe getsockname(listener, generic, &length)
    }
    try #require(bound == 0)
    port = UInt16(bigEndian: address.sin_port)
    for _ in 0..<4 {
      let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      descriptors.append(filler)
      _ = unsafe Self.withGeneric(&address) { unsafe connect(filler, $0, size) }
    }
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  private static func withGeneric<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) throws -> Result
  ) rethrows -> Result {
    try unsafe withUnsafeMutablePointer(to: &address) { pointer in
      try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
  }
}
