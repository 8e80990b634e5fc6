import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import SitrepSimulator

/// The traffic path of a drill without sockets: the gateway's own flow, breakers, routing, ledger and readers.
struct DrillGateway: Sendable {
  /// What one step of a call leads to, later.
  typealias Later = (number: Int, event: CallEvent, at: Instant)

  private struct Live {
    var call: IncomingCall
    var flow: CallFlow
  }

  private let plan: LoadPlan
  private let access: [Platform: PlatformAccess]
  private let models: ModelMap
  private let settings = GatewaySettings()
  private var table: RoutingTable
  private var guards: CallGuards
  private var ledger = TrafficLedger()
  private var stretchStart: Instant?
  private var live: [Int: Live] = [:]
  private var words: Draw

  init(_ drill: DrillScript, seed: UInt64, access: [PlatformAccess], models: ModelMap, table: RoutingTable) {
    plan = LoadPlan(drill, seed: seed)
    self.access = Dictionary(access.map { ($0.platform, $0) }) { first, _ in first }
    self.models = models
    self.table = table
    guards = CallGuards(breakers: TrafficBreakers(table: table))
    words = Draw(seed: seed, "routes of calls")
  }

  // MARK: Calls

  /// When the call with this number goes out, since the drill's start; nil when there is none.
  func offset(of number: Int) -> TimeSpan? {
    number < plan.calls ? plan.offset(of: number) : nil
  }

  mutating func begin(_ number: Int, at now: Instant, _ vendors: inout DrillVendors) -> [Later] {
    let (url, headers, body) = plan.call(number).request(baseURL: "")
    guard
      let call = try? IncomingCall(
        kind: .messages, target: url, headers: HTTPHeaders(headers.map { (name: $0.name, value: $0.value) }),
        body: body)
    else { return [] }
    let candidates = table.platforms(word: words.next(), wish: call.wish).compactMap { platform in
      access[platform].map { door in
        BreakerTarget(platform: platform, region: door.region, model: models.model(call.model, on: platform))
      }
    }
    live[number] = Live(call: call, flow: CallFlow(candidates: candidates))
    return take(number, .accepted, at: now, &vendors)
  }

  mutating func take(
    _ number: Int, _ event: CallEvent, at now: Instant, _ vendors: inout DrillVendors
  ) -> [Later] {
    guard var entry = live[number] else { return [] }
    let actions = entry.flow.take(event, at: now, guards: &guards)
    live[number] = entry
    return actions.flatMap { perform($0, number, entry.call, at: now, &vendors) }
  }

  private mutating func perform(
    _ action: CallAction, _ number: Int, _ call: IncomingCall, at now: Instant, _ vendors: inout DrillVendors
  ) -> [Later] {
    switch action {
    case .send(let target, let attempt, _):
      return send(call, to: target, attempt: attempt, at: now, &vendors).map {
        (number, $0.event, now + $0.at)
      }
    case .note(let note):
      if stretchStart == nil { stretchStart = now }
      ledger.add(note)
    case .finish, .answerFailure, .answerKeyFailure, .refuse, .breakOff: live[number] = nil
    case .release, .cancelUpstream: break
    }
    return []
  }

  private func send(
    _ call: IncomingCall, to target: BreakerTarget, attempt: Int, at now: Instant,
    _ vendors: inout DrillVendors
  ) -> [(at: TimeSpan, event: CallEvent)] {
    let playback = CallPlayback(call: call, platform: target.platform, attempt: attempt, settings: settings)
    guard let door = access[target.platform],
      let request = try? UpstreamRequest.make(call, for: door, model: target.model, at: now)
    else { return [playback.failed(.badRequest, at: .zero)] }
    return switch vendors.send(request, at: now) {
    case .unresolved: [playback.failed(.resolve, at: .milliseconds(20))]
    case .answered(let answer): playback.play(answer)
    }
  }

  // MARK: Control, evidence and time

  /// When it has something to tell or to do by itself.
  var nextDeadline: Instant? {
    [guards.breakers.nextDeadline, stretchStart.map { $0 + settings.reportEvery }].compactMap { $0 }.min()
  }

  mutating func witness(_ observation: Observation, at now: Instant) {
    guards.breakers.witness(observation, at: now)
  }

  /// What it tells now: transitions, a report when one is due, and that it obeys a newer table.
  mutating func tell(_ control: Control, _ breaker: BreakerSettings, at now: Instant) -> [EventBody] {
    guards.breakers.advance(at: now)
    var bodies = guards.breakers.takeChanges().map { EventBody.breakerChanged($0) }
    let isNewer = control.generation != table.generation
    if isNewer {
      table = RoutingTable(control: control, breaker: breaker)
      guards.breakers.obey(table)
    }
    let isDue = stretchStart.map { now - $0 >= settings.reportEvery } ?? false
    if isNewer || isDue { bodies.append(report(at: now)) }
    return bodies
  }

  /// What was counted since the last one; the first confirms the table.
  mutating func report(at now: Instant) -> EventBody {
    defer { stretchStart = nil }
    return .trafficMeasured(
      TrafficReport(
        consumer: settings.consumer, over: max(.zero, now - (stretchStart ?? now)),
        generation: table.generation, flows: ledger.takeFlows()))
  }
}
