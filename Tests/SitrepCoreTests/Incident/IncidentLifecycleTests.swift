import FoundationEssentials
import SitrepCore
import Testing

/// One incident, told by hand: what may follow what.
@Suite struct IncidentLifecycleTests {
  private static let ab = Operator("ab")

  /// An incident after these changes; each a minute after the one before, by `ab`, with no policy looking.
  private static func incident(after changes: [IncidentChange.Change]) -> Incident {
    var state = State()
    let start = Instant(seconds: 1_785_354_300)
    let opened = Incident(
      number: 1, title: "anthropic failing", severity: .p2, severityReason: "3 of 20", platforms: [],
      series: [], impactAfter: nil, impactBefore: start, openedAt: start, openedBySequence: 0)
    let bodies =
      [EventBody.settingsAdopted(Story.settings), .incidentOpened(opened)]
      + changes.map { .incidentChanged(IncidentChange(number: 1, change: $0, reason: "")) }
    for (index, body) in bodies.enumerated() {
      state.fold(
        Event(
          sequence: Int64(index + 1), at: start + .minutes(Int64(index)), source: .person, actor: ab,
          body: body))
    }
    return state.incidents[0]
  }

  @Test(
    arguments: [
      ([], .acknowledged, nil),
      ([.acknowledged], .acknowledged, "INC-1 was acknowledged by ab"),
      ([.mitigated], .acknowledged, nil),
      ([.resolved], .acknowledged, "INC-1 is resolved; reopen it first"),
      ([], .mitigated, nil),
      ([.monitoring], .mitigated, nil),
      ([.mitigated], .mitigated, "INC-1 is mitigated already"),
      ([.mitigated, .relapsed], .mitigated, nil),
      ([], .monitoring, nil),
      ([.monitoring], .monitoring, "INC-1 is monitored already"),
      ([], .relapsed, "INC-1 is open: it cannot relapse"),
      ([.acknowledged], .relapsed, "INC-1 is acknowledged: it cannot relapse"),
      ([.mitigated], .relapsed, nil),
      ([.monitoring], .relapsed, nil),
      ([], .resolveAsked, "INC-1 is open, not quiet"),
      ([.monitoring], .resolveAsked, nil),
      ([.monitoring], .kept, "nobody asks yet whether INC-1 is over"),
      ([.monitoring, .resolveAsked], .kept, nil),
      ([.monitoring, .resolveAsked, .kept], .kept, "nobody asks yet whether INC-1 is over"),
      ([.monitoring, .resolveAsked, .relapsed], .kept, "nobody asks yet whether INC-1 is over"),
      ([], .resolved, nil),
      ([.resolved], .resolved, "INC-1 is resolved; reopen it first"),
      ([], .reopened, "INC-1 is open, not resolved"),
      ([.resolved], .reopened, nil),
      ([.merged(into: 2)], .reopened, "INC-1 was merged into INC-2; reopen that, or declare anew"),
      ([.merged(into: 2)], .acknowledged, "INC-1 was merged into INC-2"),
      ([], .merged(into: 1), "INC-1 cannot be merged into itself"),
      ([.resolved], .merged(into: 2), "INC-1 is resolved; reopen it first"),
      ([], .flapping, nil),
      ([.flapping], .flapping, "INC-1 is flapping already"),
      ([], .steady, "INC-1 is not flapping"),
      ([.flapping], .steady, nil),
      ([.resolved], .updateSent, "INC-1 is resolved; reopen it first"),
      ([.resolved], .severity(.p1, byHand: true), "INC-1 is resolved; reopen it first"),
      ([.resolved], .vendorPosted(Instant(seconds: 1)), nil),
      (
        [.roleChanged(.ops, from: nil, to: ab)], .roleChanged(.ops, from: ab, to: ab),
        "ab is ops of INC-1 already"
      ),
    ] as [([IncidentChange.Change], IncidentChange.Change, String?)])
  func `each change is legal or refused with its reason`(
    before: [IncidentChange.Change], change: IncidentChange.Change, reason: String?
  ) {
    let incident = IncidentLifecycleTests.incident(after: before)
    #expect(incident.refusal(of: change) == reason)
    let after = IncidentLifecycleTests.incident(after: before + [change])
    #expect((after == incident) == (reason != nil), "the fold skips exactly what is refused")
  }

  @Test(
    arguments: [
      ([], .open), ([.acknowledged], .acknowledged), ([.mitigated, .acknowledged], .mitigated),
      ([.acknowledged, .mitigated], .mitigated), ([.monitoring, .mitigated], .monitoring),
      ([.mitigated, .monitoring], .monitoring), ([.mitigated, .relapsed], .open),
      ([.acknowledged, .monitoring, .relapsed], .acknowledged), ([.resolved], .resolved),
      ([.resolved, .reopened], .open), ([.acknowledged, .resolved, .reopened], .acknowledged),
      ([.merged(into: 2)], .resolved),
    ] as [([IncidentChange.Change], IncidentPhase)])
  func `changes lead to phases`(changes: [IncidentChange.Change], phase: IncidentPhase) {
    #expect(IncidentLifecycleTests.incident(after: changes).phase == phase)
  }

  @Test func `a relapse and a reopening take back that users were well`() {
    #expect(IncidentLifecycleTests.incident(after: [.mitigated]).mitigatedAt != nil)
    #expect(IncidentLifecycleTests.incident(after: [.mitigated, .relapsed]).mitigatedAt == nil)
    #expect(IncidentLifecycleTests.incident(after: [.mitigated, .resolved, .reopened]).mitigatedAt == nil)
  }

  @Test func `every change survives its encoding`() throws {
    let all: [IncidentChange.Change] = [
      .acknowledged, .mitigated, .monitoring, .relapsed, .resolved, .reopened, .severity(.p1, byHand: true),
      .attached([]), .vendorPosted(Instant(seconds: 5)), .leadTaken, .updateSent,
      .roleChanged(.comms, from: nil, to: IncidentLifecycleTests.ab), .updateDue(Instant(seconds: 9)),
      .resolveAsked, .kept, .flapping, .steady, .merged(into: 3),
    ]
    for change in all {
      let event = Event(
        sequence: 1, at: Instant(seconds: 1), source: .policy,
        body: .incidentChanged(IncidentChange(number: 1, change: change, reason: "why")))
      #expect(try JSONDecoder().decode(Event.self, from: JSONEncoder().encode(event)) == event)
    }
  }

  @Test func `settings of an older journal are read with the standard for what they do not say`() throws {
    let old = Data(#"{"quietHold":60000000000,"updateEvery":1800000000000}"#.utf8)
    let settings = try JSONDecoder().decode(IncidentSettings.self, from: old)
    #expect(settings == IncidentSettings(quietHold: .minutes(1), updateEvery: .minutes(30)))
    var own = settings
    own.calendar.holidays = ["2026-12-25"]
    own.askAgain = .minutes(7)
    #expect(try JSONDecoder().decode(IncidentSettings.self, from: JSONEncoder().encode(own)) == own)
  }
}
