import SitrepAdapters
import SitrepCore

/// A first `config.yaml` for what the environment holds: what is found stands open, the rest as comments.
struct FirstConfiguration {
  private let environment: [String: String]
  private let home: String

  init(_ environment: [String: String], home: String) {
    self.environment = environment
    self.home = home
  }

  var text: String {
    let found = Platform.allCases.compactMap { platform in entry(platform).map { (platform, $0) } }
    guard !found.isEmpty else {
      return "# Nothing was found in the environment: no platform's key is set.\n\n"
        + ConfigurationTable.commentedFile
    }
    let platforms = found.map { "  \($0.0.rawValue): {\($0.1)}" }.joined(separator: "\n")
    let plans = (try? Blueprint(.standard, environment: environment, mode: .live))?.settings.probes ?? []
    let probes = plans.filter { plan in found.contains { $0.0 == plan.series.platform } }
      .map {
        "  - {platform: \($0.series.platform.rawValue), model: \"\($0.series.model.rawValue)\", cadence: 1m}"
      }
      .joined(separator: "\n")
    let route = found.map(\.0.rawValue).joined(separator: ", ")
    return """
      # Made by sitrep config init from what the environment holds; keys are named, never kept here.
      platforms:
      \(platforms)
      # One small model each. Probes cost money: nothing paid is sent before you agree to the price a day.
      probes:
      \(probes)
      # consent: {dollars_per_day: 2.50}
      route: [\(route)]

      # Everything else, with its standard value:

      \(ConfigurationTable.commentedFile)
      """
  }

  private func has(_ name: String) -> Bool { !(environment[name] ?? "").isEmpty }

  private func first(_ names: [String]) -> String? { names.first(where: has) }

  /// The mapping of one platform; nil when nothing opens it.
  private func entry(_ platform: Platform) -> String? {
    switch platform {
    case .anthropic: key(["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"])
    case .openai: key(["OPENAI_API_KEY"])
    case .gemini: key(["GEMINI_API_KEY", "GOOGLE_API_KEY"])
    case .mistral: key(["MISTRAL_API_KEY"])
    case .bedrock: bedrock
    case .vertex: vertex
    }
  }

  private func key(_ names: [String]) -> String? { first(names).map { "key: env:\($0)" } }

  private var bedrock: String? {
    let search = AWSDiscovery(environment, home: environment["HOME"] ?? home, isWanted: false)
    let region = "region: \"\(search.region())\""
    if has("AWS_BEARER_TOKEN_BEDROCK") { return "\(region), key: env:AWS_BEARER_TOKEN_BEDROCK" }
    if has("AWS_ACCESS_KEY_ID"), has("AWS_SECRET_ACCESS_KEY") {
      let session = has("AWS_SESSION_TOKEN") ? ", session_token: env:AWS_SESSION_TOKEN" : ""
      return "\(region), access_key: env:AWS_ACCESS_KEY_ID, secret_key: env:AWS_SECRET_ACCESS_KEY\(session)"
    }
    // A profile needs no key here: its file is found each time.
    if case .lookup = search.find() { return region }
    return nil
  }

  private var vertex: String? {
    guard has("ANTHROPIC_VERTEX_PROJECT_ID"), has("CLOUD_ML_REGION") else { return nil }
    let place =
      "project: \"\(quoted("ANTHROPIC_VERTEX_PROJECT_ID"))\", region: \"\(quoted("CLOUD_ML_REGION"))\""
    return has("GOOGLE_OAUTH_ACCESS_TOKEN") ? "\(place), key: env:GOOGLE_OAUTH_ACCESS_TOKEN" : place
  }

  /// A variable's value as it may stand between double quotes.
  private func quoted(_ name: String) -> String {
    CleanText(environment[name] ?? "", limit: 200).text.filter { $0 != "\"" && $0 != "\\" }
  }
}
