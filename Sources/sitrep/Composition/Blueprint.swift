import SitrepAdapters
import SitrepCore

/// What a configuration and the environment come to: settings for the engine, doors for the adapters.
struct Blueprint: Sendable {
  let configuration: Configuration
  let mode: Mode
  /// As they were found at the start; whoever keeps credentials fresh keeps a copy up to date.
  var doors: Doors
  /// Models that platforms list, where the configuration names none.
  var models: [Platform: [Model]] = [:]

  /// Doors that open without waiting for anybody.
  var access: [PlatformAccess] { doors.usable }
  var pages: [PageSource] { Pages.sources(configuration, access: doors.open) }
  var webPage: ProbeWebPage { configuration.webPage }
  var gateway: GatewayEntry? { configuration.gateway }
  var theme: String { configuration.theme }

  /// Reads `--config`, else the user's own file if there is one, else the environment alone.
  static func load(_ invocation: Invocation, _ context: Context) throws -> Blueprint {
    let configuration = try configuration(invocation, context)
    let mode = invocation.value(.drill).map { Mode.drill(CleanText($0)) } ?? .live
    return try Blueprint(configuration, environment: context.environment, mode: mode)
  }

  static func configuration(_ invocation: Invocation, _ context: Context) throws -> Configuration {
    if let named = invocation.value(.config) { return try ConfigurationFile.read(named) }
    let own = context.paths(invocation).configurationFile
    return SafeFile.exists(own) ? try ConfigurationFile.read(own) : .standard
  }

  init(_ configuration: Configuration, environment: [String: String], mode: Mode) throws {
    self.configuration = configuration
    self.mode = mode
    doors = try Doors(configuration, environment, home: Host.home(environment), mode: mode)
  }

  /// What the engine is to do with the doors as they are.
  var settings: Settings {
    let probes = Probes.plans(configuration, doors, models: models, mode: mode)
    var settings = Settings(
      mode: mode, probes: probes,
      feeds: Pages.plans(configuration, access: doors.open),
      controls: Controls.plans(configuration, access: doors.open),
      route: configuration.route ?? doors.routed,
      gateway: configuration.gateway.map { GatewayPlan(address: CleanText("http://\($0.listen)")) },
      breaker: configuration.breaker, objectives: configuration.objectives, severity: configuration.severity,
      incident: configuration.incident, failback: configuration.failback, confirms: configuration.confirms,
      notices: Notices.price(of: probes) + Notices.lines(configuration, mode: mode)
        + doors.troubles.sorted { $0.key < $1.key }.map(\.value),
      latencyStep: configuration.latencyStep == .standard ? nil : configuration.latencyStep)
    settings.probeCap = configuration.dailyCap ?? configuration.consent?.microdollarsPerDay
    settings.prices = configuration.prices
    settings.platformBreakers = configuration.platformBreakers.isEmpty ? nil : configuration.platformBreakers
    let keys = doors.keys
    settings.keys = keys.isEmpty ? nil : keys
    return settings
  }
}

extension OptionSpec {
  static let drill = OptionSpec(name: "--drill", value: "NAME", help: "mark everything as this drill")
}

/// What a reader must know of this configuration: what waits, and where a drill differs from production.
enum Notices {
  static func lines(_ configuration: Configuration, mode: Mode) -> [CleanText] {
    guard mode.isDrill else { return [] }
    let standard = Configuration.standard
    var lines: [CleanText] = []
    note("probes every", configuration.probes?.first?.cadence ?? .seconds(30), .seconds(30), &lines)
    let preset = BreakerSettings.preset(configuration.breaker.profile)
    note("breaker open", configuration.breaker.openFor, preset.openFor, &lines)
    note("failback hold", configuration.failback.hold, standard.failback.hold, &lines)
    note("quiet hold", configuration.incident.quietHold, standard.incident.quietHold, &lines)
    note("severity hold", configuration.severity.hold, standard.severity.hold, &lines)
    return lines
  }

  /// What the probes that wait for consent would cost, so that nobody must press a key to learn it.
  static func price(of probes: [ProbePlan]) -> [CleanText] {
    guard probes.contains(where: { $0.idle == Settings.waitsForConsent }) else { return [] }
    return [
      Settings.consentNotice(microdollarsPerDay: ActionTable.microdollarsPerDay(.empty(probing: probes)))
    ]
  }

  private static func note(_ what: String, _ here: TimeSpan, _ there: TimeSpan, _ lines: inout [CleanText]) {
    guard here != there else { return }
    lines.append("\(what) \(DurationText.text(here)) instead of \(DurationText.text(there))")
  }
}
