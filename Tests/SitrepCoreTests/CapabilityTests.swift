import SitrepCore
import Testing

/// What one capability's failure may and may not do to the whole.
@Suite struct CapabilityTests {
  private static let model = Model("claude-haiku-4-5")
  private static let start = Instant(seconds: 1_785_000_000)

  private static func id(_ capability: Capability, _ platform: Platform = .anthropic) -> SeriesID {
    SeriesID(platform: platform, region: "", capability: capability, model: model)
  }

  /// A minute in which one capability fails every two seconds and the others answer.
  private func state(failing: Capability, _ outcome: Outcome, cap: Int? = nil) -> State {
    var state = State()
    var sequence: Int64 = 0
    func add(_ body: EventBody, at now: Instant) {
      sequence += 1
      state.fold(Event(sequence: sequence, at: now, source: .probe, body: body))
      while true {
        let decisions = Policy.decide(state, at: now)
        if decisions.isEmpty { return }
        for decision in decisions {
          sequence += 1
          state.fold(Event(sequence: sequence, at: now, source: .policy, body: decision.body))
        }
      }
    }
    let plans = Capability.allCases.map { ProbePlan(series: Self.id($0), cadence: .seconds(2)) }
    add(
      .settingsAdopted(Settings(mode: .live, probes: plans, feeds: [], route: [.anthropic])), at: Self.start)
    for second in stride(from: Int64(0), to: 60, by: 2) {
      let now = Self.start + .seconds(second)
      for plan in plans {
        let failed = plan.series.capability == failing
        add(
          .observed(
            Observation(
              series: plan.series, purpose: .scheduled, startedAt: now, phases: Phases(total: .seconds(1)),
              outcome: failed ? outcome : .ok)), at: now)
      }
    }
    return state
  }

  @Test(arguments: [
    (Capability.toolUse, Outcome.failed(.server), Severity.p2), (.vision, .failed(.overload), .p2),
    (.countTokens, .failed(.server), .p3), (.models, .failed(.server), .p3), (.webUI, .failed(.server), .p3),
    (.reach, .failed(.timeout), .p3), (.canary, .failed(.content), .p4),
  ])
  func `one capability alone is never an outage, and trips no breaker`(
    capability: Capability, outcome: Outcome, severity: Severity
  ) {
    let state = state(failing: capability, outcome)
    #expect(state.severity.current.severity == severity)
    #expect(state.position(of: .anthropic) == .closed)
    #expect(state.breakers.map(\.target).count == 1)
    #expect(state.incidents.isEmpty == (capability == .canary))
  }

  @Test func `wrong content of a capability opens an incident and moves no traffic`() {
    let state = state(failing: .promptCaching, .failed(.content))
    #expect(state.incidents.count == 1)
    #expect(state.control.active == .anthropic)
    #expect(Triage.verdict(state, at: state.at).rule == "R12")
  }

  @Test func `free requests and quality count for no objective`() {
    for capability in [Capability.countTokens, .models, .reach, .webUI, .canary] {
      let state = state(failing: capability, .failed(.server))
      #expect(ObjectiveReport(state, at: state.at).overall.availability.value == 1)
    }
    let state = state(failing: .vision, .failed(.server))
    #expect(ObjectiveReport(state, at: state.at).overall.availability.value != 1)
  }

  @Test(arguments: [
    ("claude-haiku-5-5", 512), ("anthropic.claude-opus-5-5", 512), ("claude-haiku-4-5@20251001", 4096),
    ("claude-sonnet-4-6", 1024), ("claude-opus-4-1", 1024), ("claude-opus-4-6", 4096), ("new", 4096),
  ])
  func `the least that a prompt cache takes is known by model`(model: String, tokens: Int) {
    #expect(PromptCacheMinimum.tokens(for: Model(model)) == tokens)
  }
}
