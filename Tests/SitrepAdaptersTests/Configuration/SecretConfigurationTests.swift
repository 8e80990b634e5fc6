import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `Secrets and prices in the configuration` {
  private func read(_ text: String) throws -> Configuration {
    try ConfigurationFile.decode(try YAMLDocument.parse(Array(text.utf8), file: "c.yaml"))
  }

  @Test func `commands are taken wherever a secret is named`() throws {
    let configuration = try read(
      """
      platforms:
        anthropic:
          key: [env:ONE, "command:op read 'op://team/key'"]
          probe_key: command:pass probe
          key_refresh: 15m
        bedrock:
          credentials: command:aws configure export-credentials --format process
      gateway: {listen: 127.0.0.1:4000, token: command:pass gateway}
      http: {listen: 127.0.0.1:9464, token: command:pass health}
      """)
    let anthropic = try #require(configuration.platform(.anthropic))
    #expect(anthropic.keys == [.environment("ONE"), .command("op read 'op://team/key'")])
    #expect(anthropic.probeKey == .command("pass probe"))
    #expect(anthropic.keyRefresh == .minutes(15))
    let bedrock = try #require(configuration.platform(.bedrock))
    #expect(bedrock.credentials == .command("aws configure export-credentials --format process"))
    #expect(configuration.gateway?.token == .command("pass gateway"))
    #expect(configuration.httpToken == .command("pass health"))
  }

  @Test func `prices are dollars for a million tokens`() throws {
    let prices = try #require(
      try read("prices: {opus: {input: 4.5, output: 22}, haiku: {input: 1, output: 0}}").prices)
    #expect(prices.rate(for: Model("claude-opus-5")) == TokenRate(input: 4.5, output: 22))
    #expect(try read("theme: default").prices == nil)
  }

  @Test(arguments: [
    ("prices: {opus: {input: 1}}", "\"output\" is missing"),
    ("prices: {opus: {input: -1, output: 2}}", "US dollars for a million tokens"),
    ("prices: {opus: 3}", "expected a mapping"),
    ("platforms: {vertex: {credentials: command:x}}", "only bedrock takes AWS credentials"),
    ("platforms: {anthropic: {probe_key: sk-ant-literal}}", "expected env:NAME, file:PATH or command:"),
    ("http: {listen: 127.0.0.1:1, token: plain}", "keep the key itself out of this file"),
  ]) func `what cannot be is named`(text: String, words: String) {
    do throws(ConfigurationError) {
      _ = try ConfigurationFile.decode(try YAMLDocument.parse(Array(text.utf8), file: "c.yaml"))
      Issue.record("\(text) was read")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
      #expect(!"\(error)".contains("literal"))
    }
  }

  @Test func `the schema lets prices have any name, and platforms their own alone`() throws {
    guard case .object(let top) = ConfigurationTable.schema, case .object(let fields)? = top["properties"],
      case .object(let prices)? = fields["prices"], case .object(let platforms)? = fields["platforms"],
      case .object(let price)? = prices["additionalProperties"]
    else {
      Issue.record("the schema has no prices")
      return
    }
    #expect(prices["propertyNames"] == nil)
    #expect(platforms["propertyNames"] != nil)
    #expect(price["required"] == .list([.text("input"), .text("output")]))
  }
}
