import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite("Shapes of probes")
struct ProbeShapeTests {
  private static let now = Instant(seconds: 1_769_193_900)  // 2026-01-23T18:45:00Z

  private func request(
    _ access: PlatformAccess, _ model: String, _ capability: Capability = .messages
  ) throws -> HTTPRequest {
    let series = SeriesID(
      platform: access.platform, region: access.region, capability: capability, model: Model(model))
    return try ProbeRequestShape.request(
      for: series, access: access, timeouts: HTTPTimeouts(), now: Self.now)
  }

  private func text(_ request: HTTPRequest) -> String { String(decoding: request.body, as: UTF8.self) }

  @Test("Anthropic gets a version, eight tokens, no temperature, and a key or a token but never both")
  func anthropic() throws {
    let keyed = try request(
      PlatformAccess(platform: .anthropic, credential: .apiKey(Secret("sk-ant-x"))), "claude-haiku-5-5")
    #expect(keyed.url == "https://api.anthropic.com/v1/messages")
    #expect(keyed.headers["x-api-key"] == "sk-ant-x")
    #expect(keyed.headers["authorization"] == nil)
    #expect(keyed.headers["anthropic-version"] == "2023-06-01")
    #expect(
      text(keyed) == """
        {"max_tokens":8,"messages":[{"content":"Reply with the single word pong.","role":"user"}],\
        "model":"claude-haiku-5-5"}
        """)
    let bearer = try request(
      PlatformAccess(
        platform: .anthropic, baseURL: "http://127.0.0.1:1/", credential: .bearer(Secret("t"))),
      "m", .streaming)
    #expect(bearer.url == "http://127.0.0.1:1/v1/messages")
    #expect(bearer.headers["authorization"] == "Bearer t")
    #expect(bearer.headers["x-api-key"] == nil)
    #expect(text(bearer).contains("\"stream\":true"))
    #expect(!text(bearer).contains("temperature"))
  }

  @Test("Bedrock encodes ids with colons and ARNs, and signs them as sent")
  func bedrock() throws {
    let access = PlatformAccess(
      platform: .bedrock, region: "us-east-1",
      credential: .awsKeys(access: "AKIDEXAMPLE", secret: Secret("secret"), session: Secret("session")))
    let plain = try request(access, "anthropic.claude-haiku-4-5-20251001-v1:0")
    let host = "https://bedrock-runtime.us-east-1.amazonaws.com"
    #expect(plain.url == "\(host)/model/anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke")
    #expect(plain.headers["x-amz-date"] == "20260123T184500Z")
    #expect(plain.headers["x-amz-security-token"] == "session")
    #expect(plain.headers["anthropic-version"] == nil)
    let names = "SignedHeaders=accept;content-type;host;x-amz-date;x-amz-security-token,"
    #expect(plain.headers["authorization"]?.contains(names) == true)
    #expect(text(plain).contains("\"anthropic_version\":\"bedrock-2023-05-31\""))
    #expect(!text(plain).contains("\"model\""))
    let profile = try request(access, "arn:aws:bedrock:us-east-1:1:inference-profile/us.x", .streaming)
    #expect(profile.url.hasSuffix("inference-profile%2Fus.x/invoke-with-response-stream"))
    #expect(profile.headers["accept"] == "application/vnd.amazon.eventstream")
    #expect(!text(profile).contains("stream"))
    let bearer = try request(
      PlatformAccess(platform: .bedrock, region: "eu-west-1", credential: .bearer(Secret("k"))), "m")
    #expect(bearer.headers["authorization"] == "Bearer k")
    #expect(bearer.headers["x-amz-date"] == nil)
  }

  @Test("Vertex has hosts by region, keeps the at sign, and needs a project")
  func vertex() throws {
    func access(_ region: String, _ project: String? = "p") -> PlatformAccess {
      PlatformAccess(
        platform: .vertex, region: region, project: project, credential: .bearer(Secret("t")))
    }
    let plain = try request(access("us-east5"), "claude-haiku-4-5@20251001")
    #expect(
      plain.url == "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5"
        + "/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict")
    #expect(text(plain).contains("\"anthropic_version\":\"vertex-2023-10-16\""))
    #expect(
      try request(access("global"), "m", .streaming).url
        == "https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/models/m"
        + ":streamRawPredict")
    #expect(try request(access("eu"), "m").url.hasPrefix("https://aiplatform.eu.rep.googleapis.com/v1/"))
    #expect(throws: ProbeShapeError.self) { try request(access("us-east5", nil), "m") }
  }

  @Test("The alternates get their own paths, keys and token fields")
  func alternates() throws {
    let openai = try request(
      PlatformAccess(platform: .openai, credential: .apiKey(Secret("k"))), "gpt", .streaming)
    #expect(openai.url == "https://api.openai.com/v1/chat/completions")
    #expect(openai.headers["authorization"] == "Bearer k")
    #expect(text(openai).contains("\"max_completion_tokens\":8"))
    let gemini = try request(
      PlatformAccess(platform: .gemini, credential: .apiKey(Secret("k"))), "g", .streaming)
    #expect(gemini.url.hasSuffix("/v1beta/models/g:streamGenerateContent?alt=sse"))
    #expect(gemini.headers["x-goog-api-key"] == "k")
    #expect(text(gemini).contains("\"maxOutputTokens\":8"))
    let mistral = try request(PlatformAccess(platform: .mistral, credential: .apiKey(Secret("k"))), "m")
    #expect(text(mistral).contains("\"max_tokens\":8"))
  }

  @Test("A capability without a probe says so instead of pretending")
  func unsupported() {
    let access = PlatformAccess(platform: .anthropic, credential: .none)
    #expect(throws: ProbeShapeError.self) { try request(access, "m", .webUI) }
    let vertex = PlatformAccess(platform: .vertex, region: "r", project: "p", credential: .none)
    #expect(throws: ProbeShapeError.self) { try request(vertex, "m", .models) }
  }

  @Test("The environment's variables open platforms, and every shut one has its reason")
  func environment() {
    let empty = EnvironmentCredentials([:])
    #expect(empty.found.isEmpty)
    #expect(Set(empty.missing.keys) == Set(Platform.allCases))
    #expect(empty.missing[.vertex]?.text == "no credentials: set ANTHROPIC_VERTEX_PROJECT_ID")
    let full = EnvironmentCredentials([
      "ANTHROPIC_API_KEY": " sk-ant-api03-abcdefgh3fQA\n", "ANTHROPIC_AUTH_TOKEN": "ignored",
      "ANTHROPIC_BASE_URL": "http://localhost:9/", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s",
      "AWS_SESSION_TOKEN": "t", "AWS_REGION": "eu-west-1", "ANTHROPIC_VERTEX_PROJECT_ID": "p",
      "CLOUD_ML_REGION": "global", "GOOGLE_OAUTH_ACCESS_TOKEN": "ya29", "OPENAI_API_KEY": "",
      "GEMINI_API_KEY": "bad\u{7F}key", "MISTRAL_API_KEY": "m",
    ])
    #expect(full.found.map(\.platform) == [.anthropic, .bedrock, .vertex, .mistral])
    #expect(full.found[0].baseURL == "http://localhost:9")
    #expect(full.found[0].credential == .apiKey(Secret("sk-ant-api03-abcdefgh3fQA")))
    #expect(full.found[1].baseURL == "https://bedrock-runtime.eu-west-1.amazonaws.com")
    #expect(Set(full.missing.keys) == [.openai, .gemini])
    let half = EnvironmentCredentials(["AWS_ACCESS_KEY_ID": "AKID"])
    #expect(half.missing[.bedrock]?.text == "no credentials: AWS_SECRET_ACCESS_KEY is not set")
  }

  @Test(
    "An address of this machine is known by its whole host name",
    arguments: [
      ("http://127.0.0.1:4000/v1", true), ("http://localhost", true), ("http://[::1]:9", true),
      ("http://127.0.0.1.example.com", false), ("http://localhost.example.com:4000", false),
      ("http://127.evil.example", false), ("https://api.anthropic.com", false),
    ])
  func loopback(_ address: String, _ isLoopback: Bool) {
    let access = PlatformAccess(platform: .anthropic, baseURL: address, credential: .none)
    #expect(access.isLoopback == isLoopback)
  }

  @Test("No description of an access shows its secrets")
  func keepsSecrets() {
    let access = PlatformAccess(
      platform: .bedrock, region: "r",
      credential: .awsKeys(
        access: "AKIDEXAMPLE", secret: Secret("sk-not-to-be-seen-1234"), session: Secret("short-seen")))
    var dumped = ""
    dump(access, to: &dumped)
    #expect(!"\(access) \(dumped)".contains("seen"))
  }

  @Test("The cheapest model is the newest of the smallest family")
  func discovery() throws {
    let list = try #require(LooseJSON(try Payload.bytes("models-list.json")))
    #expect(ModelDiscovery.cheapest(in: list, .anthropic) == Model("claude-haiku-5-5"))
    #expect(ModelDiscovery.newest(in: list, .anthropic).first == Model("claude-haiku-5-5"))
    #expect(ModelDiscovery.newest(in: list, .anthropic).map(\.shortName).contains("opus"))
    let openai = LooseJSON(
      Array(
        """
        {"data":[{"id":"gpt-9-mini","created":5},{"id":"gpt-9-nano","created":3},
        {"id":"gpt-9-nano-audio","created":9},{"id":"gpt-9","created":8},{"noid":1}]}
        """.utf8))
    #expect(ModelDiscovery.cheapest(in: try #require(openai), .openai) == Model("gpt-9-nano"))
    let gemini = LooseJSON(
      Array(
        """
        {"models":[{"name":"models/g-flash","supportedGenerationMethods":["generateContent"]},
        {"name":"models/g-flash-lite-embed","supportedGenerationMethods":["embedContent"]}]}
        """.utf8))
    #expect(ModelDiscovery.cheapest(in: try #require(gemini), .gemini) == Model("g-flash"))
    #expect(ModelDiscovery.cheapest(in: .object([:]), .anthropic) == nil)
  }
}
