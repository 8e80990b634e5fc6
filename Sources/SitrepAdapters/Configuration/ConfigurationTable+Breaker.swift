extension ConfigurationTable {
  /// The keys of a breaker; for a single platform, what is absent is as `breaker` has it.
  ///
  /// Standard values are those of the profile `runbook`.
  static func breakers(under path: String, isOverride: Bool) -> [ConfigurationKey] {
    breakerKeys.map { key in
      ConfigurationKey(
        "\(path).\(key.path)", key.kind, standard: isOverride ? nil : key.standard, help: key.help)
    }
  }

  private static let breakerKeys: [ConfigurationKey] = [
    ConfigurationKey(
      "profile", .profile, help: "What the numbers begin with; traffic with a gateway, else runbook."),
    ConfigurationKey(
      "failures_to_open", .count, standard: "5", help: "Failed calls in a row that open a breaker."),
    ConfigurationKey(
      "spread", .duration, standard: "0s", help: "How long failures must go on to open it; traffic: 5s."),
    ConfigurationKey(
      "rates", .rates, standard: "[]",
      help: "Shares of failed calls that open it; traffic: 50% of 20 in 15s, 50% of 8 in 2m, 25% of 20 in 1m."
    ),
    ConfigurationKey(
      "slow_after", .duration, standard: "10s", help: "A success that took longer is slow; traffic: 20s."),
    ConfigurationKey(
      "slow_rates", .rates, standard: "[]",
      help: "Shares of slow calls that open it; traffic: 80% of 10 in 2m."),
    ConfigurationKey(
      "open_for", .duration, standard: "1m",
      help: "How long it stays open before calls are tried; traffic: 15s."),
    ConfigurationKey(
      "open_factor", .factor, standard: "1",
      help: "Each opening in a row lasts so many times longer; traffic: 2."
    ),
    ConfigurationKey("longest_open", .duration, standard: "5m", help: "The longest that it stays open."),
    ConfigurationKey(
      "jitter", .share, standard: "0%", help: "By how much chance changes the open time; traffic: 20%."),
    ConfigurationKey(
      "calm_after", .duration, standard: "2m", help: "Closed for this long, the open time begins anew."),
    ConfigurationKey(
      "half_open_permits", .count, standard: "3", help: "Calls let through at once while half-open."),
    ConfigurationKey("successes_to_close", .count, standard: "2", help: "Successes that close it."),
    ConfigurationKey("permit_lease", .duration, standard: "1m", help: "How long a tried call may take."),
    ConfigurationKey(
      "ramp_for", .duration, standard: "0s",
      help: "After closing, calls return over this time from a tenth to all; traffic: 30s."),
  ]
}
