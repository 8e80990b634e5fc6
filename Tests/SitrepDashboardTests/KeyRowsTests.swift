import SitrepCore
import SitrepDashboard
import Testing

/// Keys and limits on the screen.
@MainActor @Suite struct KeyRowsTests {
  private func change(
    _ fingerprint: String, _ standing: KeyStanding, model: Model? = nil, limited: Instant? = nil
  ) -> EventBody {
    .keyChanged(
      KeyChange(
        key: KeyName(platform: .anthropic, fingerprint: fingerprint), model: model, standing: standing,
        reason: "429", limitedUntil: limited))
  }

  @Test func `a key that cools says for how long, and a platform without keys is limited`() {
    var world = World.calm()
    let until = world.now + .seconds(23)
    let haiku = Model("claude-haiku-4-5")
    world.add(change("sk-ant-…3fQA", .cooling(until: until), model: haiku, limited: until))
    var text = Desk(world).text
    #expect(text.contains("limited 00:23"))
    #expect(text.contains("key …3fQA haiku cooling 00:23"))
    world.pass(.seconds(23))
    text = Desk(world).text
    #expect(!text.contains("limited 00:"))
    #expect(!text.contains("haiku cooling"))
  }

  @Test func `a quarantined key says until when, or that a person put it aside`() {
    var world = World.calm()
    world.add(change("sk-ant-…3fQA", .quarantined(until: world.now + .seconds(60))))
    world.add(change("sk-ant-…77aa", .quarantined(until: nil)))
    let text = Desk(world).text
    #expect(text.contains("key …3fQA quarantined 01:00"))
    #expect(text.contains("key …77aa quarantined, by hand"))
  }

  @Test func `many keys are counted`() {
    var world = World.calm()
    for index in 0..<7 { world.add(change("key-\(index)", .exhausted(until: world.now + .seconds(60)))) }
    let text = Desk(world, 160, 60).text
    #expect(text.contains("key key-2 exhausted 01:00"))
    #expect(text.contains("and 4 more keys"))
  }

  @Test func `what runs out before its reset is said beside its gauge`() {
    var world = World.calm()
    for round in 0..<6 {
      world.pass(.seconds(30))
      let reading = LimitReading(
        kind: .requests, limit: 2000, remaining: 900 - round * 100, reset: World.calm().now + .minutes(20))
      world.probe(World.haiku, limits: [reading])
    }
    let text = Desk(world, 160, 60).text
    #expect(text.contains("runs out in 2 min, resets in 17 min"))
  }
}
