import Glibc

/// The answer of a command, and words to the person, without the C library's buffers.
package enum StandardOutput {
  /// Writes all of `text` and waits for a slow reader; false when nobody reads any more.
  ///
  /// Blocks the calling thread: for commands, never for the engine.
  @discardableResult
  package static func write(_ text: String) -> Bool { write(text, to: 1) }

  @discardableResult
  package static func writeError(_ text: String) -> Bool { write(text, to: 2) }

  static func write(_ text: String, to descriptor: Int32) -> Bool {
    (try? SafeFile.writeAll(Array(text.utf8), to: descriptor, subject: "the output")) != nil
  }

  /// Opens nothing in the place of whichever of input, output and errors is closed; call before anything is opened.
  ///
  /// Else the lock or the journal would get such a number, and words for a person would be written into it.
  package static func occupyDescriptors() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is taken, which is this one.
      _ = unsafe open("/dev/null", O_RDWR)
    }
  }

  /// Lets a write to a closed pipe fail as an error instead of ending the process; call once at start.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }
}
