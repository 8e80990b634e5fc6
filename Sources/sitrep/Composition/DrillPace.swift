package import SitrepCore
package import SitrepSimulator

/// How fast a drill is watched: everything in which it differs from production, in one place.
package struct DrillPace: Hashable, Sendable {
  package var probes: TimeSpan
  package var timeout: TimeSpan
  /// Claude's page; the clouds' pages and our own side have cadences of their own.
  package var page: TimeSpan
  package var clouds: TimeSpan
  package var controls: TimeSpan
  package var breakerOpen: TimeSpan
  package var failbackHold: TimeSpan
  package var rampStep: TimeSpan
  package var quietHold: TimeSpan
  package var severityHold: TimeSpan
  package var confirms: [TimeSpan]

  /// The standard configuration's own numbers.
  package static let production = DrillPace(
    probes: .seconds(30), timeout: .seconds(30), page: .minutes(3), clouds: .minutes(3),
    controls: .seconds(30), breakerOpen: BreakerSettings.runbook.openFor,
    failbackHold: FailbackSettings.standard.hold, rampStep: FailbackSettings.standard.rampStep,
    quietHold: IncidentSettings.standard.quietHold, severityHold: SeveritySettings.standard.hold,
    confirms: Settings.standardConfirms)

  /// A demo and a drill of minutes: hours of a real incident are compressed into them.
  private static let compressed = DrillPace(
    probes: .seconds(2), timeout: .seconds(10), page: .seconds(3), clouds: .seconds(10),
    controls: .seconds(10), breakerOpen: .seconds(15), failbackHold: .seconds(30), rampStep: .seconds(5),
    quietHold: .seconds(60), severityHold: .seconds(30), confirms: Settings.standardConfirms)

  /// A drill shorter than a minute, for tests.
  private static let quick = DrillPace(
    probes: .milliseconds(500), timeout: .seconds(10), page: .seconds(1), clouds: .seconds(10),
    controls: .seconds(10), breakerOpen: .seconds(2), failbackHold: .seconds(2), rampStep: .seconds(1),
    quietHold: .seconds(5), severityHold: .seconds(3),
    confirms: [.milliseconds(300), .milliseconds(600), .seconds(1)])

  /// As the drill says, else by its length: a demo's up to half an hour, production's beyond.
  package static func demo(of drill: DrillScript) -> DrillPace {
    switch drill.watch {
    case .production?: production
    case .demo?: compressed
    case nil: drill.length < .seconds(60) ? quick : drill.length <= .minutes(30) ? compressed : production
    }
  }
}
