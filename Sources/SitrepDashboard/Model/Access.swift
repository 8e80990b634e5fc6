package import SitrepCore

/// What this screen shows: the world as it is, or a recording.
package nonisolated enum Source: Hashable, Sendable {
  case engine
  case replay
}

/// Whether the engine can be heard, and since when not.
package nonisolated enum Connection: Hashable, Sendable {
  case live
  /// Its line is open, but it answers nothing: stopped, swapped out, or stuck on its disk.
  case silent(since: Instant)
  case lost(since: Instant)
}

extension Connection {
  /// Why nothing can be carried out now.
  nonisolated var refusal: String? {
    switch self {
    case .live: nil
    case .silent: "the engine does not answer: nothing can be carried out"
    case .lost: "the engine is gone: nothing can be carried out"
    }
  }
}

/// Who may act from this screen.
package nonisolated enum Access: Hashable, Sendable {
  /// Started with `--read-only`; cannot be armed.
  case readOnly
  case observer
  case armed(Operator, until: Instant)

  /// Idle time after which an armed screen is an observer's again (DESIGN section 5, "Acting").
  package static let idleTime = TimeSpan.minutes(10)

  package var actor: Operator? {
    guard case .armed(let actor, _) = self else { return nil }
    return actor
  }
}

/// A picture held still while collection goes on.
package nonisolated struct Frozen: Sendable {
  package var state: State?
  package var digest: Digest
  package var at: Instant
  package var connection: Connection
}
