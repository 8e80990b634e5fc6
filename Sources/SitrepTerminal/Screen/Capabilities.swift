/// What the terminal turned out to be, for the diagnostics page and for bug reports.
package nonisolated struct Capabilities: Hashable, Sendable {
  package enum ColorDepth: String, Sendable {
    case none = "no colour"
    case eight = "8 colours"
    case sixteen = "16 colours"
    case indexed = "256 colours"
    case direct = "24-bit colour"
  }

  /// The name of the terminal description in use.
  package var term: String
  /// What `TERM` said.
  package var requestedTerm: String
  package var colors: ColorDepth
  package var charset: Charset
  package var codeset: String
  /// Whether the terminal said it can show a frame in one piece; `nil` while it has not answered.
  package var synchronizedOutput: Bool?

  /// Something the user should know, when another terminal description had to be taken.
  package var notice: String? {
    guard term != requestedTerm else { return nil }
    let given =
      requestedTerm.isEmpty ? "TERM is not set" : "no usable description of the terminal \"\(requestedTerm)\""
    return "\(given); using \(term)"
  }

  /// One line for a diagnostics page.
  package var summary: String {
    let frames =
      switch synchronizedOutput {
      case true: "synchronized frames"
      case false: "plain frames"
      default: "plain frames (no answer about synchronized ones)"
      }
    return
      "\(term), \(colors.rawValue), \(charset == .utf8 ? "UTF-8" : "ASCII") marks (\(codeset)), \(frames)"
  }
}
