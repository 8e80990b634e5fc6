import SitrepTestKit
import Testing

extension CommandTests {
  /// `sitrep check`: one round against what is configured, and an exit code for a script.
  @Suite struct Check {
    @Test func `all is well`() async throws {
      let home = try Home()
      let outcome = try await check(home, .still)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.contains("status pages\n  Claude       operational"))
      #expect(outcome.output.contains("ok"))
      #expect(outcome.errors.isEmpty)
      #expect(!home.directory.has(Home.state))
    }

    @Test func `one model that fails is degraded`() async throws {
      let home = try Home()
      let outcome = try await check(home, .oneModel, "--json")
      #expect(outcome.code == 1, "\(outcome)")
      let answer = try StatusAnswer(outcome.output)
      let failing = answer.probes.filter { $0.outcome != "ok" }
      #expect(failing.map(\.model) == ["claude-opus-5"])
      #expect(failing.first?.status == 529)
      #expect(failing.first?.requestId?.hasPrefix("req_") == true)
      #expect(answer.pages.map(\.state) == ["operational", "operational", "operational"])
    }

    @Test func `a platform that answers nothing is failing`() async throws {
      let home = try Home()
      let outcome = try await check(home, .down, "-v")
      #expect(outcome.code == 2, "\(outcome)")
      #expect(outcome.output.contains("failed: 500 api_error"))
      #expect(outcome.output.contains("    request-id: req_"))
      #expect(outcome.output.contains("    status: 500"))
    }

    @Test func `a platform that keeps everybody waiting is failing, too`() async throws {
      let home = try Home()
      let outcome = try await check(home, .hung)
      #expect(outcome.code == 2, "\(outcome)")
      #expect(outcome.output.hasPrefix("ANTHROPIC FAILING"), "\(outcome.output)")
      #expect(!outcome.output.contains("ALL OK"))
    }

    @Test func `without credentials nothing is known`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let nowhere = ["GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/account.json"]
      let outcome = try await home.run("check", "--json", "--config", vendors.configuration, with: nowhere)
      #expect(outcome.code == 3, "\(outcome)")
      let answer = try StatusAnswer(outcome.output)
      // The page for people needs no key.
      let keyed = answer.probes.filter { $0.capability != "webUI" }
      #expect(
        keyed.allSatisfy { probe in
          let wanted = probe.platform == "vertex" ? "account.json is not there" : "SITREP_DEMO_KEY"
          return probe.outcome == nil && probe.notProbed?.contains(wanted) == true
        })
    }

    @Test func `limits are printed as their headers said`() async throws {
      let home = try Home()
      let outcome = try await check(home, .still, "-v")
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("    requests: remaining 9"))
      #expect(outcome.output.contains(", limit 1000, reset 20"))
    }

    @Test func `a post that was born resolved is told, and makes nothing of now`() async throws {
      let home = try Home()
      let born = Drill(
        name: "born-resolved", steps: "[]",
        page: """

            - at: 0s
              incident: sim0born1
              id: sim0bornu
              name: Errors on one model
              impact: none
              phase: resolved
              text: This incident has been resolved.
          """)
      let vendors = try await home.simulate(born)
      let outcome = try await home.run("check", "--config", vendors.configuration, with: home.key)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(
        outcome.output.contains("Claude       operational; posted already resolved: Errors on one model"),
        "\(outcome)")
      let json = try await home.run("check", "--json", "--config", vendors.configuration, with: home.key)
      #expect(json.output.contains("\"bornResolved\" : true"))
      #expect(
        try StatusAnswer(json.output).pages.map(\.state) == ["operational", "operational", "operational"])
    }

    @Test func `on a terminal a line says how far it is, and is gone at the end`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let terminal = try home.open("check", "--config", vendors.configuration, rows: 100, with: home.key)
      #expect(try await terminal.waitForExit() == 0)
      let bytes = String(decoding: terminal.transcript, as: UTF8.self)
      #expect(bytes.contains("checking: 0 of "))
      #expect(bytes.contains("waiting for anthropic"))
      let screen = terminal.snapshot
      #expect(!screen.contains("checking:") && screen.contains("status pages"))
    }

    private func check(_ home: Home, _ drill: Drill, _ option: String...) async throws -> Home.Outcome {
      let vendors = try await home.simulate(drill)
      return try await home.run(["check", "--config", vendors.configuration] + option, with: home.key)
    }
  }
}
