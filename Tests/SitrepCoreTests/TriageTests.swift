import SitrepCore
import Testing

@Suite struct TriageTests {
  @Test func `every combination of inputs finds a rule`() {
    var seen: Set<String> = []
    for probes in TriageInputs.Probes.allCases {
      for kind in TriageInputs.Kind.allCases {
        for page in TriageInputs.Page.allCases {
          for ownSide in TriageInputs.OwnSide.allCases {
            for others in TriageInputs.Others.allCases {
              for traffic in TriageInputs.Traffic.allCases {
                let rule = TriageRule.first(
                  for: TriageInputs(
                    probes: probes, kind: kind, page: page, ownSide: ownSide, others: others, traffic: traffic
                  ))
                #expect(rule.id != "R0")
                seen.insert(rule.id)
              }
            }
          }
        }
      }
    }
    #expect(seen == Set(TriageRule.table.map(\.id)), "no rule is unreachable")
  }

  @Test func `an outage on one platform is the vendor's, with the others as counter-evidence`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40), failing: anthropicDown)
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R17")
    #expect(verdict.short == "ANTHROPIC FAILING 529")
    #expect(verdict.against.contains("other platforms fine"))
  }

  @Test func `a key that worked minutes ago and fails now points to the vendor`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(40)) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
  }

  @Test func `a key that never worked is ours`() {
    var story = Story()
    story.probe(for: .seconds(40)) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8")
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `a key still refused after fifteen minutes is ours unless the page tells of trouble`() {
    var story = Story()
    story.probe(for: .seconds(20))
    func refuse(for span: TimeSpan) {
      story.probe(for: span) { $0.platform == .anthropic ? (.failed(.auth), 401) : nil }
    }
    refuse(for: .minutes(14))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
    refuse(for: .minutes(2))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8")
    story.read(.majorOutage)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R8a")
  }

  @Test func `half of all calls failing is no health, though nothing fails long enough to be confirmed`() {
    var story = Story()
    story.probe(for: .seconds(30))
    story.read(.majorOutage)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R6")
    story.probeHalf(for: .seconds(40), failing: "claude-opus-4-8")
    #expect(story.state.series.allSatisfy { $0.suspicion?.isConfirmed != true })
    let verdict = Triage.verdict(story.state, at: story.now)
    #expect(verdict.rule == "R15")
    #expect(verdict.short == "ANTHROPIC DEGRADED 529")
  }

  @Test func `nothing probed is never healthy`() {
    var settings = Story.settings
    for index in settings.probes.indices { settings.probes[index].idle = "no credentials" }
    let story = Story(settings)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R4")
  }

  @Test func `traffic that failed while probes failed is not held against us afterwards`() {
    var story = Story()
    story.probe(for: .seconds(20))
    story.probe(for: .seconds(20), failing: anthropicDown)
    carry(&story, ok: 1, failed: 9)
    story.probe(for: .seconds(14))
    #expect(Triage.verdict(story.state, at: story.now).side != .us)
    story.probe(for: .seconds(60))
    #expect(Triage.verdict(story.state, at: story.now).rule == "R7")
    carry(&story, ok: 1, failed: 9)
    #expect(Triage.verdict(story.state, at: story.now).rule == "R5", "this is after the probes' recovery")
  }

  @Test func `the rate of traffic is over the time that was measured, not over the whole window`() {
    var story = Story()
    for _ in 0..<5 {
      story.wait(.seconds(1))
      carry(&story, ok: 4, failed: 0)
    }
    #expect(TrafficSummary(story.state, at: story.now)?.perSecond == 4)
  }

  private func carry(_ story: inout Story, ok: Int, failed: Int) {
    let flow = TrafficReport.Flow(
      target: story.state.settings.probes[0].series.target, ok: ok, failed: [.overload: failed], refused: 0,
      medianFirstByte: nil)
    story.happen(
      .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: [flow])))
  }
}
