/// Why an attempt failed.
///
/// The table that decides it is `FailureTable`.
package enum FailureClass: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  case network
  case timeout
  case stalled
  case auth
  case quota
  case request
  case overload
  case server
  case content
}

/// What one attempt came to.
package enum Outcome: Hashable, Sendable {
  case ok
  case slow
  case failed(FailureClass)

  package var failure: FailureClass? {
    guard case .failed(let failure) = self else { return nil }
    return failure
  }

  package var isFailure: Bool {
    if case .failed = self { true } else { false }
  }

  /// Written out, since that of raw values compares texts, and every rule compares outcomes.
  package static func == (left: Outcome, right: Outcome) -> Bool {
    switch (left, right) {
    case (.ok, .ok), (.slow, .slow): true
    case (.failed(let one), .failed(let other)): one == other
    default: false
    }
  }
}

extension Outcome: RawRepresentable, Codable {
  package init?(rawValue: String) {
    switch rawValue {
    case "ok": self = .ok
    case "slow": self = .slow
    default:
      guard rawValue.hasPrefix("failed:"), let failure = FailureClass(rawValue: String(rawValue.dropFirst(7)))
      else { return nil }
      self = .failed(failure)
    }
  }

  package var rawValue: String {
    switch self {
    case .ok: "ok"
    case .slow: "slow"
    case .failed(let failure): "failed:\(failure.rawValue)"
    }
  }
}

/// Health of anything.
///
/// Unknown is never drawn as ok.
package enum Health: String, Codable, CaseIterable, Sendable {
  case ok
  case degraded
  case failing
  case unknown
}
