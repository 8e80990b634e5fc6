/// How every role looks; a plain value, so that a theme can be built, compared and tested without a screen.
package nonisolated struct Theme: Hashable, Sendable {
  package let name: String
  private let styles: [Role: Style]

  private init(name: String, styles: [Role: Style]) {
    self.name = name
    self.styles = styles
  }

  /// The look of a role; one the theme does not name is drawn as the built-in theme has it.
  package subscript(role: Role) -> Style {
    styles[role] ?? Theme.fallback.styles[role] ?? Style()
  }

  /// The look of a role under an emphasis.
  package func style(_ role: Role, _ emphasis: Emphasis = []) -> Style {
    var style = self[role]
    if emphasis.contains(.selected), role != .selection {
      let isTwiceReversed =
        style.attributes.contains(.reverse) && self[.selection].attributes.contains(.reverse)
      style = style.overlaid(with: self[.selection])
      // A reversed badge in a reversed row stands out by being plain.
      if isTwiceReversed { style.attributes.remove(.reverse) }
    }
    if emphasis.contains(.strong) { style.attributes.insert(.bold) }
    if emphasis.contains(.underlined) { style.attributes.insert(.underline) }
    return style
  }

  /// Reads the words of a theme's file: role name → `fg=#ff5f5f/203/red bg=… bold`.
  ///
  /// A colour is one to three ways to say it, separated by `/`, in any order: `#rrggbb`, an index of
  /// the 256 colours, a name of the first 16 (`red`, `bright-red`). Ways not given are derived.
  package init(name: String, roles: [String: String]) throws(ThemeError) {
    var styles: [Role: Style] = [:]
    for (word, text) in roles.sorted(by: { $0.key < $1.key }) {
      guard let role = Role(name: word) else {
        let known = Role.allCases.map(\.name).joined(separator: ", ")
        throw ThemeError(theme: name, role: word, found: word, expected: "one of the roles \(known)")
      }
      styles[role] = try StyleWords(theme: name, role: word).style(text)
    }
    self.init(name: name, styles: styles)
  }

  /// The built-in theme, without colour: what is left when no file can be read, or colour is not wanted.
  package static let fallback = Theme(
    name: "mono",
    styles: [
      .text: Style(), .dim: Style(), .title: Style(attributes: .bold), .border: Style(),
      .focus: Style(attributes: .bold), .header: Style(attributes: .bold),
      .accent: Style(attributes: .bold), .key: Style(attributes: .bold),
      .warning: Style(attributes: .bold),
      .ok: Style(), .degraded: Style(attributes: .bold),
      .failing: Style(attributes: [.bold, .reverse]), .unknown: Style(attributes: .underline),
      .stale: Style(attributes: .underline),
      .sparkOk: Style(), .sparkSlow: Style(attributes: .bold),
      .sparkBad: Style(attributes: .reverse), .sparkMark: Style(attributes: .bold),
      .barFull: Style(), .barEmpty: Style(),
      .live: Style(), .frozen: Style(attributes: .reverse), .replay: Style(attributes: .reverse),
      .drill: Style(attributes: .reverse), .readOnly: Style(attributes: .underline),
      .armed: Style(attributes: [.bold, .reverse]),
      .p1: Style(attributes: [.bold, .reverse]), .p2: Style(attributes: .bold),
      .p3: Style(attributes: .underline), .p4: Style(),
      .selection: Style(attributes: .reverse), .prompt: Style(attributes: .bold),
      .match: Style(attributes: [.bold, .underline]),
    ])
}
