import Glibc
import SitrepAdapters
import SitrepTestKit
import Testing

extension CommandTests {
  /// Secrets that programs print, over a real engine.
  @Suite struct Secrets {
    @Test func `probes go out with their own key, and SIGHUP reads it again`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let key = try home.directory.write("sk-probe-one\n", to: "key")
      let file = try home.directory.write(
        vendor.configuration("key: \"command:echo sk-traffic\", probe_key: \"command:cat \(key)\""),
        to: "sitrep.yaml")
      let engine = try home.open("serve", "--config", file)
      try await Eventually.holds("a probe") { vendor.keys.contains("sk-probe-one") }
      #expect(Set(vendor.keys) == ["sk-probe-one"], "traffic's key is not for probes")

      try home.directory.write("sk-probe-two\n", to: "key")
      let process = try await home.process(running: "serve")
      process.signal(SIGHUP)
      try await Eventually.holds("the new key") { vendor.keys.last == "sk-probe-two" }

      try home.directory.write("", to: "key")
      process.signal(SIGHUP)
      try await Eventually.holds("a complaint") {
        String(decoding: engine.transcript, as: UTF8.self).contains(
          "platforms.anthropic.probe_key: the key command cat")
      }
      let count = vendor.keys.count
      try await Eventually.holds("a later probe") { vendor.keys.count > count + 1 }
      #expect(vendor.keys.last == "sk-probe-two")
      #expect(!String(decoding: engine.transcript, as: UTF8.self).contains("sk-probe"))
      _ = try await home.answer("stop")
    }

    @Test func `a list of commands is read again on SIGHUP, and one that fails is named`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let key = try home.directory.write("sk-first", to: "key")
      let file = try home.directory.write(
        vendor.configuration("key: [\"command:cat \(key)\", \"command:false\"]"), to: "sitrep.yaml")
      let engine = try home.open("serve", "--config", file)
      try await Eventually.holds("a probe") { vendor.keys.contains("sk-first") }
      let shown = try await home.run("config", "check", "--config", file)
      #expect(shown.output.contains("platforms.anthropic.key[2]: the key command false ended with status 1"))
      #expect(shown.code == 1, "\(shown)")
      try home.directory.write("sk-second", to: "key")
      try await home.process(running: "serve").signal(SIGHUP)
      try await Eventually.holds("the new key") { vendor.keys.last == "sk-second" }
      _ = try await home.answer("stop")
      withExtendedLifetime(engine) {}
    }

    @Test func `a probe key that cannot be had ends the start, and names its entry`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let file = try home.directory.write(
        vendor.configuration("key: \"command:echo k\", probe_key: \"command:false\""), to: "sitrep.yaml")
      let refused = try await home.run("check", "--config", file)
      #expect(refused.code == 70, "\(refused)")
      #expect(
        refused.errors.contains("platforms.anthropic.probe_key: the key command false ended with status 1"))
      let table = try await home.run("config", "check", "--config", file)
      #expect(table.output.contains("fails    anthropic probe_key"), "\(table)")
    }

    @Test func `models are found by the platform's list, one of each family`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let file = try home.directory.write(
        vendor.configuration("key: \"command:echo k\"", probes: false), to: "sitrep.yaml")
      let answer = try StatusAnswer(try await home.run("check", "--json", "--config", file).output)
      let messages = answer.probes.filter { $0.capability == "messages" && $0.platform == "anthropic" }
      #expect(messages.map(\.model) == ["claude-haiku-7", "claude-opus-7"])
      #expect(messages.allSatisfy { $0.outcome == "ok" })
    }
  }

  /// What callers of the gateway must send.
  @Suite struct GatewayToken {
    @Test func `SIGHUP reads it again`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let token = try home.directory.write("first-token", to: "token")
      let port = try FreePort.pick()
      let file = try home.directory.write(
        vendor.configuration(
          "key: \"command:echo k\"",
          "gateway: {listen: \"127.0.0.1:\(port)\", token: \"command:cat \(token)\"}"), to: "sitrep.yaml")
      let engine = try home.open("serve", "--config", file)
      let url = "http://127.0.0.1:\(port)/v1/models"
      try await Eventually.holds("the gateway") { (try? await vendor.ask(url, bearer: "first-token")) != nil }
      #expect(try await vendor.ask(url, bearer: "first-token") != 401)
      #expect(try await vendor.ask(url, bearer: "second-token") == 401)
      try home.directory.write("second-token", to: "token")
      try await home.process(running: "serve").signal(SIGHUP)
      try await Eventually.holds("the new token") {
        try await vendor.ask(url, bearer: "first-token") == 401
      }
      #expect(try await vendor.ask(url, bearer: "second-token") != 401)
      _ = try await home.answer("stop")
      withExtendedLifetime(engine) {}
    }
  }

  /// The endpoints that checkers ask, over a real engine.
  @Suite struct HealthEndpoints {
    @Test func `they answer whoever has the token, 200 while Claude answers and 503 when it does not`()
      async throws
    {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let port = try FreePort.pick()
      let file = try home.directory.write(
        vendor.configuration(
          "key: \"command:echo k\"", "http: {listen: \"127.0.0.1:\(port)\", token: \"command:echo s3cret\"}"),
        to: "sitrep.yaml")
      let engine = try home.open("serve", "--config", file)
      let base = "http://127.0.0.1:\(port)"
      try await Eventually.holds("an answer that is well") {
        (try? await vendor.ask(base + "/api/health/claude", bearer: "s3cret")) == 200
      }
      #expect(try await vendor.ask(base + "/healthz", bearer: "s3cret") == 200)
      #expect(try await vendor.ask(base + "/metrics", bearer: "s3cret") == 200)
      for path in ["/api/health/claude", "/healthz", "/metrics"] {
        #expect(try await vendor.ask(base + path) == 401)
      }
      vendor.answer(with: 500)
      try await Eventually.holds("503") {
        try await vendor.ask(base + "/api/health/claude", bearer: "s3cret") == 503
      }
      #expect(try await vendor.ask(base + "/healthz", bearer: "s3cret") == 200)
      _ = try await home.answer("stop")
      withExtendedLifetime(engine) {}
    }

    @Test func `beyond loopback they want a token`() async throws {
      let home = try Home()
      let vendor = try LoopbackVendor()
      let file = try home.directory.write(
        vendor.configuration("key: \"command:echo k\"", "http: {listen: \"0.0.0.0:0\"}"), to: "sitrep.yaml")
      let refused = try await home.run("serve", "--config", file)
      #expect(refused.code != 0)
      #expect(refused.errors.contains("name an http.token"), "\(refused)")
    }
  }
}
