/// One thing that happened, as the journal keeps it (DESIGN section 5, binding 2).
package struct Event: Hashable, Sendable {
  package var sequence: Int64
  package var at: Instant
  package var source: Source
  /// The person who acted, when a person did.
  package var actor: Operator?
  /// Sequence of the event that led to this one.
  package var cause: Int64?
  /// Idempotency key of the request that led to it, when a person asked.
  package var request: String?
  package var body: EventBody

  package init(
    sequence: Int64, at: Instant, source: Source, actor: Operator? = nil, cause: Int64? = nil,
    request: String? = nil, body: EventBody
  ) {
    self.sequence = sequence
    self.at = at
    self.source = source
    self.actor = actor
    self.cause = cause
    self.request = request
    self.body = body
  }

  /// "E412": the id that documents and the timeline refer to.
  package var id: String { "E\(sequence)" }

  /// The part of the program that an event comes from.
  package enum Source: String, Codable, Sendable {
    case engine
    case probe
    case feed
    case control
    case gateway
    case policy
    case person
  }
}

/// What happened.
///
/// The kind is stored beside the body, so an unknown one can be kept and skipped.
package enum EventBody: Hashable, Sendable {
  case engineStarted(EngineStarted)
  case engineStopped(EngineStopped)
  case clockStepped(ClockStepped)
  case settingsAdopted(Settings)
  case observed(Observation)
  case controlObserved(ControlObservation)
  case feedRead(FeedReport)
  case trafficMeasured(TrafficReport)
  case breakerChanged(BreakerChange)
  case keyChanged(KeyChange)
  case routeChanged(RouteChange)
  case severityMeasured(SeverityAssessment)
  case incidentOpened(Incident)
  case incidentChanged(IncidentChange)
  case controlChanged(ControlChange)
  case noteAdded(Note)
  case consentGiven(Consent)
  case postmortemWritten(PostmortemWritten)
  case latencyStepped(LatencyStepChange)
  case itemPinned(ActionItem)
  case itemDropped(ItemDropped)
  /// Written by a newer or older sitrep; kept in the journal, skipped by the fold.
  case unknown(kind: String)
}

package struct EngineStarted: Hashable, Codable, Sendable {
  package var version: String
  package var pid: Int
  package var host: CleanText
  /// What is unusual about this start.
  package var remark: CleanText?

  package init(version: String, pid: Int, host: CleanText, remark: CleanText? = nil) {
    self.version = version
    self.pid = pid
    self.host = host
    self.remark = remark
  }
}

package struct EngineStopped: Hashable, Codable, Sendable {
  package var reason: CleanText

  package init(reason: CleanText) {
    self.reason = reason
  }
}

/// The wall clock moved against the boot-time clock, the machine slept, or this process stood still.
package struct ClockStepped: Hashable, Codable, Sendable {
  package var by: TimeSpan
  package var suspended: Bool
  /// This process alone got no time: stopped, swapped out, or starved; absent in older journals.
  package var slipped: Bool?

  package init(by: TimeSpan, suspended: Bool, slipped: Bool? = nil) {
    self.by = by
    self.suspended = suspended
    self.slipped = slipped
  }
}

/// What a check of our own side found.
package struct ControlObservation: Hashable, Codable, Sendable {
  package var name: String
  package var kind: ControlKind
  package var health: Health
  package var detail: CleanText
  package var took: TimeSpan?

  package init(name: String, kind: ControlKind, health: Health, detail: CleanText, took: TimeSpan?) {
    self.name = name
    self.kind = kind
    self.health = health
    self.detail = detail
    self.took = took
  }
}

package struct BreakerChange: Hashable, Codable, Sendable {
  package var target: BreakerTarget
  package var from: Breaker.Position
  package var transition: Breaker.Transition

  package init(target: BreakerTarget, from: Breaker.Position, transition: Breaker.Transition) {
    self.target = target
    self.from = from
    self.transition = transition
  }
}

/// A decision of policy about where traffic goes.
package struct RouteChange: Hashable, Codable, Sendable {
  package var from: Platform?
  package var to: Platform?
  package var failback: Failback?
  package var reason: String

  package init(from: Platform?, to: Platform?, failback: Failback?, reason: String) {
    self.from = from
    self.to = to
    self.failback = failback
    self.reason = reason
  }
}

package struct IncidentChange: Hashable, Codable, Sendable {
  package var number: Int
  package var change: Change
  package var reason: CleanText

  package init(number: Int, change: Change, reason: CleanText) {
    self.number = number
    self.change = change
    self.reason = reason
  }

  package enum Change: Hashable, Codable, Sendable {
    case acknowledged
    case mitigated
    case monitoring
    case relapsed
    case resolved
    case reopened
    case severity(Severity, byHand: Bool)
    case attached([SeriesID])
    case vendorPosted(Instant)
    /// Written by older versions; `roleChanged` now.
    case leadTaken
    case updateSent
    case roleChanged(IncidentRole, from: Operator?, to: Operator?)
    case updateDue(Instant)
    /// Quiet long enough: whoever acknowledged it is asked whether it is over.
    case resolveAsked
    /// The answer is no; asked again later.
    case kept
    case flapping
    case steady
    case merged(into: Int)
  }
}

/// What a person changed in Control, with what is needed to undo it.
package struct ControlChange: Hashable, Codable, Sendable {
  package var act: ControlAct
  package var before: ControlAct?
  package var reason: CleanText
  package var expires: Instant?
  /// Sequence of the act that this one undoes.
  package var undoes: Int64?

  package init(
    act: ControlAct, before: ControlAct?, reason: CleanText, expires: Instant?, undoes: Int64?
  ) {
    self.act = act
    self.before = before
    self.reason = reason
    self.expires = expires
    self.undoes = undoes
  }
}

/// One value of Control, set.
///
/// Setting the value from before is its undo.
package enum ControlAct: Hashable, Codable, Sendable {
  case breaker(Platform, BreakerOverride.Position?)
  case pin(Platform?)
  case order([Platform])
  case key(KeyName, KeyOrder.Word)
}

package struct Note: Hashable, Codable, Sendable {
  package var text: CleanText
  /// The time it tells of, when that is not the time it was entered.
  package var about: Instant?
  package var incident: Int?

  package init(text: CleanText, about: Instant?, incident: Int?) {
    self.text = text
    self.about = about
    self.incident = incident
  }
}

/// Somebody agreed to the price of paid probes.
package struct Consent: Hashable, Codable, Sendable {
  package var microdollarsPerDay: Int

  package init(microdollarsPerDay: Int) {
    self.microdollarsPerDay = microdollarsPerDay
  }
}

package struct PostmortemWritten: Hashable, Codable, Sendable {
  package var incident: Int
  package var path: CleanText

  package init(incident: Int, path: CleanText) {
    self.incident = incident
    self.path = path
  }
}
