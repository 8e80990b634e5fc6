import SitrepCore
import SitrepTerminal

/// Breakers per platform, who forced them, and where traffic goes: wanted beside confirmed.
enum BreakersPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    let platforms = scene.state.platforms.flatMap { platform in
      [head(platform, scene)] + expiry(platform, scene) + targets(platform, scene, width)
        + KeyRows.rows(platform, scene)
    }
    return platforms + RouteRows.rows(scene, width: width)
  }

  private static func head(_ platform: Platform, _ scene: Scene) -> PanelRow {
    let (glyph, role, word) = position(platform, scene)
    return PanelRow(
      [scene.mark(glyph, role), Span(" \(platform.rawValue.padded(9)) "), Span(word, role)],
      right: duty(platform, scene))
  }

  /// What the platform does for our traffic; one that is shut serves nothing, wherever the route points.
  private static func duty(_ platform: Platform, _ scene: Scene) -> [Span] {
    guard scene.state.control.active == platform else { return [] }
    if !scene.state.isUsable(platform) { return [Span("refusing", .failing)] }
    return [Span(scene.state.control.pin == nil ? "serving" : "pinned", .accent)]
  }

  private static func position(_ platform: Platform, _ scene: Scene) -> (Glyph, Role, String) {
    if let override = scene.state.control.overrides[platform] { return overridden(override, scene) }
    let breakers = scene.state.breakers.filter { $0.target.platform == platform }
    guard let leading = scene.state.leadingBreaker(of: platform) else {
      return (.unknown, .unknown, "unknown: not probed")
    }
    let word = scene.state.position(of: platform).word
    switch scene.state.position(of: platform) {
    case .open: return (.failing, .failing, "\(word)  \(retry(leading.breaker, scene.now))")
    case .halfOpen: return (.halfOpen, .degraded, "\(word)  \(leading.breaker.trialSuccesses) ok so far")
    case .closed, .forcedOpen, .disabled:
      if let until = scene.state.limitedUntil(platform, at: scene.now) {
        return (.limited, .degraded, "limited \(TimeWords.clock(until - scene.now))")
      }
      return closed(breakers, scene)
    }
  }

  /// Closed as a whole, which may hide one open model or a run of failures.
  private static func closed(_ breakers: [BreakerState], _ scene: Scene) -> (Glyph, Role, String) {
    let troubled = breakers.count { $0.breaker.position != .closed }
    if troubled > 0 { return (.degraded, .degraded, "closed, but \(troubled) of \(breakers.count) models") }
    let failures = breakers.map(\.breaker.failures.count).max() ?? 0
    if let ramp = breakers.compactMap(\.breaker.rampUntil).max(), ramp > scene.now {
      return (.ok, .ok, "closed, ramp \(TimeWords.clock(ramp - scene.now))")
    }
    guard failures > 0 else { return (.ok, .ok, "closed") }
    let limit = breakers[0].target.platform.failuresToOpen(scene)
    return (.degraded, .degraded, "closed, \(failures) of \(limit) failed")
  }

  private static func overridden(_ override: BreakerOverride, _ scene: Scene) -> (Glyph, Role, String) {
    let age = TimeWords.age(scene.now - override.since)
    switch override.position {
    case .forcedOpen: return (.forcedOpen, .failing, "FORCED OPEN by \(override.by) \(age)")
    case .disabled: return (.disabled, .warning, "DISABLED by \(override.by) \(age)")
    }
  }

  private static func expiry(_ platform: Platform, _ scene: Scene) -> [PanelRow] {
    guard let expires = scene.state.control.overrides[platform]?.expires else { return [] }
    return [PanelRow("    \(TimeWords.clock(expires - scene.now)) left, then evidence", .dim)]
  }

  private static func retry(_ breaker: Breaker, _ now: Instant) -> String {
    if breaker.position == .halfOpen { return "half-open" }
    guard let until = breaker.openUntil, until > now else { return "retry due" }
    return "retry \(TimeWords.clock(until - now))"
  }

  /// Models that are not closed, each with its reason; its own clock where the platform shows none.
  private static func targets(_ platform: Platform, _ scene: Scene, _ width: Int) -> [PanelRow] {
    let all = scene.state.breakers.filter { $0.target.platform == platform }
    let troubled = all.filter { $0.breaker.position != .closed }
    if all.count == 1 { return troubled.map { PanelRow("    \($0.reason)", .dim) } }
    let isOpen = scene.state.position(of: platform) == .open
    return troubled.map { state in
      let role: Role = state.breaker.position == .open ? .failing : .degraded
      let clock = isOpen ? "" : "\(retry(state.breaker, scene.now)), "
      let head = [
        Span("  "), scene.mark(state.breaker.position == .open ? .failing : .halfOpen, role),
        Span(" \(state.target.model.shortName) \(clock)"),
      ]
      return PanelRow(head + [Span(reason(state.reason, width: width - head.columns), .dim)])
    }
  }

  /// The whole reason, or where that has no room its numbers only.
  private static func reason(_ text: String, width: Int) -> String {
    guard TextWidth.columns(text) > width, let colon = text.firstIndex(of: ":") else { return text }
    return String(text[colon...].dropFirst(2))
  }
}

extension Platform {
  fileprivate func failuresToOpen(_ scene: Scene) -> Int {
    scene.state.settings.breaker(of: self).failuresToOpen
  }
}

/// Where traffic should go, and what has confirmed it.
enum RouteRows {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    let control = scene.state.control
    guard let active = control.active else { return [PanelRow("no route", .unknown)] }
    var rows = [route(active, control, scene, width)]
    if let pin = control.pin {
      let age = TimeWords.age(scene.now - pin.since)
      rows.append(PanelRow("pinned by \(pin.by) \(age): no failover", .warning))
      if let expires = pin.expires {
        rows.append(PanelRow("    \(TimeWords.clock(expires - scene.now)) left, then automatic", .dim))
      }
    }
    if let failback = control.failback { rows.append(ramp(failback, scene)) }
    return rows
  }

  private static func route(
    _ active: Platform, _ control: Control, _ scene: Scene, _ width: Int
  ) -> PanelRow {
    let (obeying, all) = control.confirmed
    guard all > 0 else {
      return PanelRow([Span("route \(active.rawValue)"), Span(", confirmed by none", .dim)])
    }
    let isObeyed = obeying == all
    let head = "route \(active.rawValue)\(isObeyed ? "" : " wanted"), confirmed"
    let long = "\(head) by \(obeying) of \(all)"
    let text = TextWidth.columns(long) <= width ? long : "\(head) \(obeying)/\(all)"
    let age = control.confirmations.values.map(\.at).max().map { TimeWords.age(scene.now - $0) } ?? "?"
    let fits = TextWidth.columns(text) + TextWidth.columns(age) + 1 <= width
    return PanelRow([Span(text, isObeyed ? .text : .warning)], right: fits ? [Span(age, .dim)] : [])
  }

  private static func ramp(_ failback: Failback, _ scene: Scene) -> PanelRow {
    let settings = scene.state.settings.failback
    let passed = TimeWords.clock(scene.now - failback.since)
    let head = "back to \(failback.to.rawValue)"
    if failback.percent == 0 {
      return PanelRow("\(head) holds \(passed)/\(TimeWords.clock(settings.hold))", .accent)
    }
    return PanelRow(
      "\(head) \(failback.percent)% \(passed)/\(TimeWords.clock(settings.rampStep))", .accent)
  }
}
