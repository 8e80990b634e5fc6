import SitrepCore

/// Where a probe's request goes.
struct ProbePath {
  let method: String
  let url: String

  init(series: SeriesID, access: PlatformAccess) throws(ProbeShapeError) {
    let isList = series.capability == .models
    let isGet = isList || series.capability == .reach && ![.bedrock, .vertex].contains(series.platform)
    method = isGet ? "GET" : "POST"
    let base = isList && series.platform == .bedrock ? ProbePath.bedrockControl(access) : access.baseURL
    switch series.platform {
    case .anthropic: url = base + ProbePath.anthropic(series.capability)
    case .bedrock: url = base + ProbePath.bedrock(series)
    case .vertex: url = base + (try ProbePath.vertex(series, access))
    case .openai, .mistral: url = base + (isGet ? "/models" : "/chat/completions")
    case .gemini: url = base + ProbePath.gemini(series)
    }
  }

  private static func anthropic(_ capability: Capability) -> String {
    switch capability {
    case .models, .reach: "/v1/models"
    case .countTokens: "/v1/messages/count_tokens"
    default: "/v1/messages"
    }
  }

  /// The control plane is another host than the runtime, unless an address of one's own serves both.
  static func bedrockControl(_ access: PlatformAccess) -> String {
    guard let range = access.baseURL.firstRange(of: "://bedrock-runtime.") else { return access.baseURL }
    return access.baseURL.replacingCharacters(in: range, with: "://bedrock.")
  }

  private static func bedrock(_ series: SeriesID) -> String {
    let model = PercentEncoding.segment(series.model.rawValue)
    switch series.capability {
    case .models: return "/foundation-models?byProvider=anthropic"
    case .reach: return "/model/none/invoke"
    case .countTokens: return "/model/\(model)/count-tokens"
    case .streaming: return "/model/\(model)/invoke-with-response-stream"
    default: return "/model/\(model)/invoke"
    }
  }

  private static func vertex(
    _ series: SeriesID, _ access: PlatformAccess
  ) throws(ProbeShapeError) -> String {
    guard let project = access.project else { throw ProbeShapeError(description: "no Google Cloud project") }
    let place = "/projects/\(PercentEncoding.segment(project))/locations/\(access.region)"
    let name: String
    switch series.capability {
    case .countTokens, .reach: name = "count-tokens"
    default: name = PercentEncoding.segment(series.model.rawValue, keeping: "@")
    }
    let verb = series.capability == .streaming ? "streamRawPredict" : "rawPredict"
    return "\(place)/publishers/anthropic/models/\(name):\(verb)"
  }

  private static func gemini(_ series: SeriesID) -> String {
    let name = PercentEncoding.segment(series.model.rawValue)
    switch series.capability {
    case .models, .reach: return "/models"
    case .countTokens: return "/models/\(name):countTokens"
    case .streaming: return "/models/\(name):streamGenerateContent?alt=sse"
    default: return "/models/\(name):generateContent"
    }
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
