/// A branch of the runbook's decision tree (facts/users-system.md, "Decision tree").
package enum TriageBranch: String, Codable, CaseIterable, Sendable {
  case ownSide = "own side"
  case request = "400/404"
  case key = "401/403"
  case limits = "429"
  case server = "500"
  case overload = "529"
  case timeouts = "timeouts"

  /// The branch that a kind of failure leads to; a wrong content has none.
  package init?(_ failure: FailureClass) {
    switch failure {
    case .request: self = .request
    case .auth: self = .key
    case .quota: self = .limits
    case .server: self = .server
    case .overload: self = .overload
    case .network, .timeout, .stalled: self = .timeouts
    case .content: return nil
    }
  }

  /// What the branch asks first.
  package var question: String {
    switch self {
    case .ownSide: "network, resolver, clock, application"
    case .request: "request or model id"
    case .key: "key: set, valid, rotated, allowed, billed?"
    case .limits: "rate limited"
    case .server: "error at the vendor"
    case .overload: "overloaded, temporary"
    case .timeouts: "network or long generation"
    }
  }

  /// What the runbook does there.
  package var advice: String {
    switch self {
    case .ownSide: "check our own side before anything is moved"
    case .request: "read the message; check the model id and the last deploy"
    case .key: "look at the active keys in the console"
    case .limits: "read the limit headers, reduce traffic, wait for retry-after"
    case .server: "read the status page, retry with backoff"
    case .overload: "retry after 30–60 s; many of them: cache harder or move early"
    case .timeouts: "raise the timeout, lower max_tokens, try without streaming"
    }
  }
}
