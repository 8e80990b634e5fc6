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

  /// Models that applications ask the gateway for: the first platform's own names.
  var models: [Model] { drill.platforms[.anthropic]?.models.keys.sorted() ?? [] }

  /// Vendors take any key, so this one opens every door; it is no secret.
  static let keyVariable = "SITREP_DEMO_KEY"
  static let key = "demo-key-of-no-value"

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
      - {name: neutral host, kind: neutralHost, target: "\(endpoints.awsCurrentEvents)", cadence: \(text(pace.controls))}
    web_ui: {url: "\(endpoints.webUI)"}
    probes:
    \(probes)
    route: [\(route)]
    \(gateway)breaker: {open_for: \(text(pace.breakerOpen))}
    failback: {hold: \(text(pace.failbackHold)), ramp_step: \(text(pace.rampStep))}
    incident: {quiet_hold: \(text(pace.quietHold))}
    severity: {hold: \(text(pace.severityHold))}
    confirms: [\(pace.confirms.map(text).joined(separator: ", "))]

    """
  }

  private func text(_ span: TimeSpan) -> String { DurationText.text(span) }

  private var gateway: String {
    gatewayPort.map { "gateway:\n  listen: 127.0.0.1:\($0)\n  models:\n\(modelMap)\n" } ?? ""
  }

  private var served: [(platform: Platform, platformName: String, entry: ServedPlatform)] {
    drill.platforms.sorted { $0.key < $1.key }.map { ($0.key, $0.key.rawValue, $0.value) }
  }

  private var route: String { served.map(\.platformName).joined(separator: ", ") }

  private var platforms: String {
    served.map { platform, name, entry in
      let extra = platform == .vertex ? ", project: demo" : ""
      return
        "  \(name): {base_url: \"\(base(platform))\", region: \"\(entry.region)\", key: env:\(DemoConfiguration.keyVariable)\(extra)}"
    }.joined(separator: "\n")
  }

  private func base(_ platform: Platform) -> String {
    switch platform {
    case .bedrock: endpoints.bedrock
    case .vertex: endpoints.vertex
    default: endpoints.anthropic
    }
  }

  /// Messages of both first-party models and of one model elsewhere, then every other capability of the
  /// smallest: dearer ones are probed more rarely, as in production.
  private var probes: String {
    var (messages, others): ([String], [String]) = ([], [])
    for (platform, name, entry) in served {
      let names = entry.models.keys.sorted()
      let small = names.filter { $0.shortName == "haiku" }.prefix(1)
      for model in platform == .anthropic ? names : Array(small) {
        messages.append(line(name, model, [.messages], every: 1))
      }
      guard let model = small.first ?? names.first else { continue }
      let capabilities = ProbeCoverage.capabilities(at: platform).filter { $0 != .messages }
      others.append(line(name, model, [.streaming], every: 6))
      others.append(line(name, model, capabilities.filter { $0 != .streaming && $0.hasModel }, every: 10))
      others.append(line(name, nil, capabilities.filter { !$0.hasModel }, every: 10))
    }
    return (messages + others).joined(separator: "\n")
  }

  private func line(
    _ platform: String, _ model: Model?, _ capabilities: [Capability], every turns: Double
  ) -> String {
    let name = model.map { "model: \"\($0.rawValue)\", " } ?? ""
    let words = capabilities.map(\.rawValue).joined(separator: ", ")
    return "  - {platform: \(platform), \(name)capabilities: [\(words)], "
      + "cadence: \(text(pace.probes * turns)), timeout: \(text(pace.timeout))}"
  }

  /// How the other platforms spell each model: the one of the same family that sounds most alike.
  private var modelMap: String {
    models.map { model in
      let others = served.filter { $0.platform != .anthropic }.compactMap { _, name, entry -> String? in
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
