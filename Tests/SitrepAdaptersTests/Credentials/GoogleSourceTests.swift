import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite("Credentials of Google over loopback", .timeLimit(.minutes(5)))
struct GoogleSourceTests {
  private static let now = Instant(seconds: 1_795_200_302)

  /// A throw-away key in PEM (PKCS#8), made for one test.
  private func makeKey(_ directory: SitrepTestKit.TemporaryDirectory) async throws -> String {
    let made = try await Command.run(
      "/usr/bin/openssl",
      [
        "genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out",
        directory.file("key.pem"),
      ])
    #expect(made.code == 0, "\(made.output)")
    let shown = try await Command.run(
      "/usr/bin/openssl",
      ["pkey", "-in", directory.file("key.pem"), "-pubout", "-out", directory.file("public.pem")])
    #expect(shown.code == 0, "\(shown.output)")
    return directory.read("key.pem")
  }

  private func serviceAccount(_ key: String, tokenURL: String) -> String {
    let escaped = key.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: #"\n"#)
    return """
      {"type":"service_account","project_id":"proj","private_key_id":"kid1","private_key":"\(escaped)",
      "client_email":"probe@proj.iam.gserviceaccount.com","token_uri":"\(tokenURL)"}
      """
  }

  private func decoded(_ part: Substring) throws -> [UInt8] {
    var text = String(part.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
    while text.utf8.count % 4 != 0 { text += "=" }
    return Array(try #require(Data(base64Encoded: text)))
  }

  @Test("A service account's assertion is verified by an independent tool and exchanged for a token")
  func serviceAccountExchange() async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    let key = try await makeKey(directory)
    let heard = Heard()
    try await withService(
      now: Self.now,
      { asked in
        _ = heard.note("\(asked.method) \(asked.target) \(asked.headers["content-type"] ?? "") \(asked.body)")
        return .json(#"{"access_token":"ya29.token-not-seen","expires_in":3599,"token_type":"Bearer"}"#)
      }
    ) { tools, host in
      let file = try directory.write(serviceAccount(key, tokenURL: "http://\(host)/token"), to: "sa.json")
      let answer = await GoogleFileSource(path: file, isNamed: true).fetch(tools)
      #expect(
        answer
          == .found(
            TimedCredential(.bearer(Secret("ya29.token-not-seen")), expires: Self.now + .seconds(3599))))
      #expect(!"\(answer)".contains("not-seen"))
      try await verify(try #require(heard.all.first), directory, audience: "http://\(host)/token")
    }
  }

  private func verify(
    _ request: String, _ directory: SitrepTestKit.TemporaryDirectory, audience: String
  ) async throws {
    #expect(request.hasPrefix("POST /token application/x-www-form-urlencoded assertion="))
    #expect(request.hasSuffix("&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"))
    let assertion = request.split(separator: "assertion=")[1].prefix { $0 != "&" }
    let parts = assertion.split(separator: ".")
    #expect(parts.count == 3)
    let header = try #require(LooseJSON(try decoded(parts[0])))
    #expect(header.fields == ["alg": .string("RS256"), "typ": .string("JWT"), "kid": .string("kid1")])
    let claims = try #require(LooseJSON(try decoded(parts[1])))
    #expect(claims["iss"]?.text == "probe@proj.iam.gserviceaccount.com")
    #expect(claims["scope"]?.text == "https://www.googleapis.com/auth/cloud-platform")
    #expect(claims["aud"]?.text == audience)
    #expect(claims["iat"]?.integer == 1_795_200_302)
    #expect(claims["exp"]?.integer == 1_795_203_902)
    try directory.write("\(parts[0]).\(parts[1])", to: "signed")
    try SafeFile.write(try decoded(parts[2]), to: directory.file("signature"))
    let verified = try await Command.run(
      "/usr/bin/openssl",
      [
        "dgst", "-sha256", "-verify", directory.file("public.pem"), "-signature", directory.file("signature"),
        directory.file("signed"),
      ])
    #expect(verified.output.contains("Verified OK"))
  }

  @Test("A key that cannot sign is refused without quoting it or asking for a password")
  func badKeys() async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    _ = try await makeKey(directory)
    let locked = try await Command.run(
      "/usr/bin/openssl",
      [
        "pkcs8", "-topk8", "-in", directory.file("key.pem"), "-passout", "pass:x", "-out",
        directory.file("locked.pem"),
      ])
    #expect(locked.code == 0)
    for pem in [
      directory.read("locked.pem"), "-----BEGIN PRIVATE KEY-----\nbm90LXNlZW4\n-----END", "not-seen", "",
    ] {
      let error = #expect(throws: JSONWebToken.KeyError.self) {
        try JSONWebToken.sign(header: [], claims: [], key: Secret(pem))
      }
      #expect(error?.reason.text.contains("unencrypted key in PEM") == true)
    }
  }

