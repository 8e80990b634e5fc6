/// Who acts: a person by initials or login name.
///
/// Shown beside every act.
package struct Operator: Hashable, Codable, Sendable, CustomStringConvertible {
  package var name: CleanText

  package init(_ name: String) {
    self.name = CleanText(name, limit: 32)
  }

  package var description: String { name.text }
}
