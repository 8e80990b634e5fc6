import SitrepCore
import Testing

@Suite struct `Models that traffic uses` {
  private static let start = Instant(seconds: 1_795_200_000)

  private func state(after reports: [(model: String, at: Int64)]) -> State {
    let haiku = SeriesID(
      platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))
    var state = State()
    let settings = Settings(
      mode: .live, probes: [ProbePlan(series: haiku)], feeds: [], route: [.anthropic],
      gateway: GatewayPlan(address: "http://127.0.0.1:1"))
    var bodies: [(EventBody, Instant)] = [(.settingsAdopted(settings), Self.start)]
    for report in reports {
      let flow = TrafficReport.Flow(
        target: BreakerTarget(platform: .anthropic, region: "", model: Model(report.model)), ok: 3,
        failed: [:],
        refused: 0, medianFirstByte: nil)
      bodies.append(
        (
          .trafficMeasured(TrafficReport(consumer: "g", over: .seconds(1), generation: 0, flows: [flow])),
          Self.start + .seconds(report.at)
        ))
    }
    for (body, at) in bodies {
      state.fold(Event(sequence: state.sequence + 1, at: at, source: .gateway, body: body))
    }
    return state
  }

  @Test func `one that no probe covers is named, until it is no longer used or a plan names it`() {
    var state = state(after: [("claude-haiku-4-5", 10), ("claude-opus-4-1", 10)])
    let soon = Self.start + .seconds(20)
    #expect(state.unprobedTargets(at: soon).map(\.model) == [Model("claude-opus-4-1")])
    #expect(state.unprobedTargets(at: soon + .minutes(16)).isEmpty)
    var settings = state.settings
    settings.probes.append(
      ProbePlan(
        series: SeriesID(
          platform: .anthropic, region: "", capability: .streaming, model: Model("claude-opus-4-1"))))
    state.fold(
      Event(sequence: state.sequence + 1, at: soon, source: .engine, body: .settingsAdopted(settings)))
    #expect(state.unprobedTargets(at: soon).isEmpty)
  }
}
