import SitrepTerminal
import Testing

@Suite struct ThemeTests {
  @Test func `a role's words become a style`() throws {
    let theme = try Theme(
      name: "x", roles: ["failing": "fg=#ff5f5f/203/red bold", "selection": "bg=237", "ok": "plain"])
    #expect(
      theme[.failing]
        == Style(foreground: Color(rgb: 0xFF5F5F, indexed: 203, basic: 1), attributes: .bold))
    #expect(theme[.selection].background?.indexed == 237)
    #expect(theme[.ok] == Style())
    #expect(theme[.p1] == Theme.fallback[.p1])
  }

  @Test(arguments: [
    ("fg=#ff5f5f", UInt8(203), UInt8(9)), ("fg=#000000", 16, 0), ("fg=#ffffff", 231, 15),
    ("fg=#808080", 244, 8),
    ("fg=203", 203, 9), ("fg=bright-blue", 12, 12), ("fg=#5fafff/red", 75, 1), ("fg=82/#ff0000", 82, 9),
  ])
  func `ways not given are derived`(words: String, indexed: UInt8, basic: UInt8) throws {
    let color = try Theme(name: "x", roles: ["text": words])[.text].foreground
    #expect(color?.indexed == indexed)
    #expect(color?.basic == basic)
  }

  @Test(arguments: [
    ("txet", "bold", "theme x: role txet: found \"txet\", expected one of the roles text, dim"),
    ("text", "bald", "theme x: role text: found \"bald\", expected fg=COLOUR, bg=COLOUR, plain, bold"),
    ("text", "fg=#12345", "theme x: role text: found \"#12345\", expected default, #rrggbb, 0 to 255"),
    ("text", "fg=256", "theme x: role text: found \"256\", expected default, #rrggbb"),
    ("text", "fg=reddish/3", "theme x: role text: found \"reddish\", expected default"),
    ("text", "fg=", "theme x: role text: found \"fg=\"",),
  ])
  func `an error names the role, what was found and what was expected`(
    role: String, words: String, message: String
  ) {
    let error = #expect(throws: ThemeError.self) { try Theme(name: "x", roles: [role: words]) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "no error")")
  }

  @Test(arguments: Role.allCases)
  func `every role has a name that leads back to it and a look without colour`(role: Role) {
    #expect(Role(name: role.name) == role)
    #expect(Theme.fallback[role].foreground == nil)
    #expect(Theme.fallback[role].background == nil)
  }

  @Test(arguments: Role.allCases)
  func `a chosen row differs from the others without colour`(role: Role) {
    guard role != .selection else { return }
    #expect(Theme.fallback.style(role, .selected) != Theme.fallback.style(role))
  }
}
