import Glibc
package import SitrepCore

/// A file that holds one secret, as `file:PATH` names it.
package enum SecretFile {
  /// Longest file in bytes; service tokens are long, but not longer.
  private static let limit = 16 << 10

  /// The first word of the file.
  ///
  /// - Parameter path: an absolute path, or one from the working directory.
  /// - Returns: the secret.
  /// - Throws: why it is not to be had: not readable, empty, or open to others. A file that others may change
  ///   is never used; one that others may read only if it belongs to another user, who mounted it so.
  package static func read(_ path: String) throws(Refusal) -> Secret {
    let bytes = try bytes(path)
    let word = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
    guard let word else { throw Refusal("no credentials: \(path) is empty") }
    return Secret(String(word))
  }

  /// The whole of such a file, under the same conditions.
  static func bytes(_ path: String) throws(Refusal) -> [UInt8] {
    do throws(SystemError) {
      try checkMode(path)
      return try SafeFile.read(path, limit: limit)
    } catch {
      throw error.errno == 0
        ? Refusal("no credentials: \(error.subject)") : Refusal("no credentials: \(error)")
    }
  }

  private static func checkMode(_ path: String) throws(SystemError) {
    var facts = stat()
    guard unsafe stat(path, &facts) == 0 else { throw SystemError("read", path) }
    let isOurs = facts.st_uid == geteuid()
    // Those of other users are judged by writing alone: secrets are often mounted readable, owned by root.
    let forbidden: mode_t = isOurs ? S_IRWXG | S_IRWXO : S_IWGRP | S_IWOTH
    guard facts.st_mode & forbidden != 0 else { return }
    let advice = isOurs ? "chmod 600 \(path)" : "others may change it"
    throw SystemError("use", "\(path) is open to others: \(advice)", errno: 0)
  }
}
