/// What kind of trouble an incident is made of: unlike kinds at unlike places are separate incidents.
package enum IncidentCause: String, Codable, CaseIterable, Sendable {
  /// Errors, overload, stalls, time-outs, a network that does not answer.
  case unavailable
  /// Rate limits.
  case limits
  /// Keys that are refused.
  case access
  /// Answers that came and are wrong.
  case quality
  /// Failures that come and go, each too short to be confirmed, and use up the error budget.
  case budget
  /// Answers that came late.
  case slow

  init(_ failure: FailureClass) {
    switch failure {
    case .network, .timeout, .stalled, .overload, .server: self = .unavailable
    case .quota: self = .limits
    case .auth, .request: self = .access
    case .content: self = .quality
    }
  }

  /// Whether traffic that fled from elsewhere brings it about.
  var comesWithLoad: Bool { self == .unavailable || self == .limits || self == .slow }
}
