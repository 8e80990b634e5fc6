import FoundationEssentials
import SitrepCore
import SitrepTestKit
import Testing

/// What the README says about keys, commands and configuration is what the program does.
@Suite struct ReadmeTests {
  private static let root = split(#filePath, "/Tests/")[0]

  private static func split(_ text: String, _ separator: String) -> [String] {
    text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }

  private func readme() throws -> String {
    try String(contentsOfFile: "\(Self.root)/README.md", encoding: .utf8)
  }

  /// The lines between `<!-- name…-->` and `<!-- /name -->`.
  private func part(_ name: String) throws -> String {
    let rest = try #require(Self.split(try readme(), "<!-- \(name):").dropFirst().first)
    let body = try #require(Self.split(rest, "<!-- /\(name) -->").first)
    return Self.split(body, "\n").dropFirst().joined(separator: "\n")
  }

  @Test func `the table of keys is the action table`() throws {
    let rows = ActionTable.all.map { spec in
      let key =
        spec.key.map { "`\($0)`" } ?? spec.menu.map { "`\($0)` \(spec.menuKey.map { "`\($0)`" } ?? "…")" }
        ?? "`sitrep act \(spec.id.rawValue)`"
      return "| \(key) | \(spec.title) | \(spec.help) |\n"
    }
    let table = "| key | action | what it does |\n| --- | --- | --- |\n" + rows.joined()
    #expect(try part("keys") == table)
  }

  @Test func `the table of errors is the failure table`() throws {
    #expect(try part("failures") == FailureTable.markdown)
  }

  @Test func `the commands are those of the help`() async throws {
    let help = try await Command.run(BuiltProgram.sitrep, ["--help"])
    #expect(help.code == 0)
    #expect(try part("commands") == "```text\n\(help.output)```\n")
  }

  @Test func `the example configuration is good`() async throws {
    let yaml = Self.split(try part("config"), "\n").filter { !$0.hasPrefix("```") }
    let directory = try TemporaryDirectory()
    let file = try directory.write(yaml.joined(separator: "\n"), to: "config.yaml")
    let outcome = try await Command.run(BuiltProgram.sitrep, ["config", "check", "--config", file])
    #expect(outcome.code == 0, "\(outcome.output)")
  }

  @Test func `every picture that is shown is there`() throws {
    let pictures = Self.split(try readme(), "](screenshots/").dropFirst().map { $0.prefix { $0 != ")" } }
    #expect(!pictures.isEmpty)
    for name in pictures {
      #expect(FileManager.default.fileExists(atPath: "\(Self.root)/screenshots/\(name)"), "\(name)")
    }
  }
}
