/// Why there is no connection to an engine, or no longer one, in a sentence a person can act on.
package struct AttachError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable {
    /// No engine listens there.
    case absent
    /// The engine said no: another version, or too many viewers.
    case refused
    /// The other side belongs to another user.
    case foreign
    /// What came is not what this protocol sends.
    case garbled
    /// The connection ended, or nothing came in time.
    case gone
    /// The engine said goodbye: it was stopped on purpose.
    case stopped
    case system
  }

  package var code: Code
  package var description: String

  package init(_ code: Code, _ sentence: String) {
    self.code = code
    description = sentence
  }

  static let gone = AttachError(.gone, "the engine went away")
}
