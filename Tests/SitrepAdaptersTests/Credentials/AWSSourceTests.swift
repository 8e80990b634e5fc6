import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite("Credentials of AWS over loopback", .timeLimit(.minutes(5)))
struct AWSSourceTests {
  private static let keys = """
    {"Code":"Success","AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"secret-not-seen","Token":"token-not-seen",
    "Expiration":"2026-11-21T10:00:00Z"}
    """
  private static let expected = TimedCredential(
    .awsKeys(access: "ASIAEXAMPLE", secret: Secret("secret-not-seen"), session: Secret("token-not-seen")),
    expires: Instant(seconds: 1_795_255_200))

  @Test("An instance's role is asked for with a token that was put for first")
  func role() async throws {
    let heard = Heard()
    try await withService({ asked in
      _ = heard.note("\(asked.method) \(asked.target)")
      if asked.method == "PUT" {
        return Told(body: asked.headers["x-aws-ec2-metadata-token-ttl-seconds"] == nil ? "" : "T0KEN==")
      }
      guard asked.headers["x-aws-ec2-metadata-token"] == "T0KEN==" else { return Told(status: 401, body: "") }
      return asked.target.hasSuffix("/") ? Told(body: "probe-role\n") : Told(body: Self.keys)
    }) { tools, host in
      #expect(await AWSInstanceSource(base: "http://\(host)").fetch(tools).found == Self.expected)
    }
    #expect(
      heard.all == [
        "PUT /latest/api/token", "GET /latest/meta-data/iam/security-credentials/",
        "GET /latest/meta-data/iam/security-credentials/probe-role",
      ])
  }

  @Test("An instance without a role, without the service, or with a refusal says which")
  func instanceWithout() async throws {
    try await withService({ $0.method == "PUT" ? Told(body: "T") : Told(status: 404, body: "") }) {
      tools, host in
      let answer = await AWSInstanceSource(base: "http://\(host)").fetch(tools)
      #expect(answer.reason == "absent: this instance has no role")
    }
    try await withService({ _ in Told(status: 403, body: "") }) { tools, host in
      let answer = await AWSInstanceSource(base: "http://\(host)").fetch(tools)
      #expect(answer.reason == "absent: the instance's metadata service gives no token (HTTP 403)")
    }
    try await withService({ asked in
      if asked.method == "PUT" { return Told(body: "T") }
      return Told(body: asked.target.hasSuffix("/") ? "r" : #"{"Code":"AssumeRoleUnauthorizedAccess"}"#)
    }) { tools, host in
      let answer = await AWSInstanceSource(base: "http://\(host)").fetch(tools)
      #expect(
        answer.reason == "failed: the instance's metadata service answered AssumeRoleUnauthorizedAccess")
    }
    #expect(AWSInstanceSource.make(["AWS_EC2_METADATA_DISABLED": "TRUE"]) == nil)
    #expect(AWSInstanceSource.make(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://example.com"]) == nil)
    #expect(AWSInstanceSource.make([:]) != nil)
  }

  @Test("A container's endpoint gets the newest line of the token file")
  func container() async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    let token = try directory.write("first-token\n", to: "token")
    try await withService({ asked in
      asked.target == "/v1/creds?id=7" && asked.headers["authorization"] == "second-token"
        ? Told.json(Self.keys) : Told(status: 400, body: "")
    }) { tools, host in
      let full = try #require(
        AWSContainerSource.make([
          "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://\(host)/v1/creds?id=7",
          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": token,
        ])
      ).get()
      #expect(await full.fetch(tools).reason == "failed: the container endpoint answered HTTP 400")
      try directory.write("second-token", to: "token")
      #expect(await full.fetch(tools).found == Self.expected)
      try directory.write("a\r\nx-evil: b", to: "token")
      #expect(await full.fetch(tools).reason.hasSuffix("is not one line of text"))
    }
    try await withService({ $0.target == "/rel" ? Told.json(Self.keys) : Told(status: 404, body: "") }) {
      tools, host in
      let relative = try #require(
        AWSContainerSource.make(
          ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/rel"], host: "http://\(host)")
      ).get()
      #expect(await relative.fetch(tools).found == Self.expected)
    }
  }

  @Test(
    "A container's endpoint is asked only on this machine",
    arguments: [
      ("http://127.0.0.1:9/x", true), ("http://localhost/x", true), ("http://[::1]:80/x", true),
      ("http://169.254.170.23/v1", true), ("http://[fd00:ec2::23]/v1", true), ("https://127.8.8.8/", true),
      ("http://example.com/x", false), ("http://169.254.170.2@example.com/", false),
      ("http://10.0.0.1/", false),
      ("http://127.0.0.1.example.com/", false), ("http://1270.0.0.1/", false), ("ftp://127.0.0.1/", false),
      ("//127.0.0.1/", false), ("https://169.254.example.com/", false),
      ("http://localhost.example.com", false),
    ])
  func localOnly(url: String, isAsked: Bool) throws {
    let source = try #require(AWSContainerSource.make(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]))
    #expect(((try? source.get()) != nil) == isAsked)
  }

  @Test("A relative address cannot lead elsewhere")
  func relative() throws {
    let source = try #require(
      AWSContainerSource.make(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "@example.com/"]))
    #expect((try? source.get()) == nil)
    #expect(AWSContainerSource.make([:]) == nil)
  }

  @Test(
    "A profile's program is run without a shell and its answer read",
    arguments: [
      (
        #"/bin/echo '{"Version":1,"AccessKeyId":"ASIAEXAMPLE","SecretAccessKey":"secret-not-seen","SessionToken":"token-not-seen","Expiration":"2026-11-21T10:00:00Z"}'"#,
        "found"
      ),
      (#"/bin/echo '{"Version":2}'"#, "answered in version 2; only version 1 is known"),
      ("/bin/echo $HOME", "did not answer with a JSON object"),
      ("/bin/sh -c 'echo please sign in anew 1>&2; exit 3'", "ended with status 3: please sign in anew"),
      ("/bin/sh -c 'echo used AKIA1234567890ABCDEF 1>&2; exit 1'", "ended with status 1: used …"),
      ("/no/such/program", "there is no program of that name"),
      ("/bin/sh -c 'yes'", "wrote more than any credential has"),
    ])
  func command(line: String, said: String) async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    try directory.write("[default]\ncredential_process = \(line)\n", to: "config")
    try await withService({ _ in Told(status: 500, body: "") }) { tools, _ in
      let files = AWSFiles(
        ["AWS_CONFIG_FILE": directory.file("config"), "AWS_SHARED_CREDENTIALS_FILE": directory.file("none")],
        home: directory.path)
      let answer = await AWSProfileSource(files).fetch(tools)
      #expect(answer.reason.hasSuffix(said))
      #expect(answer.found == nil || answer.found == Self.expected)
      #expect(!"\(answer)".contains("not-seen"))
    }
  }

  @Test("A program that does not end is killed with what it started, and so is one nobody waits for")
  func bounded() async throws {
    // Long enough for a shell to say its child's number on this machine, whatever else it does.
    var span = TimeSpan.milliseconds(300)
    var slow: CapturedRun
    repeat {
      slow = try await ProcessLauncher.capture(
        "/bin/sh", ["-c", "sleep 600 & echo $!; wait"], environment: ["PATH": "/usr/bin:/bin"],
        within: span, limit: 100)
      span = span * 3
    } while slow.output.isEmpty && span < .minutes(1)
    #expect(slow.cut == .tooLong)
    #expect(slow.status == 137)
    let child = try #require(Int(String(decoding: slow.output, as: UTF8.self).filter(\.isNumber)))
    try await Eventually.holds("the child's end") { !Signals.isAlive(pid: child) }
    let task = Task {
      try await ProcessLauncher.capture(
        "/bin/sleep", ["600"], environment: [:], within: .minutes(10), limit: 100)
    }
    task.cancel()
    #expect(try await task.value.cut == .cancelled)
  }
}
