import CLinux
import Glibc

/// Bytes on a socket that somebody else owns and frames.
enum RawBytes {
  /// Sends what the kernel takes at once; sockets here never block.
  static func send(_ bytes: [UInt8], to fd: Int32) {
    _ = unsafe bytes.withUnsafeBytes { buffer in
      unsafe Glibc.send(fd, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
    }
  }
}
