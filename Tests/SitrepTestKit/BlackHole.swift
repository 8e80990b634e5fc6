import Glibc

/// A port of loopback that takes connections and never says a word.
package final class BlackHole: Sendable {
  package let address: String
  private let descriptor: Int32

  package init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = descriptor
    let isBound = unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(bound, $0, length) == 0 && Glibc.listen(bound, 64) == 0
          && getsockname(bound, $0, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
  }

  deinit { close(descriptor) }

  private struct Failure: Error {}
}
