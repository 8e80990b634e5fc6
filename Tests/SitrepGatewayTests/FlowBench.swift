import SitrepCore
import SitrepGateway

let origin = Instant(seconds: 1_800_000_000)

func target(_ platform: Platform) -> BreakerTarget {
  BreakerTarget(platform: platform, region: "", model: Model("claude-haiku-4-5"))
}

extension CallFailure {
  static let overloaded = CallFailure(.overload, countsForBreaker: true, word: "529")
  static let refusedKey = CallFailure(.auth, countsForBreaker: false, word: "401")
  static let mistake = CallFailure(.request, countsForBreaker: false, word: "400")
}

extension CallEvent {
  static func completed(attempt: Int, firstByte: TimeSpan?) -> CallEvent {
    .completed(attempt: attempt, CallSuccess(firstByte: firstByte))
  }
}

extension RoutingTable {
  /// A table as the engine would send it, with everything at rest.
  static func resting(
    _ order: [Platform] = [.anthropic, .bedrock, .vertex], _ change: (inout RoutingTable) -> Void = { _ in }
  ) -> RoutingTable {
    var table = RoutingTable(control: Control(order: order), breaker: .runbook)
    change(&table)
    return table
  }
}

/// Calls through the flow, with breakers and a clock that is moved by hand.
struct FlowBench {
  var now = origin
  var table: RoutingTable
  var guards: CallGuards

  var breakers: TrafficBreakers {
    get { guards.breakers }
    set { guards.breakers = newValue }
  }

  /// `keys` are fingerprints of our own, per platform; platforms without are called with the caller's own.
  init(_ table: RoutingTable = .resting(), keys: [Platform: [String]] = [:]) {
    self.table = table
    guards = CallGuards(
      breakers: TrafficBreakers(table: table), keys: TrafficKeys(orders: table.keyOrders))
    for (platform, names) in keys { guards.keys.adopt(names, of: platform) }
  }

  mutating func obey(_ change: (inout RoutingTable) -> Void) {
    change(&table)
    guards.breakers.obey(table)
    guards.keys.obey(table.keyOrders)
  }

  mutating func wait(_ span: TimeSpan) {
    now = now + span
    breakers.advance(at: now)
  }

  /// A call at the moment after it was accepted, with what is to be done for it.
  mutating func call(word: UInt64 = 99) -> (flow: CallFlow, actions: [CallAction]) {
    var flow = CallFlow(candidates: table.platforms(word: word).map(target))
    let actions = flow.take(.accepted, at: now, guards: &guards)
    return (flow, actions)
  }

  /// Runs events through a call that was just accepted; the answer is every action, in order.
  @discardableResult
  mutating func run(_ events: CallEvent..., word: UInt64 = 99) -> [CallAction] {
    var (flow, actions) = call(word: word)
    for event in events { actions += flow.take(event, at: now, guards: &guards) }
    return actions
  }

  mutating func feed(_ flow: inout CallFlow, _ event: CallEvent) -> [CallAction] {
    flow.take(event, at: now, guards: &guards)
  }
}
