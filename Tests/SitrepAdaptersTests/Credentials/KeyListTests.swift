import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Secrets that programs print` {
  private func ask(
    _ source: any CredentialSource, environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) async throws -> CredentialAnswer {
    var found = CredentialAnswer.absent("not asked")
    try await withLoopback({ _ in [] }) { client, _ in
      let tools = CredentialTools(client: client, environment: environment, now: StandingClock().now)
      found = await source.fetch(tools)
    }
    return found
  }

  @Test func `every key of a list may be a program's, and they keep their order`() async throws {
    let source = KeyListSource(
      [
        .command("sh -c 'echo sk-one'"), .environment("TWO"), .command("echo sk-three"),
        .command("echo sk-one"),
      ],
      for: .anthropic)
    let found = try await ask(source, environment: ["PATH": "/usr/bin:/bin", "TWO": "sk-two"]).found
    #expect(found?.credential == .apiKey(Secret("sk-one")))
    #expect(found?.spares == [.apiKey(Secret("sk-two")), .apiKey(Secret("sk-three"))])
    #expect(found?.trouble == nil)
    #expect(found?.recheck == nil)
  }

  @Test func `one key that cannot be had is named, and the others work`() async throws {
    let source = KeyListSource(
      [.command("echo sk-one"), .command("sh -c 'echo locked >&2; exit 4'"), .environment("NO")],
      for: .anthropic)
    let found = try await ask(source).found
    #expect(found?.credential == .apiKey(Secret("sk-one")))
    #expect(
      found?.trouble?.text == """
        platforms.anthropic.key[2]: the key command sh ended with status 4: locked; \
        platforms.anthropic.key[3]: the environment has no NO
        """)
  }

  @Test func `none at all is a failure that names the entry`() async throws {
    let answer = try await ask(KeyListSource([.command("/nowhere/op read")], for: .openai))
    #expect(
      answer.reason
        == "failed: platforms.openai.key: the key command /nowhere/op: there is no program of that name")
  }

  @Test func `a refresh is when they are looked at again`() async throws {
    let source = KeyListSource([.command("echo ya29.token")], for: .vertex, refresh: .minutes(30))
    let found = try await ask(source).found
    #expect(found == TimedCredential(.bearer(Secret("ya29.token")), recheck: .minutes(30)))
  }

  @Test func `AWS credentials are had whole, with their end`() async throws {
    let json =
      #"{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-21T10:00:00Z"}"#
    let expected = TimedCredential(
      .awsKeys(access: "ASIA1", secret: Secret("s"), session: Secret("t")),
      expires: Instant(seconds: 1_795_255_200))
    let environment = ["PATH": "/usr/bin:/bin", "JSON": json]
    let printed = AWSEntrySource.whole(.command("sh -c 'echo \"$JSON\"'"))
    #expect(try await ask(printed, environment: environment).found == expected)
    #expect(
      try await ask(AWSEntrySource.whole(.environment("JSON")), environment: environment).found == expected)
    let directory = try SitrepTestKit.TemporaryDirectory()
    let path = try directory.write(json, to: "keys")
    let open = try await ask(AWSEntrySource.whole(.file(path)))
    #expect(
      open.reason.contains("open to others: chmod 600") || open.found?.credential == expected.credential)
  }

  @Test(arguments: [
    ("echo no json", "platforms.bedrock.credentials did not answer with a JSON object"),
    ("false", "platforms.bedrock.credentials: false ended with status 1"),
    ("/nowhere/x", "platforms.bedrock.credentials: /nowhere/x: there is no program of that name"),
  ]) func `what is wrong with them says which entry`(line: String, reason: String) async throws {
    #expect(try await ask(AWSEntrySource.whole(.command(line))).reason == "failed: \(reason)")
  }

  @Test func `AWS keys may come one by one`() async throws {
    let source = AWSEntrySource.parts(
      access: .environment("ID"), secret: .command("echo s3cret"), session: nil, refresh: .minutes(5))
    let found = try await ask(source, environment: ["PATH": "/usr/bin:/bin", "ID": "AKIA1"]).found
    #expect(
      found
        == TimedCredential(
          .awsKeys(access: "AKIA1", secret: Secret("s3cret"), session: nil), recheck: .minutes(5)))
    let missing = try await ask(source)
    #expect(missing.reason == "failed: platforms.bedrock.access_key: the environment has no ID")
  }
}
