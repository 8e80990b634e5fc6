/// Whether a key or a request that fails now worked minutes ago, unchanged: that points to the vendor.
///
/// Probes of one series are identical by construction as long as their plan and key are.
enum WorkedBefore {
  /// How long ago counts as minutes ago.
  static let window = TimeSpan.minutes(15)

  /// Whether the refused key worked within the window; longer while the vendor's page tells of trouble, and
  /// whenever all keys were refused at the same moment.
  static func hasKey(in fresh: [SeriesState], isPosted: Bool, at now: Instant) -> Bool {
    let refused = fresh.filter { $0.hasFailed(.auth) }
    let worked = (refused.isEmpty ? fresh : refused).contains { one in
      guard one.isUnchangedSinceGood else { return false }
      if let good = one.lastGoodAt, now - good <= window { return true }
      return isPosted && one.failedSoonAfterGood
    }
    return worked || areAllRefusedAtOnce(fresh)
  }

  /// Several keys that all worked and were all refused within one cadence: nobody rotates them all at once.
  static func areAllRefusedAtOnce(_ fresh: [SeriesState]) -> Bool {
    let refused = fresh.filter { $0.last?.outcome == .failed(.auth) && $0.lastGoodAt != nil }
    guard refused.count == fresh.count, Set(refused.compactMap { $0.last?.key }).count >= 2,
      refused.allSatisfy(\.isUnchangedSinceGood)
    else { return false }
    let onsets = refused.compactMap { $0.suspicion?.since }
    let cadence = refused.map(\.plan.cadence).max() ?? .zero
    guard let first = onsets.min(), let last = onsets.max() else { return false }
    return last - first <= cadence + .seconds(10)
  }

  /// Whether a request that is answered 400, 403 or 404 was answered well within the window before that began.
  static func hasRequest(in fresh: [SeriesState]) -> Bool {
    fresh.contains { one in
      one.hasFailed(.request) && one.failedSoonAfterGood && one.isUnchangedSinceGood
        && one.last?.status.map { [400, 403, 404].contains($0) } == true
    }
  }

  /// Whether a 403 is about one model: its request worked before, and its key goes on working elsewhere.
  static func isOneModelsAccess(in fresh: [SeriesState]) -> Bool {
    let refused = fresh.filter { $0.last?.outcome == .failed(.auth) }
    guard !refused.isEmpty, refused.allSatisfy({ $0.last?.status == 403 }) else { return false }
    return refused.allSatisfy { one in
      guard one.failedSoonAfterGood, one.isUnchangedSinceGood, let since = one.suspicion?.since else {
        return false
      }
      return fresh.contains { other in
        other.id.model != one.id.model && other.lastGoodKey == one.last?.key
          && (other.lastGoodAt.map { $0 >= since } ?? false)
      }
    }
  }
}

extension SeriesState {
  fileprivate func hasFailed(_ failure: FailureClass) -> Bool {
    suspicion?.attempts.contains { $0.outcome == .failed(failure) } ?? false
  }

  /// The trouble began within the window after the last answer.
  fileprivate var failedSoonAfterGood: Bool {
    guard let suspicion, let good = suspicion.lastGoodBefore else { return false }
    return suspicion.since - good <= WorkedBefore.window
  }

  /// The same request with the same key as when it last worked.
  var isUnchangedSinceGood: Bool { last.map { isUnchanged(for: $0) } ?? false }

  /// Whether an observation is of the same request, with the same key, as the one that last worked.
  func isUnchanged(for observation: Observation) -> Bool {
    guard let good = lastGoodAt else { return false }
    if let changedAt, changedAt > good { return false }
    guard let key = observation.key, let before = lastGoodKey else { return true }
    return key == before
  }
}

extension ProbePlan {
  /// Whether two plans send the same request; how often and at what price is no part of it.
  func asks(theSameAs other: ProbePlan) -> Bool {
    var like = other
    like.cadence = cadence
    like.timeout = timeout
    like.microdollars = microdollars
    like.idle = idle
    return self == like
  }
}
