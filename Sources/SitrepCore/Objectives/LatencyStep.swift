/// Numbers of the watch for latency steps: a gated CUSUM on the logarithm of latency.
///
/// The standard ones raise 0.1 false alarms a series and day on realistic noise, and see a doubling in
/// 9 attempts (notes/incidents.md D3, simulated).
package struct LatencyStepSettings: Hashable, Codable, Sendable {
  /// Deviation, in spreads, that is forgiven at each attempt.
  package var drift: Double
  /// Sum of deviations beyond which the latency may have stepped.
  package var threshold: Double
  /// No attempt counts for more than this many spreads.
  package var clip: Double
  /// The median of the newest five attempts must be at least this many times the norm.
  package var ratio: Double

  package static let standard = LatencyStepSettings(drift: 1.25, threshold: 10, clip: 3, ratio: 1.5)

  package init(drift: Double, threshold: Double, clip: Double, ratio: Double) {
    self.drift = drift
    self.threshold = threshold
    self.clip = clip
    self.ratio = ratio
  }
}

/// A latency that stepped up from its norm.
package struct LatencyStep: Hashable, Codable, Sendable {
  /// Median of the hours before.
  package var norm: TimeSpan
  /// Median since it rose.
  package var level: TimeSpan
  /// Start of the first attempt that was too high and led here.
  package var since: Instant
  /// Successes since then.
  package var count: Int

  package var ratio: Double { norm > .zero ? level.inSeconds / norm.inSeconds : 1 }
}

/// A latency stepped up, came back, or was taken for the new norm.
package struct LatencyStepChange: Hashable, Codable, Sendable {
  package enum Kind: String, Codable, Sendable {
    case began
    case returned
    /// It held for as long as a norm is measured over.
    case accepted
  }

  package var series: SeriesID
  package var kind: Kind
  package var step: LatencyStep

  package init(series: SeriesID, kind: Kind, step: LatencyStep) {
    self.series = series
    self.kind = kind
    self.step = step
  }
}

/// Says when the latency of a series stepped; the watch itself is folded with the attempts.
enum LatencyPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    state.series.compactMap { series in
      guard let due = series.latencyWatch?.due else { return nil }
      return Policy.Decision(
        .latencyStepped(LatencyStepChange(series: series.id, kind: due.kind, step: due.step)))
    }
  }
}

extension State {
  mutating func take(_ change: LatencyStepChange) {
    guard let index = series.firstIndex(where: { $0.id == change.series }) else { return }
    series[index].latencyWatch?.adopt(change.kind, change.step)
  }
}

extension LatencyStep {
  /// "haiku streaming: first token 2.3× its norm for 4m12s (0.62 s → 1.41 s, n 9)", for each open step.
  static func evidence(_ platform: Platform, _ state: State) -> [String] {
    state.series.filter { $0.platform == platform && $0.isProbed }.compactMap { series in
      series.latencyWatch?.step.map { step in
        "\(series.id.model.shortName) \(series.id.capability.rawValue): \(LatencyStep.name(series.id)) "
          + "\(step.times)× its norm since \(Timestamp.clock(step.since)) (\(step.change), n \(step.count))"
      }
    }
  }

  /// What the latency of a series is.
  static func name(_ id: SeriesID) -> String { id.capability == .streaming ? "first token" : "latency" }

  /// "2.3".
  package var times: String { Format.fixed(ratio, digits: 1) }

  /// "0.62 s → 1.41 s".
  package var change: String { "\(LatencyStep.seconds(norm)) → \(LatencyStep.seconds(level))" }

  static func seconds(_ span: TimeSpan) -> String { "\(Format.fixed(span.inSeconds, digits: 2)) s" }
}

extension Narrative {
  static func tell(_ change: LatencyStepChange) -> (TimelineEntry.Tone, String) {
    let id = change.series
    let step = change.step
    let name = LatencyStep.name(id)
    let what = "\(id.platform.rawValue) \(id.model.shortName) \(id.capability.rawValue): \(name)"
    switch change.kind {
    case .began:
      return (
        .warning,
        "\(what) stepped from \(LatencyStep.seconds(step.norm)) to \(LatencyStep.seconds(step.level)) "
          + "since \(Timestamp.clock(step.since)) (×\(step.times), n \(step.count))"
      )
    case .returned:
      return (
        .good,
        "\(what) back at \(LatencyStep.seconds(step.level)), norm \(LatencyStep.seconds(step.norm))"
      )
    case .accepted:
      return (.info, "\(what) of \(LatencyStep.seconds(step.level)) taken for the new norm")
    }
  }
}
