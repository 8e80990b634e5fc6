import Glibc

/// A directory of one test's own, removed with everything in it when the last reference goes.
package final class TemporaryDirectory: Sendable {
  package let path: String

  package init() throws {
    var template = Array("/tmp/sitrep-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw ChildProcess.Failure(description: "no temporary directory: error \(errno)")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = try? Command.runBlocking("/bin/rm", ["-rf", "--", path], [:]) }

  /// Whether there is something at a path inside.
  package func has(_ name: String) -> Bool { unsafe access(file(name), F_OK) == 0 }

  /// What a file inside holds; empty when there is none.
  package func read(_ name: String) -> String {
    String(decoding: SmallFile.read(file(name)), as: UTF8.self)
  }

  /// A path inside.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file and gives its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let path = file(name)
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw ChildProcess.Failure(description: "cannot write \(path): error \(errno)")
    }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw ChildProcess.Failure(description: "cannot write \(path): error \(errno)") }
      rest = rest.dropFirst(count)
    }
    return path
  }
}
