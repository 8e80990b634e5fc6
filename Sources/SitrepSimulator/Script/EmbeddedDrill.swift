/// A drill that comes with the program, as the bytes of its YAML.
package struct EmbeddedDrill: Sendable {
  /// As in `sitrep demo NAME`; the file's name without its ending.
  package var name: String
  package var bytes: [UInt8]
}

/// The drills that come with the program.
///
/// Decoding their YAML is the caller's part.
package enum EmbeddedDrills {
  /// What `sitrep demo` plays when no drill is named.
  package static let defaultName = "july-29"

  /// All of them, the default first.
  package static var all: [EmbeddedDrill] {
    [
      EmbeddedDrill(name: defaultName, bytes: PackageResources.july_29_yaml),
      EmbeddedDrill(name: "total-outage", bytes: PackageResources.total_outage_yaml),
      EmbeddedDrill(name: "one-model", bytes: PackageResources.one_model_yaml),
      // The name of the resource loses its first digit: none may begin one.
      EmbeddedDrill(name: "529-foreshadow", bytes: PackageResources._29_foreshadow_yaml),
      EmbeddedDrill(name: "rolling-30-july", bytes: PackageResources.rolling_30_july_yaml),
      EmbeddedDrill(name: "auth-16-august", bytes: PackageResources.auth_16_august_yaml),
      EmbeddedDrill(name: "storm-529", bytes: PackageResources.storm_529_yaml),
      EmbeddedDrill(name: "shared-upstream", bytes: PackageResources.shared_upstream_yaml),
      EmbeddedDrill(name: "mixed-23-january", bytes: PackageResources.mixed_23_january_yaml),
      EmbeddedDrill(name: "stream-rot", bytes: PackageResources.stream_rot_yaml),
      EmbeddedDrill(name: "quota-squeeze", bytes: PackageResources.quota_squeeze_yaml),
      EmbeddedDrill(name: "own-network", bytes: PackageResources.own_network_yaml),
      EmbeddedDrill(name: "poisoned-resolver", bytes: PackageResources.poisoned_resolver_yaml),
      EmbeddedDrill(name: "asleep", bytes: PackageResources.asleep_yaml),
      EmbeddedDrill(name: "long-grey-day", bytes: PackageResources.long_grey_day_yaml),
      EmbeddedDrill(name: "key-revoked", bytes: PackageResources.key_revoked_yaml),
      EmbeddedDrill(name: "rate-limit-burst", bytes: PackageResources.rate_limit_burst_yaml),
      EmbeddedDrill(name: "page-down", bytes: PackageResources.page_down_yaml),
      EmbeddedDrill(name: "capability-regression", bytes: PackageResources.capability_regression_yaml),
      EmbeddedDrill(name: "capabilities", bytes: PackageResources.capabilities_yaml),
      EmbeddedDrill(name: "each-platform", bytes: PackageResources.each_platform_yaml),
      EmbeddedDrill(name: "odd-bytes", bytes: PackageResources.odd_bytes_yaml),
      EmbeddedDrill(name: "alternates", bytes: PackageResources.alternates_yaml),
      EmbeddedDrill(name: "calm", bytes: PackageResources.calm_yaml),
      EmbeddedDrill(name: "quick", bytes: PackageResources.quick_yaml),
    ]
  }

  /// The commented drill that uses everything; not one of those that are played by name.
  package static var example: [UInt8] { PackageResources.example_yaml }

  package static func named(_ name: String) -> EmbeddedDrill? {
    all.first { $0.name == name }
  }
}
