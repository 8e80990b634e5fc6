package import SitrepCore

/// What a good answer says beside its content.
package struct CallSuccess: Hashable, Sendable {
  /// From the start of the attempt to the first byte.
  package var firstByte: TimeSpan?
  /// What counts as slow or not: the first content of a stream; of a whole answer what went beyond the time
  /// that its length may take.
  package var latency: TimeSpan?
  package var limits: [LimitReading]

  package init(firstByte: TimeSpan? = nil, latency: TimeSpan? = nil, limits: [LimitReading] = []) {
    self.firstByte = firstByte
    self.latency = latency
    self.limits = limits
  }
}

extension CallFailure {
  /// Whether another key might have served the call.
  package var isAboutKey: Bool { failure == .auth || failure == .quota }
}
