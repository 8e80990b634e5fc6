import SitrepCore

/// Reads `config.yaml`.
package enum ConfigurationFile {
  /// The configuration at `path`, with every problem of the file in the error.
  package static func read(_ path: String) throws(ConfigurationError) -> Configuration {
    try decode(try YAMLDocument.read(path))
  }

  package static func decode(_ document: YAMLDocument) throws(ConfigurationError) -> Configuration {
    var reader = ConfigurationReader(file: document.file)
    var configuration = Configuration.standard
    configuration.file = document.file
    if let top = reader.section(document.root, path: "") {
      reader.readGeneral(top, into: &configuration)
      reader.readPlatforms(top, into: &configuration)
      reader.readWatched(top, into: &configuration)
      reader.readProbing(top, into: &configuration)
      reader.readJudgement(top, into: &configuration)
    }
    guard reader.problems.isEmpty else {
      throw ConfigurationError(
        reader.problems.sorted { ($0.position ?? .start) < ($1.position ?? .start) })
    }
    return configuration
  }
}

extension YAMLPosition {
  static let start = YAMLPosition(line: 1, column: 1)
}

extension ConfigurationReader {
  fileprivate mutating func readGeneral(_ top: Section, into configuration: inout Configuration) {
    configuration.theme = text("theme", in: top) ?? configuration.theme
    configuration.route = value(
      "route", in: top, "a list of platforms (\(Self.platformWords))", standard: nil
    ) { node in
      guard let route = Self.oneOrMore(node, Self.platform), Set(route).count == route.count else {
        return nil
      }
      return route
    }
    if let gateway = section("gateway", in: top) {
      let address = required("listen", in: gateway, "HOST:PORT, as 127.0.0.1:4000", Self.address)
      let models = value(
        "models", in: gateway, "each model as NAME: {PLATFORM: NAME THERE}", standard: [:], Self.modelNames)
      let token = keys("token", in: gateway).first
      configuration.gateway = address.map { GatewayEntry(listen: $0, token: token, models: models) }
    }
    if let postmortem = section("postmortem", in: top) {
      configuration.postmortemTemplate = text("template", in: postmortem).map { path in
        path.hasPrefix("/") ? path : "\(file.lastIndex(of: "/").map { file[...$0] } ?? "")\(path)"
      }
    }
    if let http = section("http", in: top) {
      configuration.httpListen = required("listen", in: http, "HOST:PORT, as 127.0.0.1:9464", Self.address)
      configuration.httpToken = keys("token", in: http).first
    }
    if let consent = section("consent", in: top) {
      let dollars = required("dollars_per_day", in: consent, "an amount of US dollars, as 2.50") { node in
        node.number.flatMap { (0...1_000_000).contains($0) ? $0 : nil }
      }
      configuration.consent = dollars.map { Consent(microdollarsPerDay: Int(($0 * 1e6).rounded())) }
    }
    configuration.confirms = value(
      "confirms", in: top, "a list of lengths of time such as [3s, 8s, 20s]",
      standard: configuration.confirms
    ) { node in node.elements?.isEmpty == true ? [] : Self.oneOrMore(node, Self.duration) }
  }

  private static func modelNames(_ node: YAMLNode) -> [Platform: [String: Model]]? {
    guard let callers = node.entries else { return nil }
    var names: [Platform: [String: Model]] = [:]
    for caller in callers {
      guard let places = caller.value.entries else { return nil }
      for place in places {
        guard let platform = Platform(rawValue: place.key), let name = place.value.text else { return nil }
        names[platform, default: [:]][caller.key] = Model(name)
      }
    }
    return names
  }

  private static func address(_ node: YAMLNode) -> String? {
    guard let text = node.text, let colon = text.lastIndex(of: ":"), colon > text.startIndex,
      let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
    else { return nil }
    return text
  }

  // MARK: Platforms

  fileprivate mutating func readPlatforms(_ top: Section, into configuration: inout Configuration) {
    guard let platforms = section("platforms", in: top) else { return }
    for entry in platforms.node.entries ?? [] {
      guard let platform = Platform(rawValue: entry.key) else {
        complain(
          entry.keyPosition, "platforms", "found \"\(entry.key)\", expected \(Self.platformWords)")
        continue
      }
      guard let section = section(entry.value, path: "platforms.*") else { continue }
      configuration.platforms.append(read(platform, section))
    }
  }

