package import SitrepCore

/// What a `config.yaml` says, with the standard value for everything it does not say.
///
/// Plain values only: keys are named by where they are, never held.
package struct Configuration: Hashable, Sendable {
  /// The file it was read from; nil when there was none.
  package var file: String?
  package var theme: String
  /// Platforms that the file describes; those it does not are found from the environment.
  package var platforms: [PlatformEntry]
  /// Nil when the file says nothing, then the well-known pages are read; empty for none.
  package var feeds: [FeedEntry]?
  package var controls: [ControlEntry]?
  /// Nil when the file says nothing, then the platforms that have keys are probed.
  package var probes: [ProbeEntry]?
  /// The page for people that is probed.
  package var webPage = ProbeWebPage.claude
  /// The most that probes may cost a day, in millionths of a dollar; nil for the agreed price and a half.
  package var dailyCap: Int?
  /// What models cost, by a part of their names; estimated where it says nothing.
  package var prices: PriceList?
  package var route: [Platform]?
  package var gateway: GatewayEntry?
  /// Host and port of the health endpoints; nil for none.
  package var httpListen: String? = nil
  /// What checkers must present there; nil for nothing, which only loopback may have.
  package var httpToken: KeySource? = nil
  package var breaker: BreakerSettings
  /// Where a platform's breaker has numbers of its own.
  package var platformBreakers: [Platform: BreakerSettings] = [:]
  package var objectives: ObjectiveTargets
  package var severity: SeveritySettings
  package var incident: IncidentSettings
  package var failback: FailbackSettings
  package var latencyStep: LatencyStepSettings = .standard
  package var confirms: [TimeSpan]
  /// Price a day up to which paid probes are agreed to; nil asks on the screen first.
  package var consent: Consent?
  /// Path of a postmortem's layout; nil for the standard one.
  package var postmortemTemplate: String?

  /// What holds without a file.
  package static let standard = Configuration(
    file: nil, theme: "default", platforms: [], feeds: nil, controls: nil, probes: nil, route: nil,
    gateway: nil, breaker: .runbook, objectives: .standard, severity: .standard, incident: .standard,
    failback: .standard, confirms: Settings.standardConfirms, consent: nil)

  package func platform(_ platform: Platform) -> PlatformEntry? {
    platforms.first { $0.platform == platform }
  }
}

/// Where a key is to be had.
package enum KeySource: Hashable, Sendable, CustomStringConvertible {
  case environment(String)
  case file(String)
  /// A command line whose output is the key.
  case command(String)

  package var description: String {
    switch self {
    case .command(let line): "command:\(CommandWords.split(line)?.first ?? "") …"
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    }
  }
}

/// How one platform is reached; nil leaves it to what the platform and the environment say.
package struct PlatformEntry: Hashable, Sendable {
  package var platform: Platform
  package var baseURL: String?
  package var region: String?
  package var project: String?
  /// API keys or tokens, in the order in which they are used.
  package var keys: [KeySource]
  package var accessKey: KeySource?
  package var secretKey: KeySource?
  package var sessionToken: KeySource?
  /// AWS credentials whole, as JSON that `credential_process` would print.
  package var credentials: KeySource?
  /// How often commands for keys are run again; nil for what suits the platform.
  package var keyRefresh: TimeSpan?
  /// Models to probe, one a family, the one for every capability first; empty finds them.
  package var models: [Model] = []
  /// A key for probes alone, so that their use and their limits are told apart from traffic's.
  package var probeKey: KeySource?

  package init(
    platform: Platform, baseURL: String? = nil, region: String? = nil, project: String? = nil,
    keys: [KeySource] = [], accessKey: KeySource? = nil, secretKey: KeySource? = nil,
    sessionToken: KeySource? = nil
  ) {
    self.platform = platform
    self.baseURL = baseURL
    self.region = region
    self.project = project
    self.keys = keys
    self.accessKey = accessKey
    self.secretKey = secretKey
    self.sessionToken = sessionToken
  }
}

/// How a status page is written.
package enum FeedKind: String, CaseIterable, Sendable {
  /// Statuspage v2, incident.io's pages among them.
  case statuspage
  case aws
  case gcp
  /// Checkly, as Mistral's page is.
  case checkly
  /// RSS or Atom of anybody.
  case rss
  /// JSON of anybody, by the places that `json` names.
  case json
  /// Not read: an address for people.
  case link
}

/// A vendor's page to read.
package struct FeedEntry: Hashable, Sendable {
  package var vendor: Vendor
  package var platform: Platform?
  package var kind: FeedKind
  /// Tried in order.
  package var urls: [String]
  /// Where a person reads it; the first URL unless told otherwise.
  package var link: String
  package var cadence: TimeSpan
  /// Only these count, where the page tells of several; empty for what suits the platform.
  package var regions: [String] = []
  /// Services of AWS, beginnings of Google's product titles, words in the items of a feed.
  package var products: [String] = []
  package var places = JSONPlaces()
  /// A third party's page, which is no word of the vendor's.
  package var isWitness = false
}

/// A check of our own side.
package struct ControlEntry: Hashable, Sendable {
  package var name: String
  package var kind: ControlKind
  /// The name to resolve, or the URL to fetch.
  package var target: String
  package var cadence: TimeSpan
}

/// Probes of one model at one platform.
package struct ProbeEntry: Hashable, Sendable {
  package var platform: Platform
  package var model: Model
  package var region: String?
  package var capabilities: [Capability]
  /// Nil for what the capability has of its own.
  package var cadence: TimeSpan?
  package var timeout: TimeSpan

  package init(
    platform: Platform, model: Model, region: String?, capabilities: [Capability], cadence: TimeSpan?,
    timeout: TimeSpan
  ) {
    self.platform = platform
    self.model = model
    self.region = region
    self.capabilities = capabilities
    self.cadence = cadence
    self.timeout = timeout
  }
}

package struct GatewayEntry: Hashable, Sendable {
  /// Host and port that applications connect to.
  package var listen: String
  /// What callers must present; nil for nothing, which only loopback may have.
  package var token: KeySource?
  /// What each platform calls a model that callers name; a name that is missing is passed on as it is.
  package var models: [Platform: [String: Model]]
}
