/// The configuration in force, as an event of the journal: no secrets, only what judgement and screen need.
package struct Settings: Hashable, Codable, Sendable {
  package var mode: Mode
  package var probes: [ProbePlan]
  package var feeds: [FeedPlan]
  package var controls: [ControlPlan]
  /// Platforms in the order in which traffic prefers them.
  package var route: [Platform]
  /// Whether a gateway serves applications beside this engine; then it owns the breakers of traffic.
  package var gateway: GatewayPlan?
  package var breaker: BreakerSettings
  /// Where a platform's breaker has numbers of its own.
  package var platformBreakers: [Platform: BreakerSettings]?
  /// The keys that are configured, by fingerprint.
  package var keys: [KeyName]?
  package var objectives: ObjectiveTargets
  package var severity: SeveritySettings
  package var incident: IncidentSettings
  package var failback: FailbackSettings
  /// How long after a failed probe each confirming probe is sent.
  package var confirms: [TimeSpan]
  /// What a reader must know about this configuration, for example "cadence 2 s instead of 30 s".
  package var notices: [CleanText]
  /// When a latency has stepped up; absent for the standard numbers.
  package var latencyStep: LatencyStepSettings?

  package var latencySteps: LatencyStepSettings { latencyStep ?? .standard }
  /// The most that probes may cost a day, in millionths of a dollar; absent follows the agreed price.
  package var probeCap: Int?
  /// What models cost where the configuration says so; absent for estimates alone.
  package var prices: PriceList?

  package init(
    mode: Mode, probes: [ProbePlan], feeds: [FeedPlan], controls: [ControlPlan] = [], route: [Platform],
    gateway: GatewayPlan? = nil, breaker: BreakerSettings = .runbook,
    objectives: ObjectiveTargets = .standard,
    severity: SeveritySettings = .standard, incident: IncidentSettings = .standard,
    failback: FailbackSettings = .standard, confirms: [TimeSpan] = Settings.standardConfirms,
    notices: [CleanText] = [], latencyStep: LatencyStepSettings? = nil
  ) {
    self.mode = mode
    self.probes = probes
    self.feeds = feeds
    self.controls = controls
    self.route = route
    self.gateway = gateway
    self.breaker = breaker
    self.objectives = objectives
    self.severity = severity
    self.incident = incident
    self.failback = failback
    self.confirms = confirms
    self.notices = notices
    self.latencyStep = latencyStep
  }

  /// The numbers that hold for the breakers of `platform`.
  package func breaker(of platform: Platform) -> BreakerSettings {
    platformBreakers?[platform] ?? breaker
  }

  /// +3, +8 and +20 s (notes/incidents.md D1).
  package static let standardConfirms: [TimeSpan] = [.seconds(3), .seconds(8), .seconds(20)]

  /// Watches nothing; what a state holds before its first configuration.
  package static let empty = Settings(mode: .live, probes: [], feeds: [], route: [])
}

extension Settings {
  /// What a plan says while it waits for somebody to agree to its price.
  package static let waitsForConsent: CleanText = "waits for consent (c)"

  /// What the screen says beside them, with the price.
  package static func consentNotice(microdollarsPerDay: Int) -> CleanText {
    CleanText("\(consentNoticeStart) about $\(Narrative.dollars(microdollarsPerDay)) a day; press c")
  }

  private static let consentNoticeStart = "paid probes wait for consent:"

  /// With the probes that wait for consent switched on, if the agreed price covers them all.
  package func activated(by consent: Consent) -> Settings {
    guard ActionTable.microdollarsPerDay(self) <= consent.microdollarsPerDay else { return self }
    var active = self
    active.notices.removeAll { $0.text.hasPrefix(Settings.consentNoticeStart) }
    for index in active.probes.indices where active.probes[index].idle == Settings.waitsForConsent {
      active.probes[index].idle = nil
    }
    return active
  }

  /// With probes that wait for consent switched on where `earlier` sends them already.
  package func keeping(probesOf earlier: Settings) -> Settings {
    let running = Set(earlier.probes.filter { $0.idle == nil }.map(\.series))
    var kept = self
    for index in kept.probes.indices
    where kept.probes[index].idle == Settings.waitsForConsent && running.contains(kept.probes[index].series) {
      kept.probes[index].idle = nil
    }
    return kept
  }
}

/// Whether this is the world or a drill.
///
/// Everything exported from a drill says so.
package enum Mode: Hashable, Codable, Sendable {
  case live
  case drill(CleanText)

  package var isDrill: Bool { self != .live }
}

/// One series that is probed, or the reason why it is not.
package struct ProbePlan: Hashable, Codable, Sendable {
  package var series: SeriesID
  package var cadence: TimeSpan
  package var timeout: TimeSpan
  /// Estimated price of this probe in millionths of a US dollar; absent when unknown.
  package var microdollars: Int?
  /// Why nothing is sent: "no credentials", "waits for consent (c)".
  ///
  /// Absent when probing.
  package var idle: CleanText?

  package init(
    series: SeriesID, cadence: TimeSpan = .seconds(30), timeout: TimeSpan = .seconds(30),
    microdollars: Int? = nil, idle: CleanText? = nil
  ) {
    self.series = series
    self.cadence = cadence
    self.timeout = timeout
    self.microdollars = microdollars
    self.idle = idle
  }
}

