import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepTestKit
import Testing

/// Our signatures against the vendor's own library, where it is installed.
@Suite(.timeLimit(.minutes(5))) struct `Signatures against botocore` {
  private static let script = """
    import json, sys
    from datetime import datetime, timezone
    import botocore.auth, botocore.awsrequest, botocore.credentials
    for line in sys.stdin:
        case = json.loads(line)
        moment = datetime.fromtimestamp(case["at"], timezone.utc)
        class Frozen(datetime):
            @classmethod
            def utcnow(cls): return moment.replace(tzinfo=None)
            @classmethod
            def now(cls, tz=None): return moment if tz else moment.replace(tzinfo=None)
        if hasattr(botocore.auth, "get_current_datetime"):
            botocore.auth.get_current_datetime = lambda remove_tzinfo=True: (
                moment.replace(tzinfo=None) if remove_tzinfo else moment)
        else:
            botocore.auth.datetime.datetime = Frozen
        request = botocore.awsrequest.AWSRequest(
            method="POST", url=case["url"], data=case["body"].encode(),
            headers={"content-type": "application/json", "accept": "application/json"})
        keys = botocore.credentials.Credentials(case["access"], case["secret"], case.get("session"))
        botocore.auth.SigV4Auth(keys, "bedrock", case["region"]).add_auth(request)
        print(request.headers["Authorization"])
    """

  private struct Case: Encodable {
    var at: Int
    var url: String
    var body: String
    var access: String
    var secret: String
    var session: String?
    var region: String
  }

  private static let python =
    ["PYTHON", "python3"].lazy.compactMap { name in
      name == "PYTHON" ? ProcessInfo.processInfo.environment["PYTHON"] : name
    }.first ?? "python3"

  /// Python and its packages are found as the person's own shell finds them.
  private static let world = ProcessInfo.processInfo.environment.filter { ["PATH", "HOME"].contains($0.key) }

  private static func hasBotocore() async -> Bool {
    let outcome = try? await Command.run(
      "/usr/bin/env", [python, "-c", "import botocore"], environment: world)
    return outcome?.code == 0
  }

  private func generated(_ luck: inout Luck) -> [Case] {
    let regions = ["us-east-1", "eu-west-1", "ap-northeast-1"]
    let models = [
      "anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-opus-5",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
      "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/a1b2", "name with blank~and+plus",
    ]
    return (0..<100).map { index in
      let region = regions[Int.random(in: 0..<regions.count, using: &luck)]
      let model = PercentEncoding.segment(models[index % models.count])
      let word = String(UInt64.random(in: 0 ... .max, using: &luck), radix: 36)
      return Case(
        at: Int.random(in: 1_700_000_000...1_900_000_000, using: &luck),
        url: "https://bedrock-runtime.\(region).amazonaws.com/model/\(model)/invoke",
        body: "{\"x\":\"\(word) äöü\"}", access: "AKID\(word.uppercased())", secret: "secret/\(word)+\(word)",
        session: index % 3 == 0 ? "session\(word)==" : nil, region: region)
    }
  }

  @Test func `agree on a hundred generated requests`() async throws {
    guard await Self.hasBotocore() else {
      print("skipped: python3 with botocore is not installed; .ci/run installs it")
      return
    }
    var luck = Luck(seed: 7)
    let cases = generated(&luck)
    let directory = TemporaryDirectory()
    let lines = try cases.map { String(decoding: try CanonicalJSON.encode($0), as: UTF8.self) }
    let (input, script) = (directory.file("cases"), directory.file("sign.py"))
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: input))
    try Data(Self.script.utf8).write(to: URL(filePath: script))
    let outcome = try await Command.run(
      "/bin/sh", ["-c", "exec /usr/bin/env \"$0\" \"$1\" < \"$2\"", Self.python, script, input],
      environment: Self.world)
    let theirs = outcome.output.split(separator: "\n").map(String.init)
    try #require(outcome.code == 0 && theirs.count == cases.count, "\(outcome)")
    for (one, expected) in zip(cases, theirs) {
      let location = String(one.url.dropFirst("https://".count))
      let host = String(location.prefix { $0 != "/" })
      let signed = SignatureV4(
        access: one.access, secret: Secret(one.secret), session: one.session.map { Secret($0) },
        region: one.region
      ).sign(
        SignatureV4.Input(
          host: host, path: String(location.dropFirst(host.count)),
          headers: ["content-type": "application/json", "accept": "application/json"],
          body: Array(one.body.utf8)), at: Instant(seconds: Int64(one.at)))
      #expect(signed.authorization == expected, "\(one.url)")
    }
  }
}
