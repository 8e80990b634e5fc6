package import SitrepCore

/// What the environment opens, and why the rest stays shut.
package struct EnvironmentCredentials: Sendable {
  package var found: [PlatformAccess] = []
  /// The reason for each platform that is not found, in words for the screen.
  package var missing: [Platform: CleanText] = [:]

  /// Reads the variables that the vendors' own tools read (facts/anthropic-api.md 2, bedrock.md 9, vertex.md 1).
  ///
  /// `awsRegion` is what a profile says, for when no variable does.
  package init(_ environment: [String: String], awsRegion: String? = nil) {
    var environment = environment
    if environment["AWS_REGION"] == nil, environment["AWS_DEFAULT_REGION"] == nil {
      environment["AWS_REGION"] = awsRegion
    }
    let variables = Variables(environment)
    for platform in Platform.allCases {
      switch EnvironmentCredentials.access(platform, variables) {
      case .success(let access): found.append(access)
      case .failure(let absence): missing[platform] = absence.reason
      }
    }
  }

  private static func access(
    _ platform: Platform, _ variables: Variables
  ) -> Result<PlatformAccess, Absence> {
    switch platform {
    case .anthropic: anthropic(variables)
    case .bedrock: bedrock(variables)
    case .vertex: vertex(variables)
    case .openai: keyed(.openai, variables, ["OPENAI_API_KEY"], base: "OPENAI_BASE_URL")
    case .gemini: keyed(.gemini, variables, ["GEMINI_API_KEY", "GOOGLE_API_KEY"], base: "GEMINI_BASE_URL")
    case .mistral: keyed(.mistral, variables, ["MISTRAL_API_KEY"], base: "MISTRAL_BASE_URL")
    }
  }

  /// The key wins over the token: sending both is refused by the service.
  private static func anthropic(_ variables: Variables) -> Result<PlatformAccess, Absence> {
    let key = variables.secret("ANTHROPIC_API_KEY").map(Credential.apiKey)
    let token = variables.secret("ANTHROPIC_AUTH_TOKEN").map(Credential.bearer)
    guard let credential = key ?? token else { return .failure(.noCredentials("set ANTHROPIC_API_KEY")) }
    return .success(
      PlatformAccess(
        platform: .anthropic, baseURL: variables["ANTHROPIC_BASE_URL"], credential: credential))
  }

  /// A bearer key wins over signing keys, as in the vendor's own client.
  private static func bedrock(_ variables: Variables) -> Result<PlatformAccess, Absence> {
    let region = variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? "us-east-1"
    let credential: Credential
    if let bearer = variables.secret("AWS_BEARER_TOKEN_BEDROCK") {
      credential = .bearer(bearer)
    } else if let access = variables["AWS_ACCESS_KEY_ID"] {
      guard let secret = variables.secret("AWS_SECRET_ACCESS_KEY") else {
        return .failure(.noCredentials("AWS_SECRET_ACCESS_KEY is not set"))
      }
      credential = .awsKeys(access: access, secret: secret, session: variables.secret("AWS_SESSION_TOKEN"))
    } else {
      return .failure(.noCredentials("set AWS_ACCESS_KEY_ID or AWS_BEARER_TOKEN_BEDROCK"))
    }
    return .success(
      PlatformAccess(
        platform: .bedrock, baseURL: variables["ANTHROPIC_BEDROCK_BASE_URL"], region: region,
        credential: credential))
  }

  private static func vertex(_ variables: Variables) -> Result<PlatformAccess, Absence> {
    guard let project = variables["ANTHROPIC_VERTEX_PROJECT_ID"] else {
      return .failure(.noCredentials("set ANTHROPIC_VERTEX_PROJECT_ID"))
    }
    guard let region = variables["CLOUD_ML_REGION"] else {
      return .failure(.noCredentials("set CLOUD_ML_REGION"))
    }
    guard let token = variables.secret("GOOGLE_OAUTH_ACCESS_TOKEN") else {
      return .failure(.noCredentials("set GOOGLE_OAUTH_ACCESS_TOKEN"))
    }
    return .success(
      PlatformAccess(
        platform: .vertex, baseURL: variables["ANTHROPIC_VERTEX_BASE_URL"], region: region, project: project,
        credential: .bearer(token)))
  }

  private static func keyed(
    _ platform: Platform, _ variables: Variables, _ names: [String], base: String
  ) -> Result<PlatformAccess, Absence> {
    guard let key = names.lazy.compactMap(variables.secret).first else {
      return .failure(.noCredentials("set \(names[0])"))
    }
    return .success(
      PlatformAccess(platform: platform, baseURL: variables[base], credential: .apiKey(key)))
  }
}

/// Why a platform is not found.
private struct Absence: Error {
  var reason: CleanText

  static func noCredentials(_ advice: String) -> Absence {
    Absence(reason: "no credentials: \(advice)")
  }
}

/// The environment with empty and unusable values left out.
private struct Variables {
  private let values: [String: String]

  init(_ values: [String: String]) {
    self.values = values
  }

  /// Trimmed; nil when empty, or when it holds what no header or address may hold.
  subscript(name: String) -> String? {
    guard let value = values[name] else { return nil }
    let start = value.drop(while: \.isWhitespace)
    let trimmed = String(start.reversed().drop(while: \.isWhitespace).reversed())
    let isUsable = trimmed.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return !trimmed.isEmpty && isUsable ? trimmed : nil
  }

  func secret(_ name: String) -> Secret? {
    self[name].map { Secret($0) }
  }
}
