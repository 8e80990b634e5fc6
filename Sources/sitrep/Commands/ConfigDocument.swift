import SitrepAdapters
import SitrepCore

/// What `config show` prints: what is in force, with secrets as their fingerprints.
struct ConfigDocument: Encodable {
  struct Door: Encodable {
    var platform: String
    var baseURL: String?
    var region: String?
    var project: String?
    /// Where the key is to be had, as configured; absent when it was found from the environment.
    var key: [String]?
    var fingerprint: String?
    var shut: String?
  }

  struct Page: Encodable {
    var vendor: String
    var urls: [String]
  }

  var file: String?
  var theme: String
  var platforms: [Door]
  var pages: [Page]
  var gatewayToken: String?
  var settings: Settings

  init(_ blueprint: Blueprint) {
    let configuration = blueprint.configuration
    file = configuration.file
    theme = configuration.theme
    settings = blueprint.settings
    gatewayToken = configuration.gateway?.token?.description
    pages = blueprint.pages.map { Page(vendor: $0.vendor.rawValue, urls: $0.urls) }
    platforms = Platform.allCases.compactMap { platform in
      let door = blueprint.doors.open.first { $0.platform == platform }
      let entry = configuration.platform(platform)
      guard door != nil || entry != nil else { return nil }
      let sources =
        (entry?.keys ?? []) + [entry?.accessKey, entry?.secretKey, entry?.credentials].compactMap { $0 }
      return Door(
        platform: platform.rawValue, baseURL: door?.baseURL, region: door?.region, project: door?.project,
        key: sources.isEmpty ? nil : sources.map(\.description), fingerprint: door?.credential.fingerprint,
        shut: blueprint.doors.shut[platform]?.text)
    }
  }
}
