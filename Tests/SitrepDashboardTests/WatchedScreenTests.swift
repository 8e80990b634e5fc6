import SitrepCore
import SitrepDashboard
import SitrepTerminal
import Testing

/// What is said of past incidents, certificates, costs, and models that nobody watches.
@MainActor @Suite struct `What is watched beside the probes` {
  private func zoomed(_ world: World, _ panel: Character) -> String {
    let desk = Desk(world, 120, 40)
    desk.press(.character(panel), .character("z"))
    return desk.text
  }

  @Test func `an incident that was born resolved is told under a page that lists none`() {
    var world = World.calm()
    let post = PageUpdate(id: "u", phase: .resolved, body: "", postedAt: world.now - .minutes(3))
    let born = PageIncident(
      id: "i", name: "Errors on Sonnet", phase: .resolved, impact: .operational, startedAt: nil,
      resolvedAt: nil, updates: [post], components: [])
    world.add(
      .feedRead(
        FeedReport(
          vendor: Vendor("anthropic"), fetchedAt: world.now, result: .unchanged,
          history: PageHistory(incidents: [born]))))
    let text = zoomed(world, "1")
    #expect(text.contains("posted already resolved: Errors on Sonnet"), "\(text)")
    #expect(world.state.openIncident == nil)
    world.pass(.hours(25))
    #expect(!zoomed(world, "1").contains("Errors on Sonnet"))
  }

  @Test func `a certificate that ends soon is told in triage`() {
    var world = World.calm()
    #expect(!zoomed(world, "6").contains("renew"))
    var seen = Observation(
      series: World.haiku, purpose: .scheduled, startedAt: world.now, phases: Phases(total: .seconds(1)),
      outcome: .ok, status: 200)
    seen.certificateEnds = world.now + .hours(49)
    world.add(.observed(seen))
    #expect(zoomed(world, "6").contains("renew    certificate of anthropic ends in 2 days"))
  }

  @Test func `the zoomed probes say what they cost, and what of the cap is used`() {
    var world = World.calm()
    #expect(!zoomed(world, "2").contains("costs a day"))
    var settings = world.state.settings
    settings.probes[0].microdollars = 60
    settings.probeCap = 500_000
    world.add(.settingsAdopted(settings))
    let text = zoomed(world, "2")
    #expect(text.contains("costs a day"), "\(text)")
    #expect(text.contains("anthropic haiku messages: every 30s, 80640 tokens, $0.17 a day"), "\(text)")
    #expect(text.contains("today $0.00 of $0.50 used"), "\(text)")
  }

  @Test func `a family that traffic uses and no probe covers is not probed`() {
    var world = World.calm()
    world.carry(.mistral, ok: 5)
    let text = zoomed(world, "2")
    #expect(text.contains("mistral") && text.contains("not probed: seen in traffic"), "\(text)")
  }
}
