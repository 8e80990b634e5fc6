package import SitrepCore

/// One thing that a drill expects of its watcher, and when.
package struct Expectation: Hashable, Sendable {
  package var when: When
  package var what: Condition

  package init(_ when: When, _ what: Condition) {
    self.when = when
    self.what = what
  }

  package enum When: Hashable, Sendable {
    /// It has come to hold at or before this offset, be it for a moment.
    case by(TimeSpan)
    /// It holds at this offset.
    case at(TimeSpan)
    /// It holds when the drill is over.
    case end
    /// It holds at no moment.
    case never

    /// The offset that decides, if the line has one.
    package var moment: TimeSpan? {
      switch self {
      case .by(let span), .at(let span): span
      case .end, .never: nil
      }
    }
  }

  package indirect enum Condition: Hashable, Sendable {
    /// The verdict's rule: that of the platform in most trouble, unless one is named.
    case verdict(String, Platform?)
    /// The measured severity; nil for none. After *never* also anything worse.
    case severity(Severity?)
    /// Where a breaker stands: a platform's, or that of one of its models.
    case breaker(Platform, Model?, BreakerPosition)
    case route(Platform)
    /// How a capability of a platform answers: the worst of its series.
    case capability(Platform, Capability, Health)
    /// Whether an incident is, or was, open.
    case incident
    /// How many incidents there were.
    case incidents(Int)
    /// Where the newest incident stands.
    case phase(IncidentPhase)
    /// The newest incident's postmortem says this.
    case postmortem(String)
    /// The newest incident's postmortem does not say this.
    case postmortemLacks(String)
    /// What callers of the gateway feel.
    case traffic(Feeling)
    /// The platform that a person holds the route on; nil for none.
    case pin(Platform?)
    /// At least one of these.
    case any([Condition])
  }
}

extension Expectation.Condition {
  package enum Feeling: String, CaseIterable, Sendable {
    /// No more fails than the objective allows.
    case ok
    case failing
    /// Nothing was carried lately.
    case unmeasured
  }
}

extension Expectation: CustomStringConvertible {
  /// As close to the file as one line of a table allows: "by 1m: verdict R16".
  package var description: String {
    switch when {
    case .by(let span): "by \(Expectation.words(span)): \(what)"
    case .at(let span): "at \(Expectation.words(span)): \(what)"
    case .end: "at the end: \(what)"
    case .never: "never: \(what)"
    }
  }

  package static func words(_ span: TimeSpan) -> String {
    let (minutes, rest) = (span.wholeSeconds / 60, span - .minutes(span.wholeSeconds / 60))
    let seconds = rest.wholeSeconds
    let milliseconds = rest.wholeMilliseconds % 1000
    let parts = [(minutes, "m"), (seconds, "s"), (milliseconds, "ms")].filter { $0.0 > 0 }
    return parts.isEmpty ? "0s" : parts.map { "\($0.0)\($0.1)" }.joined()
  }
}

extension Expectation.Condition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .verdict(let rule, let platform): "verdict \(rule)\(platform.map { " for \($0.rawValue)" } ?? "")"
    case .severity(let severity): "severity \(severity?.word ?? "none")"
    case .breaker(let platform, let model, let position):
      "breaker \(platform.rawValue)\(model.map { "/\($0.rawValue)" } ?? "") \(position.rawValue)"
    case .route(let platform): "route \(platform.rawValue)"
    case .capability(let platform, let capability, let health):
      "capability \(platform.rawValue)/\(capability.rawValue) \(health.rawValue)"
    case .incident: "an incident"
    case .incidents(let count): "\(count) incident\(count == 1 ? "" : "s")"
    case .phase(let phase): "incident \(phase.rawValue)"
    case .postmortem(let text): "postmortem says “\(text)”"
    case .postmortemLacks(let text): "postmortem does not say “\(text)”"
    case .traffic(let feeling): "traffic \(feeling.rawValue)"
    case .pin(let platform): "pin \(platform?.rawValue ?? "none")"
    case .any(let conditions): conditions.map(\.description).joined(separator: " or ")
    }
  }
}
