import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Roles and sign-ins of AWS profiles` {
  private static let answer = """
    <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
    <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/probe/sitrep</Arn></AssumedRoleUser>
    <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>
    <SessionToken>role-session</SessionToken><Expiration>2026-11-21T10:00:00Z</Expiration></Credentials>
    </AssumeRoleResult></AssumeRoleResponse>
    """
  private static let expected = TimedCredential(
    .awsKeys(access: "ASIAROLE", secret: Secret("role-secret"), session: Secret("role-session")),
    expires: Instant(seconds: 1_795_255_200))
  private static let now = Instant(seconds: 1_795_200_302)

  /// The profile's answer with these files, against a service that `answer` plays.
  private func fetch(
    config: String, credentials: String = "", environment: [String: String] = [:],
    files: [String: String] = [:], _ answer: @escaping @Sendable (Asked) -> Told
  ) async throws -> CredentialAnswer {
    let directory = try SitrepTestKit.TemporaryDirectory()
    var environment = environment
    environment["AWS_CONFIG_FILE"] = try directory.write(config, to: "config")
    environment["AWS_SHARED_CREDENTIALS_FILE"] = try directory.write(credentials, to: "credentials")
    environment["AWS_PROFILE"] = environment["AWS_PROFILE"] ?? "probe"
    var source = AWSFiles(environment, home: "/nowhere")
    source.signIns = directory.path
    for (name, text) in files { _ = try directory.write(text, to: name) }
    let asked = environment
    var found = CredentialAnswer.absent("not asked")
    try await withService(answer) { tools, host in
      var tools = tools
      tools.environment = asked.merging(
        ["AWS_ENDPOINT_URL_STS": "http://\(host)/", "AWS_ENDPOINT_URL_SSO": "http://\(host)"]
      ) { $1 }
      found = await AWSProfileSource(source).fetch(tools)
    }
    return found
  }

  @Test func `a role is assumed with the keys of its source profile, signed and named`() async throws {
    let heard = Heard()
    let answer = try await fetch(
      config: """
        [profile probe]
        role_arn = arn:aws:iam::123456789012:role/probe
        source_profile = base
        external_id = team/7
        duration_seconds = 1800
        region = eu-west-1
        """,
      credentials: "[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = base-secret\n"
    ) { asked in
      _ = heard.note("\(asked.method) \(asked.target) \(asked.body)")
      let signature = asked.headers["authorization"] ?? ""
      #expect(signature.contains("Credential=AKIABASE/20261120/eu-west-1/sts/aws4_request"))
      #expect(signature.contains("SignedHeaders=accept;content-type;host;x-amz-date"))
      return Told(headers: ["content-type": "text/xml"], body: Self.answer)
    }
    #expect(answer.found == Self.expected, "\(answer.reason)")
    #expect(
      heard.all == [
        "POST / Action=AssumeRole&DurationSeconds=1800&ExternalId=team%2F7"
          + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fprobe&RoleSessionName=sitrep"
          + "&Version=2011-06-15"
      ])
  }

  @Test func `the signature is the one that the vendor's rules give`() async throws {
    // Signed anew here with the parts that the request shows, so that a wrong body or host is seen.
    let answer = try await fetch(
      config: "[profile probe]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = Environment\n",
      environment: ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "env-secret"]
    ) { asked in
      let again = SignatureV4(
        access: "AKIAENV", secret: Secret("env-secret"), session: nil, region: "us-east-1", service: "sts"
      ).sign(
        SignatureV4.Input(
          host: asked.headers["host"] ?? "", path: "",
          headers: [
            "content-type": asked.headers["content-type"] ?? "", "accept": asked.headers["accept"] ?? "",
          ], body: Array(asked.body.utf8)), at: Self.now)
      let isRight = again.authorization == asked.headers["authorization"]
      return isRight ? Told(body: Self.answer) : Told(status: 403, body: "")
    }
    #expect(answer.found == Self.expected, "\(answer.reason)")
  }

  @Test func `a chain of roles is walked from its end`() async throws {
    let heard = Heard()
    let answer = try await fetch(
      config: """
        [profile probe]
        role_arn = arn:aws:iam::1:role/last
        source_profile = middle
        [profile middle]
        role_arn = arn:aws:iam::1:role/first
        source_profile = middle
        aws_access_key_id = AKIAMIDDLE
        aws_secret_access_key = s
        """
    ) { asked in
      let who = asked.headers["authorization"]?.contains("ASIAROLE/") == true ? "role" : "keys"
      _ = heard.note("\(who) \(asked.headers["x-amz-security-token"] ?? "-")")
      return Told(body: Self.answer)
    }
    #expect(answer.found == Self.expected, "\(answer.reason)")
    #expect(heard.all == ["keys -", "role role-session"])
  }

  @Test func `a web identity is shown unsigned, by profile and by environment`() async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    let token = try directory.write("ey.web.token\n", to: "token")
    let play: @Sendable (Asked) -> Told = { asked in
      let isRight =
        asked.headers["authorization"] == nil && asked.body.contains("WebIdentityToken=ey.web.token")
        && asked.body.hasPrefix("Action=AssumeRoleWithWebIdentity&")
      let answer = Self.answer.replacing("AssumeRoleR", with: "AssumeRoleWithWebIdentityR")
      return isRight ? Told(body: answer) : Told(status: 400, body: "")
    }
    let profile = try await fetch(
      config: "[profile probe]\nrole_arn = arn:aws:iam::1:role/r\nweb_identity_token_file = \(token)\n", play)
    #expect(profile.found == Self.expected, "\(profile.reason)")
    let environment = [
      "AWS_WEB_IDENTITY_TOKEN_FILE": token, "AWS_ROLE_ARN": "arn:aws:iam::1:role/r",
      "AWS_ROLE_SESSION_NAME": "pod",
    ]
    try await withService(play) { tools, host in
      var tools = tools
      tools.environment = ["AWS_ENDPOINT_URL_STS": "http://\(host)"]
      let source = try #require(AWSWebIdentitySource(environment, region: "us-east-1"))
      #expect(await source.fetch(tools).found == Self.expected)
    }
    #expect(AWSWebIdentitySource(["AWS_ROLE_ARN": "arn"], region: "us-east-1") == nil)
  }

  @Test func `a refusal says whose and why, and nothing of the keys`() async throws {
    let answer = try await fetch(
      config: "[profile probe]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n",
      credentials: "[base]\naws_access_key_id = A\naws_secret_access_key = base-secret-9f8e7d6c\n"
    ) { _ in
      Told(
        status: 403,
        body: """
          <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
          <Code>AccessDenied</Code><Message>User is not authorized to perform sts:AssumeRole</Message></Error>
          </ErrorResponse>
          """)
    }
    #expect(
      answer.reason == """
        failed: AWS STS for arn:aws:iam::1:role/r answered AccessDenied: User is not authorized to perform \
        sts:AssumeRole
        """)
    let broken = try await fetch(
      config: "[profile probe]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n",
      credentials: "[base]\naws_access_key_id = A\naws_secret_access_key = b\n"
    ) { _ in Told(body: "<html>not xml") }
    #expect(broken.reason.hasSuffix("gave no credentials"))
  }

  @Test(arguments: [
    ("role_arn = arn:aws:iam::1:role/r", "neither source_profile nor credential_source"),
    ("role_arn = arn:aws:iam::1:role/r\nsource_profile = gone", "profile gone is in neither file"),
    ("role_arn = arn:aws:iam::1:role/r\nsource_profile = loop", "leans on itself in a circle"),
    (
      "role_arn = arn:aws:iam::1:role/r\nmfa_serial = arn:aws:iam::1:mfa/u\nsource_profile = x",
      "one-time code"
    ),
    ("role_arn = arn:aws:iam::1:role/r\ncredential_source = Moon", "credential_source that is none of"),
    ("role_arn = nonsense\nsource_profile = x", "no ARN"),
    ("role_arn = arn:aws:iam::1:role/r\nsource_profile = x\nduration_seconds = 5", "between 900 and 43200"),
    ("sso_session = corp\nsso_account_id = 1\nsso_role_name = r", "run aws configure sso"),
    ("login_session = arn", "which sitrep does not do"),
  ]) func `what cannot be done says so before anybody is asked`(settings: String, words: String) async throws
  {
    let loop = "\n[profile loop]\nrole_arn = arn:aws:iam::1:role/q\nsource_profile = probe\n"
    let answer = try await fetch(config: "[profile probe]\n\(settings)\n\(loop)") { _ in
      Issue.record("somebody was asked")
      return Told(status: 500, body: "")
    }
    #expect(answer.reason.contains(words), "\(answer.reason)")
  }

  // SHA-1 of "corp" and of the address, as the vendor's tool names its files.
  @Test(arguments: [
    ("sso_session = corp", "ee0bfd2552fbd840c02cc48b6e823320543c450f.json"),
    (
      "sso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1",
      "a51746d4aa793ae07b25e90c3a5db96fc7832bd7.json"
    ),
  ]) func `a sign-in's token is exchanged for a role's credentials`(settings: String, file: String)
    async throws
  {
    let token = #"{"accessToken":"sso-token","expiresAt":"2026-11-21T09:00:00Z"}"#
    let answer = try await fetch(
      config: """
        [profile probe]
        \(settings)
        sso_account_id = 123456789012
        sso_role_name = Probe Role
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """, files: [file: token]
    ) { asked in
      guard asked.headers["x-amz-sso_bearer_token"] == "sso-token",
        asked.target == "/federation/credentials?account_id=123456789012&role_name=Probe%20Role"
      else { return Told(status: 400, body: "") }
      return .json(
        """
        {"roleCredentials":{"accessKeyId":"ASIAROLE","secretAccessKey":"role-secret",
        "sessionToken":"role-session","expiration":1795255200000}}
        """)
    }
    #expect(answer.found == Self.expected, "\(answer.reason)")
  }

  @Test(arguments: [
    ("", "is not signed in; run aws sso login --profile probe"),
    (
      #"{"accessToken":"t","expiresAt":"2026-11-20T09:00:00UTC"}"#,
      "was signed in until 2026-11-20T09:00:00Z; run"
    ),
    (#"{"accessToken":"t","expiresAt":"2026-11-21T09:00:00Z"}"#, "is no longer signed in; run aws sso login"),
  ]) func `a sign-in that has ended says what to run`(token: String, words: String) async throws {
    let answer = try await fetch(
      config: """
        [profile probe]
        sso_session = corp
        sso_account_id = 1
        sso_role_name = r
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """, files: ["ee0bfd2552fbd840c02cc48b6e823320543c450f.json": token]
    ) { _ in .json(#"{"message":"Session token not found or invalid"}"#, status: 401) }
    #expect(answer.reason.contains(words), "\(answer.reason)")
  }

  @Test func `credentials of a role are renewed before their end, by one request at a time`() async throws {
    let heard = Heard()
    let clock = HandClock(Self.now)
    let directory = try SitrepTestKit.TemporaryDirectory()
    let environment = [
      "AWS_PROFILE": "probe",
      "AWS_CONFIG_FILE": try directory.write(
        """
        [profile probe]
        role_arn = arn:aws:iam::1:role/r
        source_profile = probe
        aws_access_key_id = A
        aws_secret_access_key = s
        """, to: "config"),
    ]
    try await withService({ _ in
      let count = heard.note("asked")
      let hour = count == 0 ? "20:00:00" : "23:00:00"
      return Told(
        body: Self.answer.replacing("10:00:00", with: hour).replacing("ASIAROLE", with: "ASIA\(count)"))
    }) { tools, host in
      var tools = tools
      tools.environment = ["AWS_ENDPOINT_URL_STS": "http://\(host)"]
      let discovery = AWSDiscovery(environment, home: "/nowhere", isWanted: true).find()
      guard case .lookup(let lookup) = discovery else {
        Issue.record("\(discovery)")
        return
      }
      let store = CredentialStore(fixed: [], lookups: [lookup], tools: tools, clock: clock)
      await withTaskGroup { group in
        for _ in 0..<5 { group.addTask { _ = await store.access(to: .bedrock) } }
      }
      #expect(heard.all.count == 1)
      #expect(await store.access(to: .bedrock).first?.credential.fingerprint == "…SIA0")
    }
  }
}
