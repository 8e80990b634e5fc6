package import SitrepCore
package import SitrepHTTP

/// Why no model to probe was found.
package struct DiscoveryFailure: Error, Hashable, Sendable {
  package var reason: CleanText
}

/// Finds a cheap model to probe where none is configured, by the platform's own free list.
package struct ModelDiscovery: Sendable {
  private let client: HTTPClient
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Instant

  package init(
    client: HTTPClient,
    timeouts: HTTPTimeouts = HTTPTimeouts(
      connect: .seconds(5), firstByte: .seconds(10), total: .seconds(15)),
    now: @escaping @Sendable () -> Instant
  ) {
    self.client = client
    self.timeouts = timeouts
    self.now = now
  }

  package func find(_ access: PlatformAccess) async -> Result<Model, DiscoveryFailure> {
    await list(access) { ModelDiscovery.cheapest(in: $0, access.platform) }
  }

  /// The newest model of each family, the smallest family first.
  package func families(_ access: PlatformAccess) async -> Result<[Model], DiscoveryFailure> {
    await list(access) { list in
      let found = ModelDiscovery.newest(in: list, access.platform)
      return found.isEmpty ? nil : found
    }
  }

  private func list<Choice: Sendable>(
    _ access: PlatformAccess, _ choose: (LooseJSON) -> Choice?
  ) async -> Result<Choice, DiscoveryFailure> {
    guard access.platform == .bedrock else {
      return await list(access, ModelDiscovery.path(access.platform), choose)
    }
    // Most models are only invoked through a profile, so those are looked for first.
    let profiles = await list(access, "/inference-profiles?maxResults=1000&type=SYSTEM_DEFINED", choose)
    if case .success = profiles { return profiles }
    return await list(access, "/foundation-models?byProvider=anthropic", choose)
  }

  private func list<Choice: Sendable>(
    _ access: PlatformAccess, _ path: String?, _ choose: (LooseJSON) -> Choice?
  ) async -> Result<Choice, DiscoveryFailure> {
    guard let path else {
      return .failure(DiscoveryFailure(reason: "no list of models there; name one in the configuration"))
    }
    let base = access.platform == .bedrock ? ProbePath.bedrockControl(access) : access.baseURL
    var request = HTTPRequest(
      url: base + path, headers: ["accept": "application/json"], timeouts: timeouts,
      limits: HTTPLimits(maxBody: 4 << 20))
    do throws(ProbeShapeError) {
      try ProbeRequestShape.authorize(&request, access, now())
    } catch {
      return .failure(DiscoveryFailure(reason: CleanText(error.description)))
    }
    return await ask(request, choose)
  }

  private func ask<Choice: Sendable>(
    _ request: HTTPRequest, _ choose: (LooseJSON) -> Choice?
  ) async -> Result<Choice, DiscoveryFailure> {
    do throws(HTTPError) {
      let response = try await client.send(request)
      guard response.status == 200 else {
        let error = VendorError(body: response.body)
        let evidence = FailureEvidence(
          status: response.status, errorType: error.type, errorCode: error.code, message: error.message?.text)
        let cause = FailureTable.classify(evidence)?.cause ?? ""
        return .failure(DiscoveryFailure(reason: "models: HTTP \(response.status). \(cause)"))
      }
      let choice = LooseJSON(response.body).flatMap(choose)
      return choice.map(Result.success) ?? .failure(DiscoveryFailure(reason: "the list of models is empty"))
    } catch {
      return .failure(DiscoveryFailure(reason: CleanText(error.description)))
    }
  }

  private static func path(_ platform: Platform) -> String? {
    switch platform {
    case .anthropic: "/v1/models?limit=1000"
    case .openai, .mistral: "/models"
    case .gemini: "/models?pageSize=1000"
    case .bedrock, .vertex: nil
    }
  }

  // MARK: Choice

  /// Words of the smallest families first; within a family the newest wins.
  private static func families(_ platform: Platform) -> [String] {
    switch platform {
    case .anthropic, .bedrock, .vertex: ["haiku", "sonnet", "opus"]
    case .openai: ["nano", "mini"]
    case .gemini: ["flash-lite", "flash"]
    case .mistral: ["ministral", "small"]
    }
  }

  /// Models that answer something other than chat.
  private static let unfit = [
    "audio", "realtime", "tts", "transcribe", "image", "embed", "search", "moderation", "ocr", "live",
  ]

  /// The newest model of the smallest family in a list reply; any chat model when no family is known.
  package static func cheapest(in list: LooseJSON, _ platform: Platform) -> Model? {
    newest(in: list, platform).first
      ?? fit(in: list, platform).max { ($0.created, $1.name) < ($1.created, $0.name) }
      .map { Model(CleanText($0.name, limit: 120).text) }
  }

  /// The newest model of each family that the list has, the smallest family first.
  package static func newest(in list: LooseJSON, _ platform: Platform) -> [Model] {
    let fit = fit(in: list, platform)
    return families(platform).compactMap { word in
      fit.filter { $0.name.lowercased().contains(word) }
        .max { ($0.created, $1.name) < ($1.created, $0.name) }
        .map { Model(CleanText($0.name, limit: 120).text) }
    }
  }

  private static func fit(
    in list: LooseJSON, _ platform: Platform
  ) -> [(name: String, created: Instant)] {
    if platform == .bedrock { return BedrockModels.fit(in: list) }
    let items = (list["data"] ?? list["models"])?.items ?? []
    return items.compactMap { item -> (name: String, created: Instant)? in
      guard let id = item["id"]?.text ?? item["name"]?.text, isFit(item, id, platform) else { return nil }
      let name = id.hasPrefix("models/") ? String(id.dropFirst(7)) : id
      let written = item["created_at"]?.text.flatMap { Timestamp.parseRFC3339($0) }
      let created = written ?? item["created"]?.integer.map { Instant(seconds: Int64($0)) }
      return (name, created ?? Instant(seconds: 0))
    }
  }

  private static func isFit(_ item: LooseJSON, _ id: String, _ platform: Platform) -> Bool {
    let methods = item["supportedGenerationMethods"]?.items ?? []
    if !methods.isEmpty, !methods.contains(.string("generateContent")) { return false }
    return platform == .anthropic || !unfit.contains { id.lowercased().contains($0) }
  }
}
