import SitrepCore

/// How Vertex AI may be opened here (facts/vertex.md 5).
package struct GoogleDiscovery: Sendable {
  private let environment: [String: String]
  private let home: String
  private let isWanted: Bool

  /// `isWanted` when a configuration names the platform.
  package init(_ environment: [String: String], home: String, isWanted: Bool) {
    self.environment = environment
    self.home = home
    self.isWanted = isWanted
  }

  /// What opens Vertex AI; region and project as configured, else as the environment and the file say.
  package func find(
    baseURL: String? = nil, region explicitRegion: String? = nil, project explicitProject: String? = nil
  ) -> Discovery {
    let file = fileSource
    let contents = file.read()
    let ofFile = (try? contents?.get())?.project
    let project =
      explicitProject ?? set("ANTHROPIC_VERTEX_PROJECT_ID") ?? set("GOOGLE_CLOUD_PROJECT") ?? ofFile
    guard let project else {
      return .shut("no credentials: set ANTHROPIC_VERTEX_PROJECT_ID and CLOUD_ML_REGION")
    }
    guard let region = explicitRegion ?? set("CLOUD_ML_REGION") else {
      return .shut("no region: set CLOUD_ML_REGION")
    }
    var access = PlatformAccess(
      platform: .vertex, baseURL: baseURL ?? set("ANTHROPIC_VERTEX_BASE_URL"), region: region,
      project: project, credential: .none)
    if let token = set("GOOGLE_OAUTH_ACCESS_TOKEN"), AWSCredentialJSON.isHeaderSafe(token) {
      access.credential = .bearer(Secret(token))
      return .open(access)
    }
    return .lookup(CredentialLookup(access: access, source: chain(file, hasFile: contents != nil)))
  }

  /// The file that the vendor's own libraries would take.
  private var fileSource: GoogleFileSource {
    if let named = set("GOOGLE_APPLICATION_CREDENTIALS") {
      return GoogleFileSource(path: named, isNamed: true)
    }
    let directory = set("CLOUDSDK_CONFIG") ?? "\(home)/.config/gcloud"
    return GoogleFileSource(path: "\(directory)/application_default_credentials.json", isNamed: false)
  }

  /// Project and region are known by now, which is hint enough to ask the machine.
  private func chain(_ file: GoogleFileSource, hasFile: Bool) -> any CredentialSource {
    guard !hasFile else { return file }
    return CredentialChain(
      [
        file, GoogleMetadataSource(host: set("GCE_METADATA_HOST") ?? GoogleMetadataSource.standardHost),
        GcloudSource(),
      ],
      advice: "no credentials: run gcloud auth application-default login")
  }

  private func set(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