  @Test("A signed-in user's refresh token is exchanged, and never shown")
  func authorizedUser() async throws {
    let directory = try SitrepTestKit.TemporaryDirectory()
    let heard = Heard()
    try await withService(
      now: Self.now,
      { asked in
        _ = heard.note(asked.body)
        return heard.all.count == 1
          ? .json(#"{"access_token":"ya29.u","expires_in":60}"#)
          : .json(
            #"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#,
            status: 400)
      }
    ) { tools, host in
      let file = try directory.write(
        """
        {"type":"authorized_user","client_id":"id.apps","client_secret":"not-seen-1","refresh_token":"1//not-seen-2",
        "quota_project_id":"q","token_uri":"http://\(host)/t"}
        """, to: "adc.json")
      let source = GoogleFileSource(path: file, isNamed: false)
      #expect(try source.read()?.get().project == "q")
      #expect(!"\(String(describing: source.read()))".contains("not-seen"))
      #expect(await source.fetch(tools).found?.expires == Self.now + .seconds(60))
      let refused = await source.fetch(tools).reason
      #expect(refused.hasPrefix("failed: Google's token endpoint answered invalid_grant: Token has been"))
      #expect(refused.hasSuffix("run gcloud auth application-default login"))
      #expect(!refused.contains("not-seen"))
    }
    #expect(
      heard.all.first
        == "client_id=id.apps&client_secret=not-seen-1&grant_type=refresh_token&refresh_token=1%2F%2Fnot-seen-2"
    )
  }

  @Test("A clock that is wrong is named as what makes a grant invalid")
  func skew() {
    let body = Array(#"{"error":"invalid_grant","error_description":"Invalid JWT"}"#.utf8)
    func reason(_ date: Instant?) -> String {
      GoogleTokenAnswer.refusal(status: 400, body: body, date: date, isUser: false, at: Self.now).reason
    }
    #expect(
      reason(Self.now - .minutes(7))
        == "failed: this machine's clock is 7 min ahead of Google's; set it right (invalid_grant)")
    #expect(reason(Self.now + .minutes(90)).contains("90 min behind"))
    #expect(reason(Self.now + .seconds(20)).contains("the key may be deleted"))
    #expect(reason(nil).contains("or the clock wrong"))
    let html = GoogleTokenAnswer.refusal(
      status: 502, body: Array("<html>".utf8), date: nil, isUser: false, at: Self.now)
    #expect(html.reason == "failed: Google's token endpoint answered HTTP 502")
  }

  @Test(
    "A file that is no credential says what it lacks",
    arguments: [
      ("", "it is not a JSON object"), ("[]", "it is not a JSON object"),
      (#"{"type":"external_account"}"#, "its type is external_account, which sitrep does not read"),
      (#"{"a":1}"#, "its type is none"), (#"{"type":"service_account"}"#, "no client_email and private_key"),
      (#"{"type":"authorized_user","client_id":"x"}"#, "no client_id, client_secret and refresh_token"),
      (#"{"type":"service_account","token_uri":"http://example.com/"}"#, "its token_uri is no https address"),
    ])
  func files(text: String, said: String) {
    guard case .failure(let refusal) = GoogleCredentialFile.parse(Array(text.utf8)) else {
      Issue.record("\(text) was taken")
      return
    }
    #expect(refusal.reason.text.contains(said))
  }

  @Test("The metadata server's token is taken only from one that says it is Google's")
  func metadata() async throws {
    try await withService(
      now: Self.now,
      { asked in
        guard asked.headers["metadata-flavor"] == "Google",
          asked.target == "/computeMetadata/v1/instance/service-accounts/default/token"
        else { return Told(status: 403, headers: ["metadata-flavor": "Google"], body: "") }
        return Told(
          headers: ["metadata-flavor": "Google"],
          body: #"{"access_token":"ya29.m","expires_in":1967,"token_type":"Bearer"}"#)
      }
    ) { tools, host in
      let answer = await GoogleMetadataSource(host: host).fetch(tools)
      #expect(answer.found == TimedCredential(.bearer(Secret("ya29.m")), expires: Self.now + .seconds(1967)))
    }
    try await withService({ _ in Told(body: #"{"access_token":"portal","expires_in":60}"#) }) { tools, host in
      #expect(
        await GoogleMetadataSource(host: host).fetch(tools).reason == "absent: no Google metadata server")
    }
    try await withService({ _ in Told(status: 404, headers: ["Metadata-Flavor": "Google"], body: "") }) {
      tools, host in
      let answer = await GoogleMetadataSource(host: host).fetch(tools)
      #expect(answer.reason == "absent: this machine has no service account")
    }
  }

  @Test("A printed token is cached for fifty minutes; anything else printed is not taken for one")
  func gcloud() async throws {
    try await withService({ _ in Told(body: "") }) { tools, _ in
      let token = await GcloudSource(words: ["/bin/echo", "ya29.g"]).fetch(tools)
      #expect(token.found?.credential == .bearer(Secret("ya29.g")))
      let margin = TimeSpan.minutes(5)
      #expect(token.found?.expires == tools.now() + .minutes(50) + margin)
      let chatter = await GcloudSource(words: ["/bin/echo", "Updates are available"]).fetch(tools)
      #expect(chatter.reason == "failed: gcloud printed something else than a token; run gcloud auth login")
      let missing = await GcloudSource(words: ["/no/such/gcloud"]).fetch(tools)
      #expect(missing.reason.hasPrefix("absent: gcloud"))
    }
  }
}
