package import SitrepCore

/// Our own side of the line at one moment of a drill.
extension DrillScript {
  /// Whether a request that leaves at `moment` is lost on our own line.
  ///
  /// A flapping line is down and up by turns of three seconds, drawn from the seed.
  package func isLineDown(at moment: TimeSpan, seed: UInt64) -> Bool {
    switch newest(at: moment, \.network) {
    case .down?: return true
    case .flapping?:
      var draw = Draw(seed: seed, "flapping line", UInt64(max(0, moment.wholeSeconds / 3)))
      return draw.unit() < 0.5
    case .up?, nil: return false
    }
  }

  /// Whether the resolver finds no name for this host at `moment`; of our own checks when nil.
  ///
  /// Our own check asks for the names that we use, so it notices any that is lost.
  package func isUnresolved(_ host: OwnStep.Host?, at moment: TimeSpan) -> Bool {
    guard let newest = newest(at: moment, \.resolver), newest.isFailing else { return false }
    guard let host else { return true }
    return newest.hosts.isEmpty || newest.hosts.contains(host)
  }

  /// Whether this unrelated host refuses connections at `moment`.
  func isNeutralDown(_ service: VendorService, at moment: TimeSpan) -> Bool {
    switch newest(at: moment, \.neutral) {
    case .failing?: service == .neutralOne || service == .neutralTwo
    case .one?: service == .neutralOne
    case .ok?, nil: false
    }
  }

  private func newest<Value>(
    at moment: TimeSpan, _ part: (OwnStep.What) -> Value?
  ) -> Value? {
    own.last { $0.at <= moment && part($0.what) != nil }.flatMap { part($0.what) }
  }
}

extension OwnStep.What {
  fileprivate var network: OwnStep.Network? {
    if case .network(let network) = self { network } else { nil }
  }

  fileprivate var neutral: OwnStep.Neutral? {
    if case .neutral(let neutral) = self { neutral } else { nil }
  }

  fileprivate var resolver: (isFailing: Bool, hosts: Set<OwnStep.Host>)? {
    if case .resolver(let isFailing, let hosts) = self { (isFailing, hosts) } else { nil }
  }
}
