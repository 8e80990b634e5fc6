import SitrepCore
import Testing

/// What holds of incidents whatever happens.
@Suite struct IncidentProperties {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func `policy comes to rest, and every incident makes sense`(seed: UInt64) {
    var luck = SeededGenerator(state: seed)
    var settings = Story.settings
    settings.incident.quietHold = .seconds(20)
    settings.incident.askAgain = .seconds(30)
    var story = Story(settings)
    story.probe(for: .seconds(10))
    var mood: [Platform: (Outcome, Int?)?] = [:]
    for step in 0..<120 {
      if step % 8 == 0 { for platform in Platform.allCases { mood[platform] = answer(&luck) } }
      story.probe(for: .seconds(2)) { mood[$0.platform] ?? nil }
      if Int.random(in: 0..<4, using: &luck) == 0 { carry(&story, .random(&luck), ok: 30, failed: 2) }
      if Int.random(in: 0..<20, using: &luck) == 0 {
        try? story.act(ActionRequest(action: .acknowledge, actor: Operator("ab"), key: "a\(step)"))
      }
      #expect(Policy.decide(story.state, at: story.now).isEmpty, "seed \(seed), step \(step)")
      for incident in story.state.incidents { check(incident, "seed \(seed), step \(step)") }
      let open = story.state.openIncidents
      #expect(open.count <= 6, "seed \(seed), step \(step)")
      #expect(open.map(\.severity.rawValue) == open.map(\.severity.rawValue).sorted())
    }
  }

  private func answer(_ luck: inout SeededGenerator) -> (Outcome, Int?)? {
    let all: [(Outcome, Int?)?] = [
      nil, nil, nil, (.failed(.overload), 529), (.failed(.server), 500), (.failed(.quota), 429),
      (.failed(.auth), 401), (.failed(.content), 200), (.slow, 200),
    ]
    return all[Int.random(in: 0..<all.count, using: &luck)]
  }

  private func check(_ incident: Incident, _ place: Comment) {
    #expect(incident.isOver == (incident.resolvedAt != nil), place)
    #expect(incident.severity <= incident.highestSeverity, place)
    #expect(Set(incident.series).count == incident.series.count, place)
    #expect(incident.series.allSatisfy { incident.platforms.contains($0.platform) }, place)
    if incident.isOver {
      #expect(incident.responseDue == nil && incident.updateDue == nil, place)
      #expect(incident.flappingSince == nil && incident.resolveAskedAt == nil, place)
    }
    if incident.acknowledgedAt != nil { #expect(incident.responseDue == nil, place) }
    if incident.resolveAskedAt != nil { #expect(incident.phase == .monitoring, place) }
    if incident.phase == .mitigated { #expect(incident.mitigatedAt != nil, place) }
    if incident.phase == .open { #expect(incident.acknowledgedAt == nil, place) }
  }
}

extension Platform {
  fileprivate static func random(_ luck: inout SeededGenerator) -> Platform {
    [.anthropic, .bedrock, .vertex][Int.random(in: 0..<3, using: &luck)]
  }
}
