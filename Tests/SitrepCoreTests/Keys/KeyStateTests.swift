import SitrepCore
import Testing

/// What the fold keeps of keys, from probes and from the gateway.
@Suite struct KeyStateTests {
  private static let first = "sk-ant-…1111"
  private static let second = "sk-ant-…2222"

  private func story(gateway: Bool = false) -> Story {
    var settings = Story.settings
    settings.gateway = gateway ? GatewayPlan(address: "http://127.0.0.1:4000") : nil
    // What a gateway is given is renewed while it runs; then only it knows all its keys.
    let keys = [Self.first, Self.second].map { KeyName(platform: .anthropic, fingerprint: $0) }
    settings.keys = gateway ? nil : keys
    return Story(settings)
  }

  private func probe(
    _ story: inout Story, _ key: String, _ outcome: Outcome, status: Int = 200, type: String? = nil,
    retryAfter: TimeSpan? = nil
  ) {
    story.happen(
      .observed(
        Observation(
          series: story.state.settings.probes[0].series, purpose: .scheduled, startedAt: story.now,
          phases: Phases(total: .seconds(1)), outcome: outcome, status: status,
          errorType: type.map { CleanText($0) }, retryAfter: retryAfter, key: key)))
  }

  private func standings(_ story: Story) -> [String] {
    story.state.barredKeys(at: story.now).map { "\($0.name.fingerprint) \($0.standing.word)" }
  }

  @Test func `a limited probe cools its key for as long as it was asked to wait`() {
    var story = story()
    probe(
      &story, Self.first, .failed(.quota), status: 429, type: "rate_limit_error", retryAfter: .seconds(23))
    #expect(standings(story) == ["\(Self.first) cooling"])
    #expect(story.state.limitedUntil(.anthropic, at: story.now) == nil)
    story.wait(.seconds(23))
    #expect(standings(story).isEmpty)
  }

  @Test func `a platform is limited when its other keys are refused or put aside`() throws {
    var story = story()
    probe(
      &story, Self.first, .failed(.quota), status: 429, type: "rate_limit_error", retryAfter: .seconds(23))
    let end = story.now + .seconds(23)
    probe(&story, Self.second, .failed(.auth), status: 401, type: "authentication_error")
    #expect(story.state.limitedUntil(.anthropic, at: story.now) == end)
    try story.act(ActionRequest(action: .release, target: "2222", actor: Operator("ab"), key: "1"))
    #expect(story.state.limitedUntil(.anthropic, at: story.now) == nil)
  }

  @Test func `a refused probe quarantines its key, and the next good one brings it back`() {
    var story = story()
    probe(&story, Self.second, .failed(.auth), status: 401, type: "authentication_error")
    #expect(standings(story) == ["\(Self.second) quarantined"])
    probe(&story, Self.first, .ok)
    #expect(standings(story) == ["\(Self.second) quarantined"])
    probe(&story, Self.second, .ok)
    #expect(standings(story).isEmpty)
  }

  @Test func `with a gateway its word counts, and the timeline tells a limit once`() {
    var story = story(gateway: true)
    let key = KeyName(platform: .anthropic, fingerprint: Self.first)
    let model = Model("claude-haiku-4-5")
    for _ in 0..<4 {
      let until = story.now + .seconds(20)
      story.happen(
        .keyChanged(
          KeyChange(
            key: key, model: model, standing: .cooling(until: until), reason: "429", limitedUntil: until)),
        from: .gateway)
      #expect(story.state.limitedUntil(.anthropic, at: story.now) == until)
      story.wait(.seconds(30))
    }
    #expect(story.lines.filter { $0.contains("cools") }.count == 1)
    #expect(
      story.lines.contains {
        $0.hasPrefix("anthropic key \(Self.first) cools 20 s for haiku: 429; no key left")
      })
    story.happen(
      .keyChanged(KeyChange(key: key, standing: .quarantined(until: nil), reason: "put aside by ab")),
      from: .gateway)
    #expect(standings(story) == ["\(Self.first) quarantined"])
    story.happen(
      .keyChanged(KeyChange(key: key, standing: .ok, reason: "released by ab")), from: .gateway)
    #expect(standings(story).isEmpty)
  }

  @Test func `however many keys come, few are kept`() {
    var story = story()
    for index in 0..<500 {
      probe(&story, "key-\(index)", .failed(.auth), status: 401, type: "authentication_error")
    }
    #expect(story.state.keys.count == 64)
  }

  @Test func `a person puts a key aside by its last letters, and undoes it`() throws {
    var story = story()
    let actor = Operator("ab")
    try story.act(ActionRequest(action: .quarantine, target: "2222", actor: actor, key: "1"))
    #expect(standings(story) == ["\(Self.second) quarantined"])
    #expect(story.state.control.keyOrders?.map(\.word) == [.quarantined])
    probe(&story, Self.second, .ok)
    #expect(standings(story) == ["\(Self.second) quarantined"])
    try story.act(ActionRequest(action: .undo, actor: actor, key: "2"))
    #expect(standings(story).isEmpty)
    #expect(story.state.control.keyOrders?.map(\.word) == [.released])
    try story.act(
      ActionRequest(action: .quarantine, target: "anthropic:\(Self.first)", actor: actor, key: "3"))
    try story.act(ActionRequest(action: .release, target: "1111", actor: actor, key: "4"))
    #expect(standings(story).isEmpty)
  }

  @Test(arguments: [nil, "222", "9999", "sk-ant-api03-a-whole-key-by-mistake-2222"] as [String?])
  func `a key that is not known is refused, and never repeated`(target: String?) throws {
    let story = story()
    let request = ActionRequest(action: .quarantine, target: target, actor: Operator("ab"), key: "1")
    let refusal = #expect(throws: Refusal.self) {
      try ActionTable.decide(request, in: story.state, at: story.now)
    }
    #expect(refusal?.reason.contains("anthropic:\(Self.first), anthropic:\(Self.second)") == true)
    #expect(refusal?.reason.contains("whole-key") == false)
  }

  @Test func `putting the last key aside says what happens to its calls`() throws {
    var story = story()
    let actor = Operator("ab")
    try story.act(ActionRequest(action: .quarantine, target: "1111", actor: actor, key: "1"))
    let second = ActionRequest(action: .quarantine, target: "2222", actor: actor, key: "2")
    let preview = try ActionTable.preview(second, in: story.state, at: story.now).get()
    #expect(preview.lines[1] == "no other key of anthropic is left: its calls go elsewhere or are refused")
  }
}
