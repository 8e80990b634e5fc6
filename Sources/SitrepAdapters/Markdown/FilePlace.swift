import Glibc

/// Where a path leads, and what is there, before it is opened: a pipe would never answer.
struct FilePlace {
  /// With links followed; the path itself while nothing is there.
  let path: String
  /// Rights of the file that is there; 0600 for a new one.
  let mode: UInt32
  /// Why it cannot be written; nil when it can, or is not there.
  let refusal: PostmortemFileError.Reason?

  init(_ named: String) {
    var status = stat()
    guard unsafe stat(named, &status) == 0 else {
      (path, mode, refusal) = (named, 0o600, nil)
      return
    }
    path = FilePlace.resolved(named)
    mode = status.st_mode & 0o777
    if status.st_mode & S_IFMT != S_IFREG {
      refusal = .noFile
    } else if unsafe access(named, W_OK) != 0 || status.st_mode & 0o222 == 0 {
      refusal = .writeProtected
    } else {
      refusal = nil
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
