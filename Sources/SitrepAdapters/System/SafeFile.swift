import Glibc

/// Reading with a limit, and writing so that a reader sees the old file or the new one, never half of one.
package enum SafeFile {
  /// The whole file; one longer than `limit` bytes is refused with EFBIG.
  package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("read", path) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw SystemError("read", path) }
      guard count > 0 else { return content }
      content.append(contentsOf: chunk.prefix(count))
      guard content.count <= limit else { throw SystemError("read", path, errno: EFBIG) }
    }
  }

  /// Replaces `path` by `bytes`, durably: a temporary file beside it, synced, then renamed over it.
  ///
  /// The file is 0600 unless `mode` says otherwise.
  package static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(SystemError) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).tmp"
    do throws(SystemError) {
      try create(temporary, bytes, mode: mode)
      guard unsafe rename(temporary, path) == 0 else { throw SystemError("replace", path) }
      syncDirectory(of: path)
    } catch {
      unsafe unlink(temporary)
      throw SystemError(error.operation, path, errno: error.errno)
    }
  }

  private static func create(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(SystemError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw SystemError("write", path) }
    defer { close(descriptor) }
    try writeAll(bytes, to: descriptor, subject: path)
    guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw SystemError("write", path) }
  }

  /// Writes until nothing is left; waits for a reader that is slow.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32, subject: String) throws(SystemError) {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      if count >= 0 {
        offset += count
      } else if errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe poll(&wait, 1, -1)
      } else if errno != EINTR {
        throw SystemError("write", subject)
      }
    }
  }

  /// Makes the rename itself durable; a file system that cannot is not an error.
  private static func syncDirectory(of path: String) {
    let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(parent.isEmpty ? "/" : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  package static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// Removes a file; one that is not there is no error.
  package static func remove(_ path: String) throws(SystemError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else { throw SystemError("remove", path) }
  }

  /// Makes sure that a file can be written to, without changing what it holds.
  package static func touch(_ path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError("write", path) }
    close(descriptor)
  }

  /// Gives a file another name on the same disk.
  static func move(_ path: String, to other: String) throws(SystemError) {
    guard unsafe rename(path, other) == 0 else { throw SystemError("move aside", path) }
  }

  /// Makes the directory and those above it, for this user only; one that exists keeps its mode.
  package static func makeDirectory(_ path: String) throws(SystemError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
      guard unsafe mkdir(made, 0o700) == 0 || errno == EEXIST else {
        throw SystemError("make directory", made)
      }
    }
  }
}

extension SafeFile {
  /// Takes the rights of everybody else from a directory of ours.
  static func makePrivate(_ path: String) throws(SystemError) {
    guard unsafe chmod(path, 0o700) == 0 else { throw SystemError("make private", path) }
  }

  /// Makes a file for this user only, or takes the rights of everybody else from one that is there.
  ///
  /// What goes wrong here is said by whoever opens the file next. An existing file is not opened: closing it
  /// would drop the locks that this process holds on it.
  static func makePrivateFile(_ path: String) {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      close(descriptor)
    } else if errno == EEXIST {
      unsafe chmod(path, 0o600)
    }
  }
}
