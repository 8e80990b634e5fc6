/// What a capability's failure says, and about whom.
extension Capability {
  /// Whether it asks a model for an answer: only these count for objectives, P1, P2 and triage.
  ///
  /// Everything else stayed green in real incidents (facts/anthropic-api.md 11), or is about quality.
  package var isModelCall: Bool {
    switch self {
    case .messages, .streaming, .toolUse, .vision, .promptCaching: true
    case .webUI, .models, .countTokens, .canary, .reach: false
    }
  }

  /// Whether its failures speak against every call to the model, so that traffic should go elsewhere.
  package var speaksForTraffic: Bool { self == .messages || self == .streaming }

  /// Whether the vendor charges for it.
  package var isFree: Bool { !isModelCall && self != .canary }

  /// Whether it is about one model, or about the platform as a whole.
  package var hasModel: Bool {
    switch self {
    case .webUI, .models, .reach: false
    default: true
    }
  }
}

extension State {
  /// The series by which a platform is judged as a whole: plain and streamed messages, else all its model
  /// calls, so that vision alone cannot look like an outage.
  package func speakers(for platform: Platform) -> [SeriesState] {
    let calls = series.indices.filter {
      series[$0].platform == platform && series[$0].isProbed && series[$0].capability.isModelCall
    }
    let plain = calls.filter { series[$0].capability.speaksForTraffic }
    return (plain.isEmpty ? calls : plain).map { series[$0] }
  }

  /// Whether plain messages of its platform fail too, or did when it failed last, so that its own failure
  /// tells nothing new.
  package func isOvershadowed(_ one: SeriesState) -> Bool {
    guard !one.capability.speaksForTraffic else { return false }
    let failedAt = one.suspicion?.attempts.last { $0.outcome.isFailure }?.at
    return series.indices.contains { index in
      guard series[index].platform == one.platform, series[index].capability.speaksForTraffic else {
        return false
      }
      guard series[index].suspicion == nil else { return true }
      return failedAt.flatMap { failed in series[index].samples.goodSince.map { failed <= $0 } } ?? false
    }
  }
}
