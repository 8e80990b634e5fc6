import SitrepTerminal
import SitrepTestKit
import Testing

/// The shipped themes, read by their plain lines; the program decodes them as YAML.
@Suite struct ThemeFileTests {
  private func theme(_ name: String) async throws -> Theme {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let file = try await Command.run("/bin/cat", ["/\(root)/themes/\(name).yaml"])
    try #require(file.code == 0, "\(file.output)")
    var roles: [String: String] = [:]
    for line in file.output.split(separator: "\n") where line.hasPrefix("  ") {
      let parts = line.split(separator: ":", maxSplits: 1)
      try #require(parts.count == 2)
      roles[String(parts[0].dropFirst(2))] = parts[1].split(separator: "\"").joined().split(separator: " ")
        .joined(separator: " ")
    }
    #expect(Set(roles.keys) == Set(Role.allCases.map(\.name)), "every role is named, and no other")
    return try Theme(name: name, roles: roles)
  }

  @Test(arguments: ["default", "light", "mono", "colorblind"])
  func `a shipped theme names every role and paints no background but the selection's`(name: String)
    async throws
  {
    let theme = try await theme(name)
    for role in Role.allCases where role != .selection { #expect(theme[role].background == nil) }
  }

  @Test(arguments: ["default", "light", "mono", "colorblind"])
  func `the states differ from each other in look`(name: String) async throws {
    let theme = try await theme(name)
    #expect(Set([Role.ok, .degraded, .failing, .unknown].map { theme[$0] }).count == 4)
    #expect(Set([Role.p1, .p2, .p3, .p4].map { theme[$0] }).count == 4)
  }

  @Test func `the file without colour is the built-in theme`() async throws {
    #expect(try await theme("mono") == Theme.fallback)
  }
}
