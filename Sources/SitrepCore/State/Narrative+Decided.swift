/// Lines about what policy and people decided.
extension Narrative {
  static func tell(_ change: BreakerChange) -> (TimelineEntry.Tone, String) {
    let tone: TimelineEntry.Tone =
      switch change.transition.to {
      case .open: .bad
      case .halfOpen: .info
      case .closed: .good
      }
    return (
      tone,
      "breaker \(change.target) \(word(change.from)) → \(word(change.transition.to)) (\(change.transition.reason))"
    )
  }

  private static func word(_ position: Breaker.Position) -> String {
    position == .halfOpen ? "half-open" : position.rawValue
  }

  static func tell(_ change: RouteChange) -> (TimelineEntry.Tone, String) {
    guard change.from != change.to else { return (.info, change.reason) }
    return (
      .warning,
      "route \(change.from?.rawValue ?? "none") → \(change.to?.rawValue ?? "none"): \(change.reason)"
    )
  }

  static func tell(_ change: IncidentChange) -> (TimelineEntry.Tone, String) {
    let name = "INC-\(change.number)"
    let why = change.reason.text.isEmpty ? "" : ": \(change.reason)"
    switch change.change {
    case .acknowledged: return (.person, "\(name) acknowledged\(why)")
    case .mitigated: return (.good, "\(name) mitigated\(why)")
    case .monitoring: return (.good, "\(name) monitoring\(why)")
    case .relapsed: return (.bad, "\(name) relapsed\(why)")
    case .resolved: return (.good, "\(name) resolved\(why)")
    case .reopened: return (.bad, "\(name) reopened\(why)")
    case .severity(let severity, let byHand):
      return (byHand ? .person : .bad, "\(name) is \(severity.word)\(why)")
    case .attached: return (.bad, "\(name) \(change.reason)")
    case .vendorPosted(let moment):
      return (.vendor, "\(name): vendor posted at \(Timestamp.clock(moment))\(why)")
    case .leadTaken: return (.person, "\(name) lead taken")
    case .updateSent: return (.person, "\(name) update sent\(why)")
    case .roleChanged(let role, let from, let to):
      let names = [from, to].map { $0?.description ?? "nobody" }.joined(separator: " → ")
      return (.person, "\(name) \(role.rawValue): \(names)")
    case .updateDue(let moment): return (.person, "\(name) next update due \(Timestamp.clock(moment))")
    case .resolveAsked: return (.warning, "\(name) \(change.reason): resolve it?")
    case .kept: return (.person, "\(name) kept open\(why)")
    case .flapping: return (.bad, "\(name) flapping\(why)")
    case .steady: return (.good, "\(name) steady again\(why)")
    case .merged(let into): return (.person, "\(name) merged into INC-\(into)\(why)")
    }
  }

  static func tell(_ change: ControlChange, _ event: Event) -> (TimelineEntry.Tone, String) {
    let undo = change.undoes.map { "undo of E\($0): " } ?? ""
    let why = change.reason.text.isEmpty ? "" : ": \(change.reason)"
    return (event.actor == nil ? .info : .person, "\(undo)\(sentence(change.act))\(why)")
  }

  /// An act in words, as previews and the timeline say it.
  package static func sentence(_ act: ControlAct) -> String {
    switch act {
    case .breaker(let platform, .forcedOpen): "breaker \(platform.rawValue) forced open"
    case .breaker(let platform, .disabled): "breaker \(platform.rawValue) disabled"
    case .breaker(let platform, nil): "breaker \(platform.rawValue) back to evidence"
    case .pin(let platform?): "route pinned to \(platform.rawValue)"
    case .pin(nil): "route automatic"
    case .order(let order): "route order \(order.map(\.rawValue).joined(separator: ", "))"
    }
  }
}
