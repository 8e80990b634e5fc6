import SitrepAdapters
import SitrepCore
import SitrepSimulator

extension Blueprint {
  /// A drill, configured as its demo is; it has a gateway where it has traffic.
  ///
  /// `account` is the file of a service account that opens Vertex; without one a fixed token does.
  init(
    _ drill: DrillScript, pace: DrillPace, endpoints: VendorEndpoints, gatewayPort: UInt16,
    account: String? = nil
  ) throws {
    let yaml = DemoConfiguration(
      drill: drill, endpoints: endpoints, pace: pace,
      gatewayPort: drill.traffic.isEmpty ? nil : gatewayPort, isWithAccount: account != nil
    ).yaml
    let document = try YAMLDocument.parse(Array(yaml.utf8), file: "\(drill.name).yaml")
    try self.init(
      try ConfigurationFile.decode(document),
      environment: DemoConfiguration.environment(account: account),
      mode: .drill(CleanText(drill.name)))
  }
}
