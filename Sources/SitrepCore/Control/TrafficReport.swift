/// What a gateway carried in one stretch of time, per platform × model.
package struct TrafficReport: Hashable, Codable, Sendable {
  package var consumer: String
  /// Length of the stretch that ends when the event is written.
  package var over: TimeSpan
  /// Generation of Control that this gateway obeys.
  package var generation: Int
  package var flows: [Flow]

  package init(consumer: String, over: TimeSpan, generation: Int, flows: [Flow]) {
    self.consumer = consumer
    self.over = over
    self.generation = generation
    self.flows = flows
  }

  /// Calls to one target.
  package struct Flow: Hashable, Codable, Sendable {
    package var target: BreakerTarget
    package var ok: Int
    /// Failed calls by class; the caller's own mistakes included.
    package var failed: [FailureClass: Int]
    /// Calls refused here because the breaker was open.
    package var refused: Int
    /// Median time to the first byte of those that succeeded.
    package var medianFirstByte: TimeSpan?
    /// Up to three request ids of failed calls.
    package var failedRequestIDs: [CleanText]

    package init(
      target: BreakerTarget, ok: Int, failed: [FailureClass: Int], refused: Int, medianFirstByte: TimeSpan?,
      failedRequestIDs: [CleanText] = []
    ) {
      self.target = target
      self.ok = ok
      self.failed = failed
      self.refused = refused
      self.medianFirstByte = medianFirstByte
      self.failedRequestIDs = failedRequestIDs
    }

    package var failures: Int { failed.values.reduce(0, +) }
    package var calls: Int { ok + failures }
    /// Failed calls that are not the caller's own doing.
    package var vendorFailures: Int { failed.reduce(0) { $0 + ($1.key.isOfOneCaller ? 0 : $1.value) } }
  }
}
