/// Something in a postmortem that its author should look at again.
package struct LintFinding: Hashable, Sendable, CustomStringConvertible {
  package enum Rule: String, CaseIterable, Sendable {
    /// The program's markers are damaged.
    case markers
    /// One of the runbook's nine parts is missing or out of order.
    case structure
    /// Words that look for somebody guilty.
    case blame
    /// What would have happened, where the text says what happened.
    case counterfactual
    /// A person's name where a role would do.
    case name
    /// "Outage" though no minute was fully down.
    case outage
    /// A time of day without `Z`.
    case timeZone = "time-zone"
    /// A number that nothing in its sentence bears out.
    case reference
    /// Left to do in a document that is final.
    case todo
    /// An action item that nobody owns, or none at all, in a document that is final.
    case actionItem = "action-item"
  }

  package enum Severity: String, Sendable {
    case error
    case warning
  }

  /// From 1.
  package var line: Int
  /// In characters, from 1.
  package var column: Int
  package var rule: Rule
  package var severity: Severity
  package var message: String
  /// What to write instead; empty when the message says it all.
  package var suggestion: String

  package init(
    line: Int, column: Int, rule: Rule, severity: Severity = .warning, message: String,
    suggestion: String = ""
  ) {
    self.line = line
    self.column = column
    self.rule = rule
    self.severity = severity
    self.message = message
    self.suggestion = suggestion
  }

  /// "12:5: warning: “human error” … [blame]; …", to be put behind the file's name.
  package var description: String {
    let advice = suggestion.isEmpty ? "" : "; \(suggestion)"
    return "\(line):\(column): \(severity.rawValue): \(message)\(advice) [\(rule.rawValue)]"
  }
}
