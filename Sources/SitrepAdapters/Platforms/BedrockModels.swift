import SitrepCore

/// Reads Bedrock's two lists: inference profiles, and the models that can be invoked by their own names.
enum BedrockModels {
  /// Claude's models that can be invoked, each with the day in its name, which tells the newer one.
  static func fit(in list: LooseJSON) -> [(name: String, created: Instant)] {
    let profiles = (list["inferenceProfileSummaries"]?.items ?? []).compactMap(profile)
    let models = (list["modelSummaries"]?.items ?? []).compactMap(model)
    return (profiles + models).map { ($0, day(in: $0)) }
  }

  private static func profile(_ item: LooseJSON) -> String? {
    guard let id = item["inferenceProfileId"]?.text, id.contains("anthropic.claude"),
      item["status"]?.text ?? "ACTIVE" == "ACTIVE"
    else { return nil }
    return id
  }

  /// Without a profile only what is served on demand can be invoked.
  private static func model(_ item: LooseJSON) -> String? {
    guard let id = item["modelId"]?.text, id.hasPrefix("anthropic.claude"),
      item["modelLifecycle"]?["status"]?.text ?? "ACTIVE" == "ACTIVE"
    else { return nil }
    let kinds = item["inferenceTypesSupported"]?.items ?? []
    return kinds.isEmpty || kinds.contains(.string("ON_DEMAND")) ? id : nil
  }

  /// Midnight of "20251001" in "us.anthropic.claude-haiku-4-5-20251001-v1:0"; the oldest time when there is none.
  private static func day(in name: String) -> Instant {
    let part = name.split { $0 == "-" || $0 == "." || $0 == ":" }
      .first { $0.utf8.count == 8 && $0.allSatisfy(\.isNumber) }
    guard let part else { return Instant(seconds: 0) }
    let text = "\(part.prefix(4))-\(part.dropFirst(4).prefix(2))-\(part.suffix(2))T00:00:00Z"
    return Timestamp.parseRFC3339(text) ?? Instant(seconds: 0)
  }
}
