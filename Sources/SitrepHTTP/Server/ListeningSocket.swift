import CLinux
import Glibc

/// A bound, listening TCP socket; closed when dropped unless it was handed over.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  /// The port in use, chosen by the kernel when 0 was asked for.
  let port: UInt16

  /// `host` is a numeric address or "localhost".
  init(host: String, port: UInt16) throws(HTTPError) {
    let host = host == "localhost" ? "127.0.0.1" : host
    var hints = unsafe addrinfo()
    unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0, let address = unsafe found else {
      throw HTTPError(code: .badRequest, operation: "listen on", detail: host)
    }
    defer { unsafe freeaddrinfo(address) }
    let descriptor = unsafe srt_stream_socket(address.pointee.ai_family)
    guard descriptor >= 0 else { throw .system("open a listening socket", errno) }
    var yes: Int32 = 1
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
      listen(descriptor, 1024) == 0
    else {
      let number = errno
      close(descriptor)
      throw .system("listen on \(host):\(port)", number)
    }
    self.descriptor = descriptor
    self.port = Self.boundPort(descriptor)
  }

  deinit { close(descriptor) }

  /// Hands the descriptor to a new owner, who closes it.
  consuming func handOver() -> Int32 {
    let descriptor = self.descriptor
    discard self
    return descriptor
  }

  /// Both families keep the port in the same two bytes, in network order.
  private static func boundPort(_ descriptor: Int32) -> UInt16 {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return unsafe withUnsafeMutableBytes(of: &storage) { bytes in
      guard let base = bytes.baseAddress else { return 0 }
      _ = unsafe getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length)
      return unsafe UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    }
  }
}
