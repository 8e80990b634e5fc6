import SitrepCore
import SitrepSimulator

/// The `config.yaml` of a demo: real thresholds, but a shorter cadence, open time and holds, said on screen.
struct DemoConfiguration {
  let drill: DrillScript
  let endpoints: VendorEndpoints
  let gatewayPort: UInt16

  /// Models that applications ask the gateway for: the first platform's own names.
  var models: [Model] { drill.platforms[.anthropic]?.models.keys.sorted() ?? [] }

  private var isQuick: Bool { drill.length < .seconds(60) }

  var yaml: String {
    """
    # Made by sitrep demo for the drill \(drill.name).
    platforms:
    \(platforms)
    feeds:
      - {vendor: Claude, platform: anthropic, url: "\(endpoints.claudeSummary)", cadence: \(isQuick ? "1s" : "3s")}
      - {vendor: AWS, platform: bedrock, kind: aws, url: "\(endpoints.awsCurrentEvents)", cadence: 10s}
      - {vendor: Google, platform: vertex, kind: gcp, url: "\(endpoints.gcpIncidents)", cadence: 10s}
    controls:
      - {name: resolver, kind: resolver, target: localhost, cadence: 10s}
      - {name: neutral host, kind: neutralHost, target: "\(endpoints.awsCurrentEvents)", cadence: 10s}
    probes:
    \(probes)
    route: [\(route)]
    gateway:
      listen: 127.0.0.1:\(gatewayPort)
      models:
    \(modelMap)
    breaker: {open_for: \(isQuick ? "2s" : "15s")}
    failback: {hold: \(isQuick ? "2s" : "30s"), ramp_step: \(isQuick ? "1s" : "5s")}
    incident: {quiet_hold: \(isQuick ? "5s" : "60s")}
    severity: {hold: \(isQuick ? "3s" : "30s")}
    confirms: [\(isQuick ? "300ms, 600ms, 1s" : "3s, 8s, 20s")]

    """
  }

  private var served: [(platform: Platform, platformName: String, entry: ServedPlatform)] {
    drill.platforms.sorted { $0.key < $1.key }.map { ($0.key, $0.key.rawValue, $0.value) }
  }

  private var route: String { served.map(\.platformName).joined(separator: ", ") }

  private var platforms: String {
    served.map { platform, name, entry in
      let extra = platform == .vertex ? ", project: demo" : ""
      return
        "  \(name): {base_url: \"\(base(platform))\", region: \"\(entry.region)\", key: env:SITREP_DEMO_KEY\(extra)}"
    }.joined(separator: "\n")
  }

  private func base(_ platform: Platform) -> String {
    switch platform {
    case .bedrock: endpoints.bedrock
    case .vertex: endpoints.vertex
    default: endpoints.anthropic
    }
  }

  /// Both first-party models whole and streaming, one model elsewhere.
  private var probes: String {
    var lines: [String] = []
    for (platform, name, entry) in served {
      let names = entry.models.keys.sorted()
      for model in platform == .anthropic ? names : Array(names.filter { $0.shortName == "haiku" }.prefix(1))
      {
        lines.append(
          "  - {platform: \(name), model: \"\(model.rawValue)\", capabilities: [messages], "
            + "cadence: \(isQuick ? "500ms" : "2s"), timeout: 10s}")
      }
    }
    return lines.joined(separator: "\n")
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