/// A vendor's page that is read.
package struct FeedPlan: Hashable, Codable, Sendable {
  package var vendor: Vendor
  /// The platform whose trouble this page would tell.
  package var platform: Platform?
  package var cadence: TimeSpan
  /// Where a person reads it.
  package var link: CleanText
  /// Absent for the vendor's own page.
  package var role: FeedRole?

  package init(
    vendor: Vendor, platform: Platform?, cadence: TimeSpan = .minutes(3), link: CleanText,
    role: FeedRole? = nil
  ) {
    self.role = role
    self.vendor = vendor
    self.platform = platform
    self.cadence = cadence
    self.link = link
  }

  /// After three missed reads (and the fetch's own time) what the page said is stale.
  package var staleAfter: TimeSpan { cadence * 3 + .seconds(10) }
}

/// A check of our own side.
package struct ControlPlan: Hashable, Codable, Sendable {
  package var name: String
  package var kind: ControlKind
  /// The name to resolve, or the URL to reach.
  package var target: String
  package var cadence: TimeSpan

  package init(name: String, kind: ControlKind, target: String = "", cadence: TimeSpan = .seconds(30)) {
    self.name = name
    self.kind = kind
    self.target = target
    self.cadence = cadence
  }
}

package enum ControlKind: String, Codable, CaseIterable, Sendable {
  /// The system's resolver finds a name.
  case resolver
  /// A resolver that is asked past the system's: "www.example.com@1.1.1.1".
  case directResolver
  /// Any answer of an unrelated host over TLS.
  case neutralHost
  /// Our clock against the date of an unrelated host's answer.
  case clock
  /// Whether a short sleep of ours ends in time.
  case scheduler
}

package struct GatewayPlan: Hashable, Codable, Sendable {
  /// Where applications point their base URL.
  package var address: CleanText

  package init(address: CleanText) {
    self.address = address
  }
}

/// Service levels over a sliding window (facts/users-system.md, "Service levels").
package struct ObjectiveTargets: Hashable, Codable, Sendable {
  package var availability: Double
  package var errorRate: Double
  package var p95: TimeSpan
  package var p99: TimeSpan
  package var longestFailureRun: Int
  package var window: TimeSpan

  package static let standard = ObjectiveTargets(
    availability: 0.995, errorRate: 0.01, p95: .seconds(5), p99: .seconds(10), longestFailureRun: 3,
    window: .minutes(60))

  package init(
    availability: Double, errorRate: Double, p95: TimeSpan, p99: TimeSpan, longestFailureRun: Int,
    window: TimeSpan
  ) {
    self.availability = availability
    self.errorRate = errorRate
    self.p95 = p95
    self.p99 = p99
    self.longestFailureRun = longestFailureRun
    self.window = window
  }
}

/// Numbers of the severity rules (DESIGN section 5).
package struct SeveritySettings: Hashable, Codable, Sendable {
  package var totalShare: Double
  package var totalAttempts: Int
  package var totalWindow: TimeSpan
  package var errorRate: Double
  package var errorCount: Int
  package var errorAttempts: Int
  package var slowAfter: TimeSpan
  package var slowCount: Int
  package var slowShare: Double
  package var window: TimeSpan
  /// How long a lower severity must be measured before the severity falls.
  package var hold: TimeSpan

  package static let standard = SeveritySettings(
    totalShare: 0.9, totalAttempts: 5, totalWindow: .minutes(2), errorRate: 0.05, errorCount: 3,
    errorAttempts: 20, slowAfter: .seconds(10), slowCount: 3, slowShare: 0.02, window: .minutes(60),
    hold: .seconds(60))

  package init(
    totalShare: Double, totalAttempts: Int, totalWindow: TimeSpan, errorRate: Double, errorCount: Int,
    errorAttempts: Int, slowAfter: TimeSpan, slowCount: Int, slowShare: Double, window: TimeSpan,
    hold: TimeSpan
  ) {
    self.totalShare = totalShare
    self.totalAttempts = totalAttempts
    self.totalWindow = totalWindow
    self.errorRate = errorRate
    self.errorCount = errorCount
    self.errorAttempts = errorAttempts
    self.slowAfter = slowAfter
    self.slowCount = slowCount
    self.slowShare = slowShare
    self.window = window
    self.hold = hold
  }
}

/// How traffic returns to the preferred platform: hold, ramp, abort on new overloads (DESIGN section 5).
package struct FailbackSettings: Hashable, Codable, Sendable {
  package var hold: TimeSpan
  /// Percent of traffic at each step of the ramp, rising; the last step is 100.
  package var ramp: [Int]
  package var rampStep: TimeSpan

  package static let standard = FailbackSettings(
    hold: .seconds(120), ramp: [10, 25, 50, 100], rampStep: .seconds(30))

  package init(hold: TimeSpan, ramp: [Int], rampStep: TimeSpan) {
    self.hold = hold
    self.ramp = ramp
    self.rampStep = rampStep
  }
}
