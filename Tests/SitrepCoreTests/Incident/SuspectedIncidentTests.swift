import SitrepCore
import Testing

/// Before an incident opens: what is suspected, and what is awaited.
@Suite struct SuspectedIncidentTests {
  private func failed(_ purposes: [(after: Int64, purpose: ProbePurpose)]) -> Story {
    var story = Story()
    story.probe(for: .seconds(20))
    let start = story.now
    for (after, purpose) in purposes {
      story.wait(start + .seconds(after) - story.now)
      story.observe(story.state.settings.probes[0], .failed(.overload), status: 529, purpose: purpose)
    }
    return story
  }

  private func suspected(_ story: Story) -> [SuspectedIncident] {
    SuspectedIncident.all(story.state, at: story.now)
  }

  @Test(
    arguments: [
      ([(0, .scheduled)], 1, "confirming: 1 of 3, next in 2 s"),
      ([(0, .scheduled), (3, .confirm)], 2, "confirming: 2 of 3, next in 5 s"),
      ([(0, .scheduled), (3, .confirm), (8, .confirm)], 3, "confirming: 3 of 3, next in 12 s"),
    ] as [([(Int64, ProbePurpose)], Int, String)])
  func `the first failures say what is awaited`(
    _ attempts: [(Int64, ProbePurpose)], _ count: Int, _ words: String
  ) {
    let story = failed(attempts.map { (after: $0.0, purpose: $0.1) })
    #expect(suspected(story).count == 1)
    #expect(suspected(story).first?.failed == count)
    #expect(suspected(story).first?.word == "529")
    #expect(suspected(story).first?.awaited(at: story.now) == words)
    #expect(story.state.incidents.isEmpty)
  }

  @Test func `once it opens it is an incident and no suspicion`() {
    let story = failed([(0, .scheduled), (3, .confirm), (8, .confirm), (20, .confirm)])
    #expect(story.state.openIncident?.name == "INC-1")
    #expect(suspected(story).isEmpty)
  }

  @Test func `a false alarm passes and uses up no number`() {
    var story = failed([(0, .scheduled)])
    #expect(suspected(story).count == 1)
    story.probe(for: .seconds(6))
    #expect(suspected(story).isEmpty)
    #expect(story.state.nextIncident == 1)
  }

  @Test func `our own limits and requests are not confirmed, so nothing is awaited`() {
    for failure in [FailureClass.quota, .request] {
      var story = Story()
      story.probe(for: .seconds(20))
      story.observe(story.state.settings.probes[0], .failed(failure), status: 400)
      #expect(suspected(story).isEmpty, "\(failure)")
    }
  }
}
