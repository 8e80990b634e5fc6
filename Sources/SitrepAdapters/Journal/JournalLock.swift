import Glibc

/// The claim of one process to be the writer of a state directory.
///
/// An advisory lock on `engine.pid`, held by the open file: the kernel lets go of it when the process dies,
/// however it dies.
package final class JournalLock: Sendable {
  package let file: String
  private let descriptor: Int32

  package enum Outcome: Sendable {
    case owner(JournalLock)
    /// Another process holds it; 0 when it has not written its pid yet.
    case heldBy(pid: Int)
  }

  private init(file: String, descriptor: Int32) {
    self.file = file
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Takes the lock at `file` and writes this process's pid into it, or says who holds it.
  package static func acquire(file: String) throws(SystemError) -> Outcome {
    let descriptor = unsafe open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError("lock", file) }
    var claim = wholeFile(Int16(F_WRLCK))
    guard unsafe fcntl(descriptor, setLock, &claim) == 0 else {
      let reason = errno
      let pid = readPid(descriptor)
      close(descriptor)
      guard reason == EAGAIN || reason == EACCES else { throw SystemError("lock", file, errno: reason) }
      return .heldBy(pid: pid)
    }
    let text = "\(getpid())\n"
    guard ftruncate(descriptor, 0) == 0,
      unsafe pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count
    else {
      let error = SystemError("write the pid to", file)
      close(descriptor)
      throw error
    }
    return .owner(JournalLock(file: file, descriptor: descriptor))
  }

  /// Whose pid the file names while somebody holds the lock; nil when nobody does.
  ///
  /// A look only: the lock itself is not touched, so an engine that starts meanwhile is not disturbed.
  package static func holder(file: String) -> Int? {
    let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var question = wholeFile(Int16(F_WRLCK))
    guard unsafe fcntl(descriptor, getLock, &question) == 0, question.l_type != Int16(F_UNLCK) else {
      return nil
    }
    return readPid(descriptor)
  }

  /// F_OFD_GETLK and F_OFD_SETLK of <fcntl.h>: locks of the open file, which the Glibc module does not show.
  private static let getLock: Int32 = 36
  private static let setLock: Int32 = 37

  private static func wholeFile(_ type: Int16) -> flock {
    flock(l_type: type, l_whence: Int16(SEEK_SET), l_start: 0, l_len: 0, l_pid: 0)
  }

  private static func readPid(_ descriptor: Int32) -> Int {
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = unsafe pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return 0 }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    return text.split(separator: "\n").first.flatMap { Int($0) } ?? 0
  }
}
