import SitrepCore

extension ConfigurationReader {
  /// Numbers of breaker, objectives, severity, incidents and failback.
  mutating func readJudgement(_ top: Section, into configuration: inout Configuration) {
    if let section = section("breaker", in: top) { read(section, into: &configuration.breaker) }
    if let section = section("objectives", in: top) { read(section, into: &configuration.objectives) }
    if let section = section("severity", in: top) { read(section, into: &configuration.severity) }
    if let section = section("incident", in: top) { read(section, into: &configuration.incident) }
    if let section = section("calendar", in: top) { read(section, into: &configuration.incident.calendar) }
    if let section = section("failback", in: top) { read(section, into: &configuration.failback) }
    if let section = section("latency_step", in: top) { read(section, into: &configuration.latencyStep) }
  }

  private mutating func read(_ section: Section, into settings: inout BreakerSettings) {
    settings.failuresToOpen = count("failures_to_open", in: section, standard: settings.failuresToOpen)
    settings.openFor = duration("open_for", in: section, standard: settings.openFor)
    settings.halfOpenPermits = count("half_open_permits", in: section, standard: settings.halfOpenPermits)
    settings.successesToClose = count("successes_to_close", in: section, standard: settings.successesToClose)
    settings.permitLease = duration("permit_lease", in: section, standard: settings.permitLease)
  }

  private mutating func read(_ section: Section, into targets: inout ObjectiveTargets) {
    targets.availability = share("availability", in: section, standard: targets.availability)
    targets.errorRate = share("error_rate", in: section, standard: targets.errorRate)
    targets.p95 = duration("p95", in: section, standard: targets.p95)
    targets.p99 = duration("p99", in: section, standard: targets.p99)
    targets.longestFailureRun = count("longest_failure_run", in: section, standard: targets.longestFailureRun)
    targets.window = duration("window", in: section, standard: targets.window)
  }

  private mutating func read(_ section: Section, into settings: inout SeveritySettings) {
    settings.totalShare = share("total_share", in: section, standard: settings.totalShare)
    settings.totalAttempts = count("total_attempts", in: section, standard: settings.totalAttempts)
    settings.totalWindow = duration("total_window", in: section, standard: settings.totalWindow)
    settings.errorRate = share("error_rate", in: section, standard: settings.errorRate)
    settings.errorCount = count("error_count", in: section, standard: settings.errorCount)
    settings.errorAttempts = count("error_attempts", in: section, standard: settings.errorAttempts)
    settings.slowAfter = duration("slow_after", in: section, standard: settings.slowAfter)
    settings.slowCount = count("slow_count", in: section, standard: settings.slowCount)
    settings.slowShare = share("slow_share", in: section, standard: settings.slowShare)
    settings.window = duration("window", in: section, standard: settings.window)
    settings.hold = duration("hold", in: section, standard: settings.hold)
  }

  private mutating func read(_ section: Section, into settings: inout IncidentSettings) {
    settings.quietHold = duration("quiet_hold", in: section, standard: settings.quietHold)
    settings.updateEvery = duration("update_every", in: section, standard: settings.updateEvery)
    settings.updateEveryP1 = duration("update_every_p1", in: section, standard: settings.updateEveryP1)
    settings.updateEveryP3 = duration("update_every_p3", in: section, standard: settings.updateEveryP3)
    settings.reopenWithin = duration("reopen_within", in: section, standard: settings.reopenWithin)
    settings.askAgain = duration("ask_again", in: section, standard: settings.askAgain)
  }

  private mutating func read(_ section: Section, into settings: inout LatencyStepSettings) {
    settings.threshold = Double(count("threshold", in: section, standard: Int(settings.threshold)))
    let percent = count("percent", in: section, standard: Int((settings.ratio * 100).rounded()))
    settings.ratio = Double(percent) / 100
  }

  private mutating func read(_ section: Section, into settings: inout FailbackSettings) {
    settings.hold = duration("hold", in: section, standard: settings.hold)
    settings.rampStep = duration("ramp_step", in: section, standard: settings.rampStep)
    settings.ramp = value(
      "ramp", in: section, "a rising list of percents that ends with 100", standard: settings.ramp
    ) { node in
      guard let ramp = Self.oneOrMore(node, { $0.integer }), ramp.last == 100, ramp[0] > 0,
        zip(ramp, ramp.dropFirst()).allSatisfy({ $0 < $1 })
      else { return nil }
      return ramp
    }
  }
}
