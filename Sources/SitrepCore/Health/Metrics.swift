/// What is known, as OpenMetrics 1.0 text.
///
/// Every family stands once, with its unit as the end of its name; what is too old is NaN, never a number.
package enum Metrics {
  package static let contentType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

  package static func text(_ state: State, at now: Instant) -> String {
    let families = [
      info(state), probes(state, at: now), latency(state, at: now), ages(state, at: now), breakers(state),
      pages(state, at: now), limits(state), ownSide(state), incidents(state),
    ]
    return families.map(\.text).joined() + "# EOF\n"
  }

  private struct Family {
    var name: String
    var type = "gauge"
    var unit: String?
    var help: String
    /// Suffix, labels and value of each sample.
    var samples: [(String, [(String, String)], Double)]

    init(
      _ name: String, type: String = "gauge", unit: String? = nil, _ help: String,
      _ samples: [([(String, String)], Double)], suffix: String = ""
    ) {
      self.name = name
      self.type = type
      self.unit = unit
      self.help = help
      self.samples = samples.map { (suffix, $0.0, $0.1) }
    }

    var text: String {
      var lines = ["# TYPE \(name) \(type)"]
      if let unit { lines.append("# UNIT \(name) \(unit)") }
      lines.append("# HELP \(name) \(help)")
      lines += samples.map { suffix, labels, value in
        let inside = labels.map { "\($0.0)=\"\(Metrics.escaped($0.1))\"" }.joined(separator: ",")
        return "\(name)\(suffix)\(inside.isEmpty ? "" : "{\(inside)}") \(Metrics.number(value))"
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "NaN" }
    return Int64(exactly: value).map(String.init) ?? "\(value)"
  }

  private static func labels(_ id: SeriesID) -> [(String, String)] {
    [
      ("platform", id.platform.rawValue), ("region", id.region), ("model", id.model.rawValue),
      ("capability", id.capability.rawValue),
    ]
  }

  private static func info(_ state: State) -> Family {
    Family(
      "sitrep", type: "info", "The engine that answers.",
      [([("version", state.engine?.version ?? "")], 1)], suffix: "_info")
  }

  private static func probed(_ state: State) -> [SeriesState] { state.series.filter { $0.plan.idle == nil } }

  private static func probes(_ state: State, at now: Instant) -> Family {
    Family(
      "sitrep_probe_up", "Whether the newest probe succeeded; NaN when there is none or it is too old.",
      probed(state).map { one in
        let isUp = one.last?.outcome.isFailure == false
        return (labels(one.id), one.isFresh(at: now) ? (isUp ? 1 : 0) : .nan)
      })
  }

  private static func latency(_ state: State, at now: Instant) -> Family {
    Family(
      "sitrep_probe_latency_seconds", unit: "seconds",
      "Latency of the newest probe; NaN when it failed or is too old.",
      probed(state).map { one in
        let isTold = one.isFresh(at: now) && one.last?.outcome.isFailure == false
        return (labels(one.id), isTold ? one.last?.latency?.inSeconds ?? .nan : .nan)
      })
  }

  private static func ages(_ state: State, at now: Instant) -> Family {
    Family(
      "sitrep_probe_age_seconds", unit: "seconds", "Time since the newest probe was sent.",
      probed(state).map { one in
        (labels(one.id), one.last.map { (now - $0.startedAt).inSeconds } ?? .nan)
      })
  }

  private static func breakers(_ state: State) -> Family {
    Family(
      "sitrep_breaker_open", "Whether a platform's circuit breaker keeps traffic away.",
      state.platforms.map { platform in
        ([("platform", platform.rawValue)], state.isUsable(platform) ? 0 : 1)
      })
  }

  private static func pages(_ state: State, at now: Instant) -> Family {
    Family(
      "sitrep_page_operational", "Whether a page says all is well; NaN when it cannot be read or is stale.",
      state.feeds.filter { $0.plan.role != .link }.map { feed in
        let word = feed.isStale(at: now) ? nil : feed.snapshot?.state
        let value = word.map { $0 == .unknown ? Double.nan : $0 == .operational ? 1 : 0 } ?? .nan
        return ([("page", feed.plan.vendor.rawValue), ("role", feed.plan.role?.rawValue ?? "vendor")], value)
      })
  }

  private static func limits(_ state: State) -> Family {
    Family(
      "sitrep_limit_remaining_ratio", unit: "ratio",
      "Share of a rate limit that is left, as headers told last.",
      state.headroom.flatMap { one in
        one.readings.map { reading in
          (
            [
              ("platform", one.platform.rawValue), ("model", one.model.rawValue),
              ("key", one.key ?? ""), ("limit", reading.kind.rawValue),
            ], reading.share
          )
        }
      })
  }

  private static func ownSide(_ state: State) -> Family {
    Family(
      "sitrep_own_side_up", "Whether a check of our own side is fine.",
      state.ownSide.map { check in
        let health = check.last?.health ?? .unknown
        return ([("check", check.plan.name)], health == .unknown ? .nan : health == .ok ? 1 : 0)
      })
  }

  private static func incidents(_ state: State) -> Family {
    Family(
      "sitrep_incident_open", "Whether an incident is open, by its severity.",
      Severity.allCases.map { severity in
        ([("severity", severity.word)], state.openIncident?.severity == severity ? 1 : 0)
      })
  }
}
