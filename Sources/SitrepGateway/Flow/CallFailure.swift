package import SitrepCore

/// How a call failed at one platform, as far as it decides what happens next.
package struct CallFailure: Hashable, Sendable {
  package var failure: FailureClass
  /// What does not count is neutral for the breaker, not a success.
  package var countsForBreaker: Bool
  /// The failure in a word, for the breaker's reason: "529", "timeout".
  package var word: String
  package var requestID: CleanText?
  /// The caller has read of it already, in the stream itself.
  package var isTold: Bool

  package init(
    _ failure: FailureClass, countsForBreaker: Bool, word: String, requestID: CleanText? = nil,
    isTold: Bool = false
  ) {
    self.failure = failure
    self.countsForBreaker = countsForBreaker
    self.word = word
    self.requestID = requestID
    self.isTold = isTold
  }

  /// Whether another platform may serve what this one could not.
  ///
  /// The caller's own mistakes fail everywhere; keys and quotas are the operator's to move.
  package var canMoveOn: Bool { !failure.isOfOneCaller }
}
