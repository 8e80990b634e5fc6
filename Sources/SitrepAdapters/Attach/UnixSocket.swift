import Glibc

/// An open file of the system, closed when its last owner lets go.
final class Descriptor: Sendable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }
}

/// Sockets that are files of this user; none of these calls waits.
enum UnixSocket {
  /// Connects to the engine that listens at `path`.
  static func connect(_ path: String) throws(AttachError) -> Descriptor {
    let descriptor = try make()
    let result = try unsafe withAddress(path) { unsafe Glibc.connect(descriptor.number, $0, $1) }
    guard result == 0 else {
      let reason = errno
      let isAbsent = reason == ENOENT || reason == ECONNREFUSED
      throw AttachError(
        isAbsent ? .absent : .system,
        isAbsent ? "no engine runs at \(path)" : SystemError("connect to", path, errno: reason).description)
    }
    guard isOwn(descriptor) else {
      throw AttachError(.foreign, "the engine at \(path) belongs to another user")
    }
    return descriptor
  }

  /// Listens at `path` for this user only; replaces a file that is there.
  static func listen(_ path: String) throws(AttachError) -> Descriptor {
    let descriptor = try make()
    unsafe unlink(path)
    let result = try unsafe withAddress(path) { unsafe bind(descriptor.number, $0, $1) }
    guard result == 0, unsafe chmod(path, 0o600) == 0, Glibc.listen(descriptor.number, 64) == 0 else {
      throw AttachError(.system, SystemError("listen at", path).description)
    }
    return descriptor
  }

  /// The next client that waits; nil when none does.
  static func accept(_ listener: Descriptor) -> Descriptor? {
    let number = Glibc.accept(listener.number, nil, nil)
    guard number >= 0 else { return nil }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL, 0) | O_NONBLOCK)
    return Descriptor(number)
  }

  /// Whether the process at the other end runs as this user, or as root.
  static func isOwn(_ descriptor: Descriptor) -> Bool {
    // `struct ucred` of <sys/socket.h>: pid, uid, gid.
    var peer: (pid: Int32, uid: UInt32, gid: UInt32) = (0, .max, .max)
    var length = socklen_t(MemoryLayout.size(ofValue: peer))
    let result = unsafe getsockopt(descriptor.number, SOL_SOCKET, SO_PEERCRED, &peer, &length)
    return result == 0 && (peer.uid == geteuid() || peer.uid == 0)
  }

  private static func make() throws(AttachError) -> Descriptor {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let number = socket(AF_UNIX, type, 0)
    guard number >= 0 else { throw AttachError(.system, SystemError("make", "a socket").description) }
    return Descriptor(number)
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(AttachError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    let bytes = Array(path.utf8)
    guard bytes.count < room else {
      throw AttachError(
        .system, "the path \(path) is too long for a socket (\(bytes.count) bytes, at most \(room - 1))")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

extension UnixSocket {
  /// Removes the socket's file; one that is gone already is fine.
  static func remove(_ path: String) {
    unsafe unlink(path)
  }
}
