import Glibc

/// A call to the system that failed: what was tried, on what, and the system's reason.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  package var errno: Int32
  /// As in "cannot <operation> <subject>".
  package var operation: String
  package var subject: String

  /// Takes the reason of the call that has just failed on this thread.
  package init(_ operation: String, _ subject: String, errno code: Int32 = Glibc.errno) {
    errno = code
    self.operation = operation
    self.subject = subject
  }

  package var description: String { "cannot \(operation) \(subject): \(reason)" }

  /// What was named does not exist.
  var isNotFound: Bool { errno == ENOENT }

  /// The disk, or who we are on it, is the reason, and not what was asked.
  package var isOfDisk: Bool { [EROFS, ENOSPC, EDQUOT, EACCES, EPERM, EIO, ENOTDIR, ENODEV].contains(errno) }

  private var reason: String {
    var text = [CChar](repeating: 0, count: 128)
    guard unsafe strerror_r(errno, &text, text.count) == 0 else { return "error \(errno)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
