import SitrepCore
import Testing

/// Requests that fail only while traffic is shared between platforms (23 January 2026, as told).
@Suite struct MixedTrafficTests {
  private func carry(_ story: inout Story, for seconds: Int, _ flows: [(Platform, ok: Int, failed: Int)]) {
    for _ in 0..<seconds {
      story.probe(for: .seconds(2))
      let told = flows.map { platform, ok, failed in
        TrafficReport.Flow(
          target: BreakerTarget(platform: platform, region: "", model: Model("m")), ok: ok,
          failed: failed > 0 ? [.server: failed] : [:], refused: 0, medianFirstByte: nil)
      }
      story.happen(
        .trafficMeasured(TrafficReport(consumer: "gateway", over: .seconds(1), generation: 0, flows: told)),
        from: .gateway)
    }
  }

  private func verdict(_ story: Story) -> Verdict { Triage.verdict(story.state, at: story.now) }

  @Test func `calls that fail on both only while both serve suggest to isolate the one that was fine alone`()
  {
    var story = Story()
    carry(&story, for: 10, [(.anthropic, 5, 0)])
    #expect(verdict(story).rule == "R7")
    carry(&story, for: 12, [(.anthropic, 4, 2), (.bedrock, 3, 2)])
    let found = verdict(story)
    #expect(found.rule == "R5a")
    #expect(found.short == "MIXED TRAFFIC FAILING")
    #expect(found.mitigations.first?.command == "sitrep act pin anthropic")
    #expect(found.evidence.contains("anthropic alone: 0 of 50 failed"))
    #expect(found.evidence.contains("failed while shared: anthropic 24 of 72, bedrock 24 of 60"))
  }

  @Test func `without a stretch of one platform alone nobody knows that mixing is the cause`() {
    var story = Story()
    carry(&story, for: 12, [(.anthropic, 4, 2), (.bedrock, 3, 2)])
    #expect(verdict(story).rule == "R5")
  }

  @Test func `what fails alone, too, is not of the mixing`() {
    var story = Story()
    carry(&story, for: 10, [(.anthropic, 4, 2)])
    carry(&story, for: 12, [(.anthropic, 4, 2), (.bedrock, 3, 2)])
    #expect(verdict(story).rule == "R5")
  }

  @Test func `one failing platform beside a fine one is not of the mixing`() {
    var story = Story()
    carry(&story, for: 10, [(.anthropic, 5, 0)])
    carry(&story, for: 12, [(.anthropic, 4, 2), (.bedrock, 5, 0)])
    #expect(verdict(story).rule == "R5")
  }
}
