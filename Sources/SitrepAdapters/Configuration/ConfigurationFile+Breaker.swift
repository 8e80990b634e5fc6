import SitrepCore

/// Numbers of breakers, for all platforms and for single ones.
extension ConfigurationReader {
  /// A gateway's calls have the profile `traffic` unless told otherwise, probes the profile `runbook`.
  mutating func readBreakers(_ top: Section, into configuration: inout Configuration) {
    configuration.breaker = configuration.gateway == nil ? .runbook : .traffic
    if let section = section("breaker", in: top) {
      configuration.breaker = read(section, over: configuration.breaker)
    }
    for entry in top.node["platforms"]?.entries ?? [] {
      guard let platform = Platform(rawValue: entry.key), let node = entry.value["breaker"],
        let section = section(node, path: "platforms.*.breaker")
      else { continue }
      configuration.platformBreakers[platform] = read(section, over: configuration.breaker)
    }
  }

  private mutating func read(_ section: Section, over standard: BreakerSettings) -> BreakerSettings {
    let words = BreakerProfile.allCases.map(\.rawValue).joined(separator: ", ")
    let profile = value("profile", in: section, "one of: \(words)", standard: nil) { node in
      node.text.flatMap(BreakerProfile.init(rawValue:))
    }
    var settings = profile.map(BreakerSettings.preset) ?? standard
    readOpening(section, into: &settings)
    settings.openFor = duration("open_for", in: section, standard: settings.openFor)
    settings.openFactor = value(
      "open_factor", in: section, "a number from 1 to 10", standard: settings.openFactor
    ) { node in node.number.flatMap { (1...10).contains($0) ? $0 : nil } }
    settings.longestOpen = duration("longest_open", in: section, standard: settings.longestOpen)
    settings.jitter = value(
      "jitter", in: section, "a share of at most 50%, such as 20%", standard: settings.jitter
    ) { node in Self.share(node).flatMap { $0 <= 0.5 ? $0 : nil } }
    settings.calmAfter = duration("calm_after", in: section, standard: settings.calmAfter)
    settings.halfOpenPermits = bounded(
      "half_open_permits", in: section, settings.halfOpenPermits, 1...1000)
    settings.successesToClose = count("successes_to_close", in: section, standard: settings.successesToClose)
    settings.permitLease = duration("permit_lease", in: section, standard: settings.permitLease)
    settings.rampFor = span("ramp_for", in: section, standard: settings.rampFor)
    return settings
  }

  private mutating func readOpening(_ section: Section, into settings: inout BreakerSettings) {
    settings.failuresToOpen = bounded(
      "failures_to_open", in: section, settings.failuresToOpen, 1...BreakerSettings.longestRun)
    settings.spread = span("spread", in: section, standard: settings.spread)
    settings.rates = arms("rates", in: section, standard: settings.rates)
    settings.slowAfter = duration("slow_after", in: section, standard: settings.slowAfter)
    settings.slowRates = arms("slow_rates", in: section, standard: settings.slowRates)
  }

  /// A length of time that may be nothing.
  private mutating func span(_ name: String, in section: Section, standard: TimeSpan) -> TimeSpan {
    value(name, in: section, Self.durationWords, standard: standard) { $0.text.flatMap(DurationText.parse) }
  }

  private mutating func bounded(
    _ name: String, in section: Section, _ standard: Int, _ range: ClosedRange<Int>
  ) -> Int {
    value(name, in: section, "a whole number of 1 or more", standard: standard) { node in
      node.integer.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  private static let mostArms = 8

  private mutating func arms(_ name: String, in section: Section, standard: [RateArm]) -> [RateArm] {
    value(
      name, in: section, "a list such as [50% of 20 in 15s, 50% of 20 in last 100]", standard: standard
    ) { node in
      if node.elements?.isEmpty == true { return [] }
      let arms = Self.oneOrMore(node) { one in
        one.text.flatMap { RateArm.parse($0, duration: DurationText.parse) }
      }
      return arms.flatMap { $0.count <= Self.mostArms ? $0 : nil }
    }
  }
}
