import SitrepCore

/// Words of other programs, with everything that might be a secret blanked out.
enum Redaction {
  /// The first line of an answer or an error, harmless and short.
  static func firstLine(_ bytes: [UInt8], limit: Int = 160) -> CleanText {
    let text = String(decoding: bytes.prefix(8192), as: UTF8.self)
    let line = text.split(whereSeparator: \.isNewline).first { $0.contains { !$0.isWhitespace } } ?? ""
    return plain(line, limit: limit)
  }

  /// One text from outside without what looks like a key.
  static func plain(_ text: some StringProtocol, limit: Int = 200) -> CleanText {
    CleanText(
      text.split(separator: " ").map { looksSecret($0) ? "…" : String($0) }.joined(separator: " "),
      limit: limit)
  }

  /// Long, of the characters that keys are made of, and with digits among letters.
  private static func looksSecret(_ word: some StringProtocol) -> Bool {
    let kept: Set<Character> = ["+", "/", "=", "_", "-", ".", "~", "\"", "'", ",", ":", "{", "}"]
    return word.utf8.count >= 16
      && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || kept.contains($0)) }
      && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
      && !word.hasPrefix("http://") && !word.hasPrefix("https://")
  }
}
