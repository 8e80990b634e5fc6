import SitrepCore
import SitrepTerminal

/// How one probed series stands now: each fact has its own shape and word.
nonisolated enum Standing: Hashable, Sendable {
  case notProbed(String)
  case waiting
  case stale(TimeSpan)
  case ok
  case slow
  case failing(FailureClass, word: String)

  /// Past three cadences and a timeout without an answer, the last one is old news.
  init(_ series: SeriesState, at now: Instant) {
    if let idle = series.plan.idle {
      self = .notProbed(idle.text)
      return
    }
    guard let last = series.last else {
      self = .waiting
      return
    }
    let age = now - last.startedAt
    if age > series.plan.cadence * 3 + series.plan.timeout {
      self = .stale(age)
      return
    }
    switch last.outcome {
    case .ok where series.latencyWatch?.step != nil: self = .slow
    case .ok: self = .ok
    case .slow: self = .slow
    case .failed(let failure): self = .failing(failure, word: last.failureWord ?? failure.rawValue)
    }
  }

  var glyph: Glyph {
    switch self {
    case .notProbed: .notProbed
    case .waiting: .unknown
    case .stale: .stale
    case .ok: .ok
    case .slow: .slow
    case .failing(.timeout, _): .timeout
    case .failing(.stalled, _): .stalled
    case .failing(.quota, _): .limited
    case .failing: .failing
    }
  }

  var role: Role {
    switch self {
    case .notProbed, .waiting: .unknown
    case .stale: .stale
    case .ok: .ok
    case .slow: .degraded
    case .failing(.quota, _): .degraded
    case .failing: .failing
    }
  }

  var isFailing: Bool {
    if case .failing = self { return true }
    return false
  }

  /// Worst first, for lists that have no room for all.
  var rank: Int {
    switch self {
    case .failing: 0
    case .slow: 1
    case .stale: 2
    case .waiting: 3
    case .ok: 4
    case .notProbed: 5
    }
  }
}

nonisolated extension PageState {
  var glyph: Glyph {
    switch self {
    case .operational: .ok
    case .maintenance: .disabled
    case .degraded, .partialOutage: .degraded
    case .majorOutage: .failing
    case .unknown: .unknown
    }
  }

  var role: Role {
    switch self {
    case .operational: .ok
    case .maintenance: .dim
    case .degraded, .partialOutage: .degraded
    case .majorOutage: .failing
    case .unknown: .unknown
    }
  }
}

nonisolated extension Severity {
  var role: Role {
    switch self {
    case .p1: .p1
    case .p2: .p2
    case .p3: .p3
    case .p4: .p4
    }
  }
}
