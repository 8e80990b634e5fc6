/// What a screen needs to know about where it runs; read once, at the edge of the program.
package nonisolated struct TerminalEnvironment: Sendable {
  package var input: Int32
  package var output: Int32
  /// `TERM`, `NO_COLOR`, `LC_ALL`, `LC_CTYPE`, `LANG` are looked at.
  package var variables: [String: String]
  /// Marks in ASCII whatever the locale says.
  package var prefersASCII: Bool
  /// A flag on the command line, which wins over `NO_COLOR`; `nil` when there is none.
  package var wantsColor: Bool?

  package init(
    input: Int32 = 0, output: Int32 = 1, variables: [String: String], prefersASCII: Bool = false,
    wantsColor: Bool? = nil
  ) {
    self.input = input
    self.output = output
    self.variables = variables
    self.prefersASCII = prefersASCII
    self.wantsColor = wantsColor
  }

  private static let fallbacks = [
    "tmux-256color", "screen-256color", "xterm-256color", "xterm", "vt100", "ansi",
  ]

  /// The terminal's name as given, then others most terminals can be taken for.
  var candidates: [String] {
    let given = variables["TERM"].flatMap { $0.isEmpty ? nil : $0 }
    return (given.map { [$0] } ?? []) + TerminalEnvironment.fallbacks.filter { $0 != given }
  }

  var isColorAllowed: Bool { wantsColor ?? (variables["NO_COLOR"] ?? "").isEmpty }

  /// The locale of letters, by the usual order of its variables.
  var locale: String? {
    ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { variables[$0] }.first { !$0.isEmpty }
  }
}
