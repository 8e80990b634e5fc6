/// Everything that is wrong with a file of settings, each with its place.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One mistake: where, what was found, what was expected; never the value of a secret.
  package struct Problem: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// Nil when the file as a whole is meant.
    package var position: YAMLPosition?
    package var sentence: String

    package init(file: String, position: YAMLPosition?, sentence: String) {
      self.file = file
      self.position = position
      self.sentence = sentence
    }

    package var description: String {
      guard let position else { return "\(file): \(sentence)" }
      return "\(file):\(position.line):\(position.column): \(sentence)"
    }
  }

  /// In the order of the file; never empty.
  package var problems: [Problem]

  package init(_ problems: [Problem]) {
    self.problems = problems
  }

  init(file: String, position: YAMLPosition?, _ sentence: String) {
    self.init([Problem(file: file, position: position, sentence: sentence)])
  }

  /// One line for each problem.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
