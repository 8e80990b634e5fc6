/// What an action would change, said before it is done.
extension ActionTable {
  /// The effect in sentences, and the state it rests on.
  package static func preview(
    _ request: ActionRequest, in state: State, at now: Instant
  ) -> Result<ActionPreview, Refusal> {
    var unconfirmed = request
    unconfirmed.basis = nil
    do {
      let bodies = try decide(unconfirmed, in: state, at: now)
      return .success(
        ActionPreview(
          lines: bodies.flatMap { lines($0, request, state, at: now) },
          basis: basis(request, state, at: now)))
    } catch {
      return .failure(error)
    }
  }

  private static func lines(
    _ body: EventBody, _ request: ActionRequest, _ state: State, at now: Instant
  ) -> [String] {
    switch body {
    case .controlChanged(let change): return lines(change, state, at: now)
    case .consentGiven(let consent):
      return ["paid probes start; at most $\(Narrative.dollars(consent.microdollarsPerDay)) a day"]
    case .incidentChanged(let change): return lines(change, state)
    case .incidentOpened(let incident): return lines(opening: incident, state, at: now)
    default: return []
    }
  }

  private static func lines(_ change: ControlChange, _ state: State, at now: Instant) -> [String] {
    switch change.act {
    case .breaker(let platform, .forcedOpen):
      let head = "\(platform.rawValue): \(state.position(of: platform).word) → FORCED OPEN"
      guard state.control.active == platform else {
        return [head, "it serves no traffic now; nothing moves"]
      }
      let next = state.control.order.first { $0 != platform && state.isUsable($0) }
      return [head] + move(from: platform, to: next, state, at: now)
    case .breaker(let platform, _):
      return [
        "\(platform.rawValue): \(state.position(of: platform).word) → decided by evidence",
        "its breaker: \(state.leadingBreaker(of: platform).map { word($0) } ?? "no evidence yet")",
      ]
    case .pin(let platform?):
      let head = "route: \(state.control.active?.rawValue ?? "none") → \(platform.rawValue), pinned"
      let shut =
        "\(platform.rawValue) is \(state.position(of: platform).word): its calls are refused until it closes"
      let hold = ["a pin never fails over by itself"] + (state.isUsable(platform) ? [] : [shut])
      guard platform != state.control.active else { return [head] + hold }
      return [head] + hold + move(from: state.control.active, to: platform, state, at: now)
    case .pin(nil):
      let next = state.control.order.first(where: state.isUsable)
      return ["route: pinned → automatic", "first usable platform: \(next?.rawValue ?? "none")"]
    case .order(let order):
      return ["route order: " + order.map(\.rawValue).joined(separator: ", ")]
    }
  }

  private static func word(_ breaker: BreakerState) -> String {
    let position = breaker.breaker.position == .halfOpen ? "half-open" : breaker.breaker.position.rawValue
    return breaker.reason.isEmpty ? position : "\(position) (\(breaker.reason))"
  }

  private static func move(
    from: Platform?, to: Platform?, _ state: State, at now: Instant
  ) -> [String] {
    guard let to else { return ["no other platform is usable: calls will be refused"] }
    var lines: [String] = []
    if let from, let traffic = TrafficSummary(state, platform: from, at: now) {
      let tenths = Int((traffic.perSecond * 10).rounded())
      lines.append("\(tenths / 10).\(tenths % 10) req/s move to \(to.rawValue)")
    } else {
      lines.append("no traffic measured; calls would go to \(to.rawValue)")
    }
    lines.append(headroom(of: to, state))
    lines.append("prompt caches on \(to.rawValue) start cold")
    return lines
  }

  private static func headroom(of platform: Platform, _ state: State) -> String {
    let readings = state.headroom.filter { $0.platform == platform }.flatMap(\.readings)
    guard let least = readings.min(by: { $0.share < $1.share }) else {
      return "headroom on \(platform.rawValue) unknown: it sends no headers"
    }
    return "headroom on \(platform.rawValue): \(least.kind.word) \(Int(least.share * 100)) % left"
  }
}
