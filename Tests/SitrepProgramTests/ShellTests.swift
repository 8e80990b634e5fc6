import SitrepTestKit
import Testing

extension CommandTests {
  /// What the program says to a shell: help, usage errors, wrong configurations.
  @Suite struct Shell {
    static let options = [
      "watch": ["--read-only", "--ascii", "--theme NAME", "--no-color", "--state DIR", "--config FILE"],
      "demo": ["--read-only", "--ascii", "--theme NAME", "--no-color", "--state DIR"],
      "serve": ["--state DIR", "--config FILE", "--drill NAME", "--linger", "--parent PID"],
      "stop": ["--state DIR"],
      "check": ["-v", "--json", "--yes", "--config FILE"],
      "status": ["--json", "--state DIR"],
      "act": [
        "--reason TEXT", "--for 15m", "--incident INC", "--at 02:07", "--owner NAME", "--due DATE",
        "--as NAME", "--preview",
        "--state DIR",
      ],
      "incidents": ["--json", "--state DIR"],
      "timeline": ["--json", "--md", "--state DIR"],
      "postmortem": [
        "-o FILE", "--check FILE", "--final", "--slots", "--json", "--state DIR", "--config FILE",
      ],
      "export": ["-o FILE", "--force", "--redact FILE", "--state DIR", "--config FILE"],
      "verify": ["--state DIR"],
      "tune": ["--days N", "--json", "--state DIR"], "objectives": ["--days N", "--json", "--state DIR"],
      "config": ["-o FILE", "--offline", "--json", "--config FILE"],
      "drill": ["--all", "--fast", "--seed N", "-v", "--example", "--json"],
      "keys": [], "themes": [],
    ]

    @Test func `help lists every command, and every command its options`() async throws {
      let home = try Home()
      let overview = try await home.run("--help")
      #expect(overview.code == 0 && overview.errors.isEmpty)
      let listed = overview.output.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("  sitrep ") else { return nil }
        return line.split(separator: " ").dropFirst().first.map(String.init)
      }
      #expect(Set(listed) == Set(Self.options.keys))
      for (command, options) in Self.options {
        let help = try await home.answer(command, "--help")
        #expect(help.hasPrefix("sitrep \(command)"))
        for option in options { #expect(help.contains("\n  \(option) "), "\(command) \(option)") }
      }
      #expect(try await home.answer("--version").hasPrefix("sitrep 0."))
    }

    @Test(arguments: [
      (["frobnicate"], "there is no command “frobnicate”"),
      (["check", "--frob"], "check has no option --frob"),
      (["--frob"], "watch has no option --frob"),
      (["act"], "name an action: trip, reset"),
      (["act", "explode"], "there is no action “explode”"),
      (["act", "pin", "vertex", "--for", "soon"], "expected a time such as 90s, 15m or 2h"),
      (["act", "pin", "--for"], "--for needs a value: --for 15m"),
      (["demo", "nonesuch"], "there is no drill “nonesuch”"),
      (["config", "frob"], "config wants one of init, check, show"),
      (["status", "--json=yes"], "--json takes no value"),
      (["tune", "--days", "0"], "--days 0: expected a number of days from 1 to 3650"),
    ])
    func `a command line that cannot be read says what would be right`(
      arguments: [String], sentence: String
    ) async throws {
      let home = try Home()
      let outcome = try await home.run(arguments, with: home.key)
      #expect(outcome.code == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("sitrep: "))
      #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test(arguments: [
      (
        "probes:\n  - {platform: anthropic, model: m, cadence: often}\n", ":2:46: ",
        "found \"often\", expected a length of time"
      ),
      ("platfroms: {}\n", ":1:1: ", "found unknown key \"platfroms\", did you mean \"platforms\"?"),
      ("theme: [a\n", ":2:1: ", "flow sequence without a closing bracket"),
      ("gateway: {listen: nowhere}\n", ":1:19: ", "found \"nowhere\", expected HOST:PORT"),
    ])
    func `a wrong configuration is refused with its place`(
      yaml: String, place: String, found: String
    ) async throws {
      let home = try Home()
      let file = try home.directory.write(yaml, to: "wrong.yaml")
      for command in [["check"], ["serve"], ["watch"], ["config", "check"], ["config", "show"]] {
        let outcome = try await home.run(command + ["--config", file])
        #expect(outcome.code == 64, "\(command): \(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("wrong.yaml\(place)"), "\(outcome.errors)")
        #expect(outcome.errors.contains(found))
      }
      #expect(!home.directory.has(Home.state))
    }

    @Test func `a drill that is wrong is refused with its place`() async throws {
      let home = try Home()
      let file = try home.directory.write("name: x\nabout: y\nlength: long\n", to: "wrong.yaml")
      let outcome = try await home.run("demo", file)
      #expect(outcome.code == 64)
      #expect(outcome.errors.contains("wrong.yaml:3:9: "), "\(outcome.errors)")
    }

    @Test func `the commented configuration is a good one`() async throws {
      let home = try Home()
      let text = try await home.answer("config", "init", "-o", "-")
      let file = try home.directory.write(text, to: "config.yaml")
      #expect(try await home.answer("config", "check", "--offline", "--config", file) == "\(file) is good\n")
      #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    @Test func `a dashboard without a terminal says so`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let outcome = try await home.run("watch", "--config", vendors.configuration, with: home.key)
      #expect(outcome.code == 70)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("needs a terminal"), "\(outcome.errors)")
      #expect(home.processes(running: "serve").isEmpty)
    }
  }
}
