/// What gives a secret away: how it begins, what stands before it, how random it looks.
enum KeyWords {
  /// Beginnings of keys and tokens of the platforms, of forges and of chats.
  private static let beginnings: [[UInt8]] = [
    "sk-", "AKIA", "ASIA", "ABSK", "AIza", "ya29.", "eyJ", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-",
    "xoxb-", "xoxp-", "xoxa-", "xapp-", "hf_", "npm_", "AGE-SECRET-KEY-",
  ].map { Array($0.utf8) }

  /// Ids that look random and are wanted in a report.
  private static let ids: [[UInt8]] = ["req_", "msg_", "toolu_", "msgbatch_"].map { Array($0.utf8) }

  private static let secretNames: Set<String> = [
    "password", "passwd", "secret", "client_secret", "api_key", "apikey", "api-key", "x-api-key", "token",
    "access_token", "refresh_token", "authorization", "secret_key", "private_key", "session_token",
  ]

  static func beginsAsKey(_ word: ArraySlice<UInt8>) -> Bool {
    word.count >= 16 && word.contains(where: isDigit) && beginnings.contains { word.starts(with: $0) }
  }

  static func isBearer(_ word: ArraySlice<UInt8>) -> Bool {
    let lowered = String(decoding: word, as: UTF8.self).lowercased()
    return lowered == "bearer" || lowered == "basic"
  }

  static func namesSecret(_ word: ArraySlice<UInt8>) -> Bool {
    guard (5...20).contains(word.count) else { return false }
    return secretNames.contains(String(decoding: word, as: UTF8.self).lowercased())
  }

  /// "ab@example.com": a name, and a host whose last part is of letters.
  static func isAddress(_ word: ArraySlice<UInt8>) -> Bool {
    let parts = word.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2 else { return false }
    let last = labels.last { !$0.isEmpty } ?? []
    return last.count >= 2 && last.allSatisfy(isLetter)
  }

  /// Long, with capitals, small letters and digits mixed as nobody writes words.
  ///
  /// Names of models, hashes and UUIDs have no capitals; paths are looked at part by part.
  static func looksRandom(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 32, !ids.contains(where: { word.starts(with: $0) }) else { return false }
    // An AWS secret key has 40 characters, slashes among them.
    if word.count == 40, isMixed(word) { return true }
    return word.split(separator: UInt8(ascii: "/")).contains { part in
      part.count >= 32 && isMixed(part) && !ids.contains { part.starts(with: $0) }
    }
  }

  /// Kinds of characters change often.
  private static func isMixed(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.contains(where: isDigit), word.contains(where: isCapital), word.contains(where: isSmall) else {
      return false
    }
    var changes = 0
    var last: Int?
    for byte in word {
      let kind = isDigit(byte) ? 0 : isCapital(byte) ? 1 : isSmall(byte) ? 2 : 3
      if let last, last != kind { changes += 1 }
      last = kind
    }
    return changes * 4 >= word.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
  private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
  private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte) || isSmall(byte) }
}
