/// Numbers of a circuit breaker.
package struct BreakerSettings: Hashable, Codable, Sendable {
  /// The preset that these numbers began with.
  package var profile: BreakerProfile
  /// Failed calls in a row that open it.
  package var failuresToOpen: Int
  /// How long failures in a row are remembered; nil for ever.
  package var runMemory: TimeSpan?
  /// Failures must span this long before they open it, so that one hiccup of many calls does not.
  package var spread: TimeSpan
  /// Shares of failed calls that open it, whichever comes first.
  package var rates: [RateArm]
  /// A success that took longer is slow.
  package var slowAfter: TimeSpan
  /// Shares of slow calls that open it.
  package var slowRates: [RateArm]
  /// How long the first opening lasts.
  package var openFor: TimeSpan
  /// Each opening in a row lasts this many times as long as the one before, 1 for always the same.
  package var openFactor: Double
  /// The longest opening, before jitter.
  package var longestOpen: TimeSpan
  /// Share by which an opening is made longer or shorter by chance, so that fleets do not return in step.
  package var jitter: Double
  /// Openings are no longer in a row once it was closed for this long.
  package var calmAfter: TimeSpan
  /// Calls let through at once while half-open.
  package var halfOpenPermits: Int
  /// Successes that close it again.
  package var successesToClose: Int
  /// How long a half-open call may hold its permit before the permit is given on.
  package var permitLease: TimeSpan
  /// After closing again, the share of calls that pass grows from `rampStart` to all over this time.
  package var rampFor: TimeSpan
  package var rampStart: Double

  /// Longest window of calls that is kept.
  package static let longestWindow = 1000
  /// Longest run of failures that is kept.
  package static let longestRun = 1000

  /// The user's numbers (facts/users-system.md, "Breaker"): 5 in a row, 60 s, 3 through, 2 close.
  package static let runbook = BreakerSettings(
    failuresToOpen: 5, openFor: .seconds(60), halfOpenPermits: 3, successesToClose: 2,
    permitLease: .seconds(60))

  /// Beside the user's 5 in a row the rate arms, growing open time and ramp of notes/resilience.md C3.
  package static let traffic: BreakerSettings = {
    var settings = BreakerSettings.runbook
    settings.profile = .traffic
    settings.runMemory = .minutes(10)
    settings.spread = .seconds(5)
    settings.rates = [
      RateArm(share: 0.5, minimum: 20, of: .time(.seconds(15))),
      RateArm(share: 0.5, minimum: 8, of: .time(.seconds(120))),
      RateArm(share: 0.25, minimum: 20, of: .time(.seconds(60))),
    ]
    settings.slowAfter = .seconds(20)
    settings.slowRates = [RateArm(share: 0.8, minimum: 10, of: .time(.seconds(120)))]
    settings.openFor = .seconds(15)
    settings.openFactor = 2
    settings.longestOpen = .seconds(300)
    settings.jitter = 0.2
    settings.calmAfter = .seconds(120)
    settings.rampFor = .seconds(30)
    settings.rampStart = 0.1
    return settings
  }()

  package static func preset(_ profile: BreakerProfile) -> BreakerSettings {
    switch profile {
    case .runbook: runbook
    case .traffic: traffic
    }
  }

  /// As the runbook counts: failures in a row only, and every opening as long as the first.
  package init(
    failuresToOpen: Int, openFor: TimeSpan, halfOpenPermits: Int, successesToClose: Int, permitLease: TimeSpan
  ) {
    profile = .runbook
    self.failuresToOpen = failuresToOpen
    spread = .zero
    rates = []
    slowAfter = .seconds(10)
    slowRates = []
    self.openFor = openFor
    openFactor = 1
    longestOpen = .seconds(300)
    jitter = 0
    calmAfter = .seconds(120)
    self.halfOpenPermits = halfOpenPermits
    self.successesToClose = successesToClose
    self.permitLease = permitLease
    rampFor = .zero
    rampStart = 1
  }

  /// What an older journal does not say is as the runbook has it.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? standard
    }
    let standard = BreakerSettings.runbook
    profile = (try? container.decode(BreakerProfile.self, forKey: .profile)) ?? standard.profile
    failuresToOpen = try read(.failuresToOpen, standard.failuresToOpen)
    runMemory = try container.decodeIfPresent(TimeSpan.self, forKey: .runMemory)
    spread = try read(.spread, standard.spread)
    rates = try read(.rates, standard.rates)
    slowAfter = try read(.slowAfter, standard.slowAfter)
    slowRates = try read(.slowRates, standard.slowRates)
    openFor = try read(.openFor, standard.openFor)
    openFactor = try read(.openFactor, standard.openFactor)
    longestOpen = try read(.longestOpen, standard.longestOpen)
    jitter = try read(.jitter, standard.jitter)
    calmAfter = try read(.calmAfter, standard.calmAfter)
    halfOpenPermits = try read(.halfOpenPermits, standard.halfOpenPermits)
    successesToClose = try read(.successesToClose, standard.successesToClose)
    permitLease = try read(.permitLease, standard.permitLease)
    rampFor = try read(.rampFor, standard.rampFor)
    rampStart = try read(.rampStart, standard.rampStart)
  }
}

/// A preset of breaker numbers.
package enum BreakerProfile: String, Codable, CaseIterable, Sendable {
  /// The user's own numbers; for breakers that probes feed.
  case runbook
  /// For breakers that a gateway's calls feed.
  case traffic
}
