/// Why a screen cannot be opened, in a sentence.
package nonisolated struct ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Code: Hashable, Sendable { case notATerminal, noDescription, system }

  package let code: Code
  package let description: String
}