  private mutating func read(_ platform: Platform, _ section: Section) -> PlatformEntry {
    var entry = PlatformEntry(
      platform: platform,
      baseURL: value("base_url", in: section, Self.urlWords, standard: nil, Self.url),
      region: text("region", in: section), project: text("project", in: section),
      keys: keys("key", in: section), accessKey: keys("access_key", in: section).first,
      secretKey: keys("secret_key", in: section).first,
      sessionToken: keys("session_token", in: section).first)
    entry.models = value(
      "models", in: section, "a list of the platform's own model names", standard: []
    ) { node in Self.oneOrMore(node) { $0.text.map { Model($0) } } }
    entry.probeKey = keys("probe_key", in: section).first
    entry.credentials = keys("credentials", in: section).first
    entry.keyRefresh = value("key_refresh", in: section, Self.durationWords, standard: nil) {
      Self.duration($0)
    }
    if platform != .bedrock, let node = section.node["credentials"] {
      complain(
        node.position, "platforms.\(platform.rawValue).credentials", "only bedrock takes AWS credentials")
    }
    return entry
  }

  /// Says nothing of what it found: that may be a key.
  private mutating func keys(_ name: String, in section: Section) -> [KeySource] {
    assert(ConfigurationTable.key("\(section.path).\(name)") != nil, "\(name) is not in the table")
    guard let node = section.node[name] else { return [] }
    if let keys = Self.oneOrMore(node, Self.keySource) { return keys }
    complain(
      node.position, "\(section.path).\(name)",
      "found something else than where the key is, expected env:NAME, file:PATH or command:…; "
        + "keep the key itself out of this file, and change it if it was shared")
    return []
  }

  // MARK: What is watched

  static let urlWords = "an address that begins with https:// or http://"

  fileprivate mutating func readWatched(_ top: Section, into configuration: inout Configuration) {
    if let sections = list("feeds", in: top) { configuration.feeds = sections.compactMap { readFeed($0) } }
    if let sections = list("controls", in: top) {
      configuration.controls = sections.compactMap { readControl($0) }
    }
    if let sections = list("probes", in: top) { configuration.probes = sections.compactMap { readProbe($0) } }
  }

  private mutating func readControl(_ section: Section) -> ControlEntry? {
    let name = required("name", in: section, "a name for the check") { node in node.text }
    let kinds = ControlKind.allCases.map(\.rawValue).joined(separator: ", ")
    let kind = required("kind", in: section, "one of: \(kinds)") { node in
      node.text.flatMap(ControlKind.init(rawValue:))
    }
    let target = required("target", in: section, "a host name or an address") { node in node.text }
    let cadence = duration("cadence", in: section, standard: .seconds(30))
    guard let name, let kind, let target else { return nil }
    return ControlEntry(name: name, kind: kind, target: target, cadence: cadence)
  }

  private mutating func readProbe(_ section: Section) -> ProbeEntry? {
    let platform = required("platform", in: section, Self.platformWords, Self.platform)
    let words = Capability.allCases.map(\.rawValue).joined(separator: ", ")
    let capabilities = value(
      "capabilities", in: section, "a list out of: \(words)", standard: [Capability.messages]
    ) { node in Self.oneOrMore(node) { $0.text.flatMap(Capability.init(rawValue:)) } }
    let needsModel = capabilities.contains(where: \.hasModel)
    let modelWords = "the model's name as the platform spells it"
    let model =
      needsModel
      ? required("model", in: section, modelWords) { node in node.text } : text("model", in: section) ?? ""
    let region = text("region", in: section)
    let cadence = value("cadence", in: section, Self.durationWords, standard: nil) { Self.duration($0) }
    let timeout = duration("timeout", in: section, standard: .seconds(30))
    guard let platform, let model else { return nil }
    return ProbeEntry(
      platform: platform, model: Model(model), region: region, capabilities: capabilities, cadence: cadence,
      timeout: timeout)
  }
}
