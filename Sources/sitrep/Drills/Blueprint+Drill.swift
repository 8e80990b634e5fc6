import SitrepAdapters
import SitrepCore
import SitrepSimulator

extension Blueprint {
  /// A drill, configured as its demo is; it has a gateway where it has traffic.
  init(_ drill: DrillScript, pace: DrillPace, endpoints: VendorEndpoints, gatewayPort: UInt16) throws {
    let yaml = DemoConfiguration(
      drill: drill, endpoints: endpoints, pace: pace, gatewayPort: drill.traffic.isEmpty ? nil : gatewayPort
    ).yaml
    let document = try YAMLDocument.parse(Array(yaml.utf8), file: "\(drill.name).yaml")
    try self.init(
      try ConfigurationFile.decode(document),
      environment: [DemoConfiguration.keyVariable: DemoConfiguration.key],
      mode: .drill(CleanText(drill.name)))
  }
}
