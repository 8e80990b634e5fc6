import SitrepAdapters
import SitrepCore
import SitrepSimulator

/// The `config.yaml` of a demo: real thresholds, but a shorter cadence, open time and holds, said on screen.
struct DemoConfiguration {
  let drill: DrillScript
  let endpoints: VendorEndpoints
  let pace: DrillPace
  /// Nil for none: probes then feed the breakers.
  let gatewayPort: UInt16?
  /// Whether Vertex is opened by a service account's file, as in production; else by a fixed token.
  var isWithAccount = false

  /// Where the demo's keys stand; they open simulated vendors only, and are no secrets.
  static let keyVariable = "SITREP_DEMO_KEY"
  private static let pairVariables = [
    "access_key": "SITREP_DEMO_KEY_ID", "secret_key": "SITREP_DEMO_KEY_SECRET",
    "session_token": "SITREP_DEMO_KEY_SESSION",
  ]

  /// What the configuration refers to; `account` is the path of a service account's file.
  static func environment(account: String?) -> [String: String] {
    let pair = VendorKeys.demo.aws.first
    var variables = [
      keyVariable: "demo-key-of-no-value", "SITREP_DEMO_KEY_ID": pair?.id ?? "",
      "SITREP_DEMO_KEY_SECRET": pair?.secret ?? "", "SITREP_DEMO_KEY_SESSION": pair?.session ?? "",
    ]
    variables["GOOGLE_APPLICATION_CREDENTIALS"] = account
    return variables
  }

  var yaml: String {
    """
    # Made by sitrep demo for the drill \(drill.name).
    platforms:
    \(platforms)
    feeds:
      - {vendor: Claude, platform: anthropic, url: "\(endpoints.claudeSummary)", cadence: \(text(pace.page))}
      - {vendor: AWS, platform: bedrock, kind: aws, url: "\(endpoints.awsCurrentEvents)", cadence: \(text(pace.clouds))}
      - {vendor: Google, platform: vertex, kind: gcp, url: "\(endpoints.gcpIncidents)", cadence: \(text(pace.clouds))}
    controls:
      - {name: resolver, kind: resolver, target: localhost, cadence: \(text(pace.controls))}
      - {name: neutral 1, kind: neutralHost, target: "\(endpoints.neutralOne)", cadence: \(text(pace.controls))}
      - {name: neutral 2, kind: neutralHost, target: "\(endpoints.neutralTwo)", cadence: \(text(pace.controls))}
    web_ui: {url: "\(endpoints.webUI)"}
    probes:
    \(probes)
    route: [\(route)]
    \(gateway)breaker: {open_for: \(text(pace.breakerOpen)), longest_open: \(text(pace.breakerOpen * 4))}
    failback: {hold: \(text(pace.failbackHold)), ramp_step: \(text(pace.rampStep))}
    incident: {quiet_hold: \(text(pace.quietHold))}
    severity: {hold: \(text(pace.severityHold))}
    confirms: [\(pace.confirms.map(text).joined(separator: ", "))]

    """
  }

  private func text(_ span: TimeSpan) -> String { DurationText.text(span) }

  private var gateway: String {
    guard !drill.asked.isEmpty else { return "" }
    return gatewayPort.map { "gateway:\n  listen: 127.0.0.1:\($0)\n  models:\n\(modelMap)\n" } ?? ""
  }

  private var served: [(platform: Platform, platformName: String, entry: ServedPlatform)] {
    drill.platforms.sorted { $0.key < $1.key }.map { ($0.key, $0.key.rawValue, $0.value) }
  }

  private var route: String { drill.preferred.map(\.rawValue).joined(separator: ", ") }

  private var platforms: String {
    served.map { platform, name, entry in
      let extra = platform == .vertex && !isWithAccount ? ", project: demo" : ""
      return
        "  \(name): {base_url: \"\(endpoints.base(of: platform))\", region: \"\(entry.region)\", \(keys(platform))\(extra)}"
    }.joined(separator: "\n")
  }

  /// Requests to Bedrock are signed, as in production.
  private func keys(_ platform: Platform) -> String {
    if platform == .vertex, isWithAccount { return "project: demo" }
    guard platform == .bedrock else { return "key: env:\(DemoConfiguration.keyVariable)" }
    return DemoConfiguration.pairVariables.sorted { $0.key < $1.key }.map { "\($0.key): env:\($0.value)" }
      .joined(separator: ", ")
  }

  /// What the drill says, else messages of the first party's models and of a small one elsewhere; then every
  /// other capability of the smallest: dearer ones are probed more rarely, as in production.
  private var probes: String {
    var (messages, others): ([String], [String]) = ([], [])
    for (platform, name, entry) in served {
      for model in probed(platform, entry) {
        messages += line(name, model, entry.capabilities, every: 1)
      }
      guard let model = small(entry) else { continue }
      let capabilities = ProbeCoverage.capabilities(at: platform).filter { !entry.capabilities.contains($0) }
      others += line(name, model, capabilities.filter(\.speaksForTraffic), every: 6)
      others += line(name, model, capabilities.filter { !$0.speaksForTraffic && $0.hasModel }, every: 10)
      others += line(name, nil, capabilities.filter { !$0.hasModel }, every: 10)
    }
    return (messages + others).joined(separator: "\n")
  }

  private func small(_ entry: ServedPlatform) -> Model? {
    let names = entry.models.keys.sorted()
    return names.first { $0.shortName == "haiku" } ?? names.first
  }

  private func line(
    _ platform: String, _ model: Model?, _ capabilities: [Capability], every turns: Double
  ) -> [String] {
    guard !capabilities.isEmpty else { return [] }
    let name = model.map { "model: \"\($0.rawValue)\", " } ?? ""
    let words = capabilities.map(\.rawValue).joined(separator: ", ")
    return [
      "  - {platform: \(platform), \(name)capabilities: [\(words)], "
        + "cadence: \(text(pace.probes * turns)), timeout: \(text(pace.timeout))}"
    ]
  }

  private func probed(_ platform: Platform, _ entry: ServedPlatform) -> [Model] {
    guard entry.probed.isEmpty else { return entry.probed }
    let names = entry.models.keys.sorted()
    guard platform != .anthropic else { return names }
    return small(entry).map { [$0] } ?? []
  }

  /// How the other platforms spell each model: the one of the same family that sounds most alike.
  private var modelMap: String {
    drill.asked.map { model in
      let others = served.filter { $0.entry.models[model] == nil }.compactMap { _, name, entry -> String? in
        let names = entry.models.keys.sorted()
        let twin =
          names.first { $0.rawValue.hasSuffix(model.rawValue) }
          ?? names.first { $0.shortName == model.shortName }
        return twin.map { "\(name): \"\($0.rawValue)\"" }
      }
      return "    \(model.rawValue): {\(others.joined(separator: ", "))}"
    }.joined(separator: "\n")
  }
}
