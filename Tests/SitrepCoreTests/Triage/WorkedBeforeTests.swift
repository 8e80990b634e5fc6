import SitrepCore
import Testing

/// A key or a request that worked minutes ago and fails now, unchanged, points to the vendor.
@Suite struct WorkedBeforeTests {
  /// Answers every anthropic series for a while, then refuses, with the keys as given.
  private struct Case {
    var story = Story()
    var keys: [String: String] = [:]

    mutating func answer(for span: TimeSpan, _ failing: (SeriesID) -> (FailureClass, Int)? = { _ in nil }) {
      let end = story.now + span
      while story.now < end {
        for plan in story.state.settings.probes {
          let failure = failing(plan.series)
          story.happen(
            .observed(
              Observation(
                series: plan.series, purpose: .scheduled, startedAt: story.now,
                phases: Phases(total: .milliseconds(800)), outcome: failure.map { .failed($0.0) } ?? .ok,
                status: failure?.1 ?? 200, key: keys[plan.series.model.rawValue] ?? "sk-…same")))
        }
        story.wait(.seconds(2))
      }
    }

    var verdict: Verdict { Triage.verdict(for: .anthropic, story.state, at: story.now) }
  }

  private func anthropic(_ failure: FailureClass, _ status: Int) -> (SeriesID) -> (FailureClass, Int)? {
    { $0.platform == .anthropic ? (failure, status) : nil }
  }

  @Test(arguments: [400, 404])
  func `the same request that worked minutes ago is a change of the vendor's`(status: Int) {
    var one = Case()
    one.answer(for: .seconds(20))
    one.answer(for: .seconds(40), anthropic(.request, status))
    #expect(one.verdict.rule == "R10a")
    #expect(one.verdict.evidence.contains { $0.hasPrefix("the same request worked at ") })
    one.answer(for: .minutes(20), anthropic(.request, status))
    #expect(one.verdict.rule == "R10a", "that it was the same request does not age")
  }

  @Test func `a request that never worked, or is another since, is ours`() {
    var never = Case()
    never.answer(for: .seconds(40), anthropic(.request, 404))
    #expect(never.verdict.rule == "R10")
    var changed = Case()
    changed.answer(for: .seconds(20))
    changed.keys = ["claude-haiku-4-5": "sk-…new", "claude-opus-4-8": "sk-…new"]
    changed.answer(for: .seconds(40), anthropic(.request, 404))
    #expect(changed.verdict.rule == "R10")
    var large = Case()
    large.answer(for: .seconds(20))
    large.answer(for: .seconds(40), anthropic(.request, 413))
    #expect(large.verdict.rule == "R10", "only 400, 403 and 404 are told of a changed vendor")
  }

  @Test func `a key that was changed since it worked is ours`() {
    var one = Case()
    one.answer(for: .seconds(20))
    one.keys = ["claude-haiku-4-5": "sk-…new", "claude-opus-4-8": "sk-…new"]
    one.answer(for: .seconds(40), anthropic(.auth, 401))
    #expect(one.verdict.rule == "R8")
    #expect(one.story.state.position(of: .anthropic) == .closed, "another key's refusal is no evidence")
    var same = Case()
    same.answer(for: .seconds(20))
    same.answer(for: .seconds(40), anthropic(.auth, 401))
    #expect(same.verdict.rule == "R8a")
    #expect(same.story.state.position(of: .anthropic) == .open, "vendor auth is eligible for the breaker")
  }

  @Test func `403 for one model, while its key goes on working for another, is a withdrawn model`() {
    var one = Case()
    one.answer(for: .seconds(20))
    one.answer(for: .seconds(40)) { $0.model.rawValue.contains("opus") ? (.auth, 403) : nil }
    #expect(one.verdict.rule == "R10a")
    var both = Case()
    both.answer(for: .seconds(20))
    both.answer(for: .seconds(40), anthropic(.auth, 403))
    #expect(both.verdict.rule == "R8a", "a key that works nowhere is auth")
  }

  @Test func `all keys refused at the same moment is the vendor's, however long it lasts`() {
    var two = Case()
    two.keys = ["claude-haiku-4-5": "sk-…one", "claude-opus-4-8": "sk-…two"]
    two.answer(for: .seconds(20))
    two.answer(for: .minutes(20), anthropic(.auth, 401))
    #expect(two.verdict.rule == "R8a")
    var one = Case()
    one.answer(for: .seconds(20))
    one.answer(for: .minutes(20), anthropic(.auth, 401))
    #expect(one.verdict.rule == "R8")
    var staggered = Case()
    staggered.keys = two.keys
    staggered.answer(for: .seconds(20))
    staggered.answer(for: .minutes(2)) { $0.model.rawValue.contains("opus") ? (.auth, 401) : nil }
    staggered.answer(for: .minutes(20), anthropic(.auth, 401))
    #expect(staggered.verdict.rule == "R8")
  }
}
