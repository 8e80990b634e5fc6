/// A key or token.
///
/// Prints as its fingerprint; has no coding, so it reaches no journal, log or screen.
package struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  package init(_ value: String) {
    self.value = value
  }

  /// The secret itself, for the one place that puts it on the wire.
  package func reveal() -> String { value }

  /// Enough to tell two keys apart, too little to use: "sk-ant-…3fQA".
  package var fingerprint: String {
    guard value.count >= 16 else { return "…" }
    let head = value.prefix(while: { $0 != "-" }).count < 8 ? value.prefix(7) : ""
    return "\(head)…\(value.suffix(4))"
  }

  package var description: String { fingerprint }
  package var debugDescription: String { fingerprint }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
