/// What a piece of the screen means; a theme says how each meaning looks.
package nonisolated enum Role: UInt8, CaseIterable, Hashable, Sendable {
  case text, dim, title, border, focus, header, accent, key, warning
  case ok, degraded, failing, unknown, stale
  case sparkOk, sparkSlow, sparkBad, sparkMark
  case barFull, barEmpty
  case live, frozen, replay, drill, readOnly, armed
  case p1, p2, p3, p4
  case selection, prompt, match

  /// The name used in a theme's file.
  package var name: String {
    switch self {
    case .sparkOk: "spark-ok"
    case .sparkSlow: "spark-slow"
    case .sparkBad: "spark-bad"
    case .sparkMark: "spark-mark"
    case .barFull: "bar-full"
    case .barEmpty: "bar-empty"
    case .readOnly: "read-only"
    default: "\(self)"
    }
  }

  package init?(name: String) {
    guard let role = Role.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }
}

/// Marks laid over a role: they change how it looks and keep what it means.
package nonisolated struct Emphasis: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The chosen row or entry: the theme's `selection` role is laid over the cell's own.
  package static let selected = Emphasis(rawValue: 1)
  package static let strong = Emphasis(rawValue: 2)
  package static let underlined = Emphasis(rawValue: 4)
}
