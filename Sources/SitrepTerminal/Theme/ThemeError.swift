/// A word of a theme that cannot be read: where, what was found, and what would have been right.
package nonisolated struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  package let theme: String
  package let role: String
  package let found: String
  package let expected: String

  package var description: String {
    "theme \(theme): role \(role): found \"\(found)\", expected \(expected)"
  }
}
