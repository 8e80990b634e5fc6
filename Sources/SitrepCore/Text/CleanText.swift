/// Text from outside, made harmless where it enters: no control characters, no escape sequences,
/// no bidirectional overrides, no invalid UTF-8, and of bounded length.
///
/// White space runs become one space, so a text is one line.
package struct CleanText: Hashable, Sendable {
  package let text: String

  /// Longest kept text in characters unless told otherwise.
  package static let defaultLimit = 300

  package init(_ untrusted: some StringProtocol, limit: Int = CleanText.defaultLimit) {
    text =
      CleanText.isClean(untrusted.utf8, limit: limit)
      ? String(untrusted) : CleanText.clean(untrusted.unicodeScalars, limit: limit)
  }

  /// Reads bytes as UTF-8; what is not UTF-8 becomes the replacement character.
  package init(utf8 bytes: some Sequence<UInt8>, limit: Int = CleanText.defaultLimit) {
    let bounded = Array(bytes.prefix(limit * 8))
    text = CleanText.clean(String(decoding: bounded, as: UTF8.self).unicodeScalars, limit: limit)
  }

  /// Whether it is printable ASCII with single spaces inside, as most text is: nothing needs to be done to it.
  private static func isClean(_ bytes: some Collection<UInt8>, limit: Int) -> Bool {
    guard bytes.count <= limit else { return false }
    var isAfterSpace = true
    for byte in bytes {
      guard 0x20...0x7E ~= byte, byte != 0x20 || !isAfterSpace else { return false }
      isAfterSpace = byte == 0x20
    }
    return bytes.isEmpty || !isAfterSpace
  }

  private static func clean(_ scalars: some Sequence<Unicode.Scalar>, limit: Int) -> String {
    var kept = String.UnicodeScalarView()
    var pendingSpace = false
    var count = 0
    var escape = EscapeState.none
    for scalar in scalars {
      if escape.swallows(scalar) { continue }
      if isSpace(scalar) {
        pendingSpace = !kept.isEmpty
        continue
      }
      guard isHarmless(scalar) else { continue }
      if count >= limit { return String(kept) + "…" }
      if pendingSpace {
        kept.append(" ")
        count += 1
        pendingSpace = false
      }
      kept.append(scalar)
      count += 1
    }
    return String(kept)
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .format: scalar == "\u{200D}"
    default: true
    }
  }

  /// Follows an escape sequence so that its parameters do not remain as litter.
  private enum EscapeState {
    case none
    case afterEscape
    case control
    case string

    mutating func swallows(_ scalar: Unicode.Scalar) -> Bool {
      switch (self, scalar.value) {
      case (.none, 0x1B): self = .afterEscape
      case (.none, 0x9B): self = .control
      case (.none, 0x90), (.none, 0x9D), (.none, 0x9E), (.none, 0x9F): self = .string
      case (.none, _): return false
      case (.afterEscape, 0x5B): self = .control
      case (.afterEscape, 0x50), (.afterEscape, 0x5D), (.afterEscape, 0x5E), (.afterEscape, 0x5F):
        self = .string
      case (.afterEscape, 0x20...0x2F): break
      case (.afterEscape, _): self = .none
      case (.control, 0x40...0x7E): self = .none
      case (.control, 0x20...0x3F): break
      case (.control, _):
        self = .none
        return false
      case (.string, 0x07), (.string, 0x9C): self = .none
      case (.string, 0x1B): self = .afterEscape
      case (.string, 0x0A), (.string, 0x0D): self = .none
      case (.string, _): break
      }
      return true
    }
  }
}

extension CleanText: CustomStringConvertible {
  package var description: String { text }
}

extension CleanText: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) {
    self.init(value)
  }
}

extension CleanText: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self), limit: 10_000)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
