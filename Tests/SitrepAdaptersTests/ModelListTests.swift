import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Lists of models of Bedrock` {
  private static let profiles = #"""
    {"inferenceProfileSummaries":[
    {"inferenceProfileId":"us.anthropic.claude-3-haiku-20240307-v1:0","status":"ACTIVE","type":"SYSTEM_DEFINED"},
    {"inferenceProfileId":"us.anthropic.claude-haiku-4-5-20251001-v1:0","status":"ACTIVE"},
    {"inferenceProfileId":"us.anthropic.claude-opus-4-1-20250805-v1:0","status":"ACTIVE"},
    {"inferenceProfileId":"us.anthropic.claude-sonnet-9-20990101-v1:0","status":"GONE"},
    {"inferenceProfileId":"us.meta.llama4-20990101-v1:0","status":"ACTIVE"},{"status":"ACTIVE"}]}
    """#
  private static let models = #"""
    {"modelSummaries":[
    {"modelId":"anthropic.claude-3-haiku-20240307-v1:0","inferenceTypesSupported":["ON_DEMAND"],
    "modelLifecycle":{"status":"ACTIVE"}},
    {"modelId":"anthropic.claude-haiku-4-5-20251001-v1:0","inferenceTypesSupported":["INFERENCE_PROFILE"]},
    {"modelId":"anthropic.claude-sonnet-3-20230101-v1:0","inferenceTypesSupported":["ON_DEMAND"],
    "modelLifecycle":{"status":"LEGACY"}}]}
    """#

  private func found(_ answers: [String: (Int, String)]) async throws -> (models: [Model]?, asked: [String]) {
    let heard = Heard()
    var models: [Model]?
    try await withLoopback({ request in
      let path = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      let isSigned = request.contains("/us-east-1/bedrock/aws4_request")
      _ = heard.note("\(path) \(isSigned)")
      let (status, body) = answers.first { path.hasPrefix($0.key) }?.value ?? (404, "")
      return [.answer(status, Array(body.utf8))]
    }) { client, base in
      let access = PlatformAccess(
        platform: .bedrock, baseURL: base, region: "us-east-1",
        credential: .awsKeys(access: "A", secret: Secret("s"), session: nil))
      models = try? await ModelDiscovery(client: client, now: StandingClock().now).families(access).get()
    }
    return (models, heard.all)
  }

  @Test func `the newest of each family is taken from the inference profiles, signed`() async throws {
    let (models, asked) = try await found(["/inference-profiles": (200, Self.profiles)])
    #expect(
      models == [
        Model("us.anthropic.claude-haiku-4-5-20251001-v1:0"),
        Model("us.anthropic.claude-opus-4-1-20250805-v1:0"),
      ])
    #expect(asked == ["/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED true"])
  }

  @Test func `without profiles the models that are served on demand are`() async throws {
    let (models, asked) = try await found([
      "/inference-profiles": (403, "{}"), "/foundation-models": (200, Self.models),
    ])
    #expect(models == [Model("anthropic.claude-3-haiku-20240307-v1:0")])
    #expect(asked.count == 2)
    #expect(try await found([:]).models == nil)
  }
}
