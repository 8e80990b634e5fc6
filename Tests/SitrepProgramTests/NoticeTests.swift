import SitrepTestKit
import Testing

extension ProgramTests {
  @Suite struct Notices {
    @Test func `a terminal that nobody describes is told of the description taken instead`() async throws {
      let home = try Home()
      let terminal = try home.demo(.still, with: ["TERM": "teletype-33"])
      try await terminal.wait(for: "no usable description of the terminal \"teletype-33\"; using ")
      terminal.send("q")
      #expect(try await terminal.waitForExit() == 0)
    }
  }
}
