import Dispatch
import Glibc

/// A name server on loopback that answers one question, on a thread of its own.
final class NameServer: Sendable {
  /// Address and port, as a direct check names it.
  let address: String
  private let descriptor: Int32

  init(_ answer: @escaping @Sendable ([UInt8]) -> [UInt8]) {
    let server = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    descriptor = server
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &name) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe bind(server, $0, length)
        _ = unsafe getsockname(server, $0, &length)
      }
    }
    address = "127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
    DispatchQueue(label: "test name server").async { NameServer.serve(server, answer) }
  }

  deinit { close(descriptor) }

  private static func serve(_ server: Int32, _ answer: ([UInt8]) -> [UInt8]) {
    var wait = pollfd(fd: server, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, 10_000) > 0 else { return }
    var question = [UInt8](repeating: 0, count: 512)
    var peer = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &peer) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        let count = unsafe recvfrom(server, &question, question.count, 0, $0, &length)
        guard count > 0 else { return }
        let bytes = answer(Array(question.prefix(count)))
        _ = unsafe sendto(server, bytes, bytes.count, 0, $0, length)
      }
    }
  }
}
