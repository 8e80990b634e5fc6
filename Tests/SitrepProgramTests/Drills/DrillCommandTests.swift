import SitrepTestKit
import Testing

extension CommandTests {
  /// `sitrep drill` as a shell sees it.
  @Suite struct DrillCommandTests {
    private func drill(_ arguments: String...) async throws -> Command.Outcome {
      try await Command.run(BuiltProgram.sitrep, ["drill"] + arguments)
    }

    @Test func `a drill that meets its expectations ends with 0 and a table`() async throws {
      let outcome = try await drill("quick", "--fast")
      #expect(outcome.code == 0)
      #expect(outcome.output.hasPrefix("drill  met"))
      #expect(outcome.output.hasSuffix("1 of 1 drills passed\n"))
    }

    @Test func `a file whose expectation is not met ends with 1 and says what was found`() async throws {
      let directory = try TemporaryDirectory()
      let yaml = Drill.still.yaml + "expect: {by: 10s, verdict: R16}\n"
      let file = try directory.write(yaml, to: "still.yaml")
      let outcome = try await drill(file, "--fast")
      #expect(outcome.code == 1)
      #expect(outcome.output.contains("still (seed 15): not met: by 10s: verdict R16; found R7"))
      let json = try await drill(file, "--fast", "--json")
      #expect(json.code == 1)
      #expect(json.output.contains("\"found\" : \"R7\""))
    }

    @Test func `a bad expectation names file, line and what was expected`() async throws {
      let directory = try TemporaryDirectory()
      let yaml = Drill.still.yaml + "expect:\n  - {by: 10s, verdict: R99}\n"
      let file = try directory.write(yaml, to: "bad.yaml")
      let outcome = try await drill(file, "--fast")
      #expect(outcome.code == 64)
      let line = yaml.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      #expect(outcome.output.contains("bad.yaml:\(line):"), "\(outcome.output)")
      #expect(outcome.output.contains("expected R0, R1"))
    }

    @Test func `without --fast it runs engine and vendors over loopback, and leaves nothing behind`()
      async throws
    {
      let directory = try TemporaryDirectory()
      var outcome = try await playDown(in: directory, seconds: 9)
      // The engine's clock is the wall's here: a machine that is slow and busy gets more of it.
      if outcome.code != 0 { outcome = try await playDown(in: directory, seconds: 60) }
      #expect(outcome.code == 0, "\(outcome.output)")
      #expect(outcome.output.contains("\"passed\" : true"))
      #expect(try await Command.run("/bin/ls", [directory.path]).output == "down.yaml\n")
    }

    private func playDown(in directory: TemporaryDirectory, seconds: Int) async throws -> Command.Outcome {
      let yaml =
        Drill.down.yaml.replacing("length: 55s", with: "length: \(seconds)s")
          + """
          traffic: [{at: 0s, rate: 8}]
          acts: [{at: \(seconds - 3)s, by: ann, act: pin, target: bedrock}]
          expect:
            - {by: \(seconds - 1)s, verdict: {anthropic: R16}, breaker: {anthropic: open}, route: bedrock}
            - {by: \(seconds - 1)s, traffic: failing}
            - {pin: bedrock}

          """
      let file = try directory.write(yaml, to: "down.yaml")
      return try await Command.run(
        BuiltProgram.sitrep, ["drill", file, "--json"], environment: ["TMPDIR": directory.path])
    }

    @Test func `tokens that end are renewed, and one that is to be had no more is no outage`() async throws {
      let directory = try TemporaryDirectory()
      let yaml =
        Drill.still.yaml.replacing("length: 55s", with: "length: 13s")
          + """
          tokens:
            - {at: 0s, lifetime: 3s}
            - {at: 7s, answers: refused}
          expect:
            - {at: 6500ms, capability: {vertex/messages: ok}, verdict: {vertex: R7}}
            - {at: 12500ms, verdict: {anthropic: R7, bedrock: R7, vertex: R4}}
            - {never: {verdict: {vertex: [R15, R16]}}}
            - {never: {incident: true}}
            - {never: {severity: P4}}

          """
      let file = try directory.write(yaml, to: "tokens.yaml")
      let outcome = try await Command.run(
        BuiltProgram.sitrep, ["drill", file, "-v"], environment: ["TMPDIR": directory.path])
      #expect(outcome.code == 0, "\(outcome.output)")
      // At the start, with the first token, when it could not be renewed, and when it ended.
      let adopted = outcome.output.split(separator: "\n").count { $0.hasSuffix("configuration adopted") }
      #expect(adopted >= 4, "\(outcome.output)")
      let fast = try await drill(file, "--fast")
      #expect(fast.code == 64)
      #expect(fast.output.contains("play it without --fast"))
    }

    @Test func `what only a virtual clock can do is refused in real time`() async throws {
      let outcome = try await drill("asleep")
      #expect(outcome.code == 64)
      #expect(outcome.output.contains("asleep changes our own side at 02:00"))
      #expect(outcome.output.contains("add --fast"))
    }

    @Test func `the example is a drill that meets all it expects`() async throws {
      let directory = try TemporaryDirectory()
      let example = try await drill("--example")
      let file = try directory.write(example.output, to: "example.yaml")
      let outcome = try await drill(file, "--fast")
      #expect(outcome.code == 0, "\(outcome.output)")
    }
  }
}
