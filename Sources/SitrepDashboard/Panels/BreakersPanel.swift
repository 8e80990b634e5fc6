import SitrepCore
import SitrepTerminal

/// Breakers per platform, who forced them, and where traffic goes: wanted beside confirmed.
enum BreakersPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    let platforms = scene.state.platforms.flatMap { platform in
      [head(platform, scene)] + targets(platform, scene)
    }
    return platforms + RouteRows.rows(scene)
  }

  private static func head(_ platform: Platform, _ scene: Scene) -> PanelRow {
    let (glyph, role, word) = position(platform, scene)
    let isActive = scene.state.control.active == platform
    return PanelRow(
      [scene.mark(glyph, role), Span(" \(platform.rawValue.padded(9)) "), Span(word, role)],
      right: isActive ? [Span(scene.state.control.pin == nil ? "serving" : "pinned", .accent)] : [])
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
    case .closed, .forcedOpen, .disabled: return closed(breakers, scene)
    }
  }

  /// Closed as a whole, which may hide one open model or a run of failures.
  private static func closed(_ breakers: [BreakerState], _ scene: Scene) -> (Glyph, Role, String) {
    let troubled = breakers.count { $0.breaker.position != .closed }
    if troubled > 0 { return (.degraded, .degraded, "closed, but \(troubled) of \(breakers.count) models") }
    let failures = breakers.map(\.breaker.failures.count).max() ?? 0
    guard failures > 0 else { return (.ok, .ok, "closed") }
    let limit = scene.state.settings.breaker.failuresToOpen
    return (.degraded, .degraded, "closed, \(failures) of \(limit) failed")
  }

  private static func overridden(_ override: BreakerOverride, _ scene: Scene) -> (Glyph, Role, String) {
    let age = TimeWords.age(scene.now - override.since)
    let rest = override.expires.map { ", \(TimeWords.clock($0 - scene.now)) left" } ?? ""
    switch override.position {
    case .forcedOpen: return (.forcedOpen, .failing, "FORCED OPEN by \(override.by) \(age)\(rest)")
    case .disabled: return (.disabled, .warning, "DISABLED by \(override.by) \(age)\(rest)")
    }
  }

  private static func retry(_ breaker: Breaker, _ now: Instant) -> String {
    guard let until = breaker.openUntil, until > now else { return "retry due" }
    return "retry \(TimeWords.clock(until - now))"
  }

  /// Targets that are not closed, each with its reason.
  private static func targets(_ platform: Platform, _ scene: Scene) -> [PanelRow] {
    let all = scene.state.breakers.filter { $0.target.platform == platform }
    return all.filter { $0.breaker.position != .closed }.flatMap { state -> [PanelRow] in
      let reason = PanelRow([Span("    \(state.reason)", .dim)])
      guard all.count > 1 else { return [reason] }
      let isOpen = state.breaker.position == .open
      let word = isOpen ? "OPEN  \(retry(state.breaker, scene.now))" : "half-open"
      let role: Role = isOpen ? .failing : .degraded
      return [
        PanelRow([
          Span("  "), scene.mark(isOpen ? .failing : .halfOpen, role),
          Span(" \(state.target.model.shortName.padded(7)) "), Span(word, role),
        ]),
        reason,
      ]
    }
  }
}

/// Where traffic should go, and what has confirmed it.
enum RouteRows {
  static func rows(_ scene: Scene) -> [PanelRow] {
    let control = scene.state.control
    guard let active = control.active else { return [PanelRow("no route", .unknown)] }
    var rows = [route(active, control, scene)]
    if let pin = control.pin {
      let age = TimeWords.age(scene.now - pin.since)
      let rest = pin.expires.map { ", \(TimeWords.clock($0 - scene.now)) left" } ?? ""
      rows.append(PanelRow("pinned by \(pin.by) \(age)\(rest): does not fail over", .warning))
    }
    if let failback = control.failback { rows.append(ramp(failback, scene)) }
    return rows
  }

  private static func route(_ active: Platform, _ control: Control, _ scene: Scene) -> PanelRow {
    let (obeying, all) = control.confirmed
    guard all > 0 else {
      return PanelRow([
        Span("route wanted \(active.rawValue)"), Span(", nothing confirms it: no traffic measured", .dim),
      ])
    }
    let newest = control.confirmations.values.map(\.at).max()
    let age = newest.map { TimeWords.age(scene.now - $0) } ?? "?"
    let word = obeying == all ? "route" : "route wanted"
    return PanelRow(
      [
        Span(
          "\(word) \(active.rawValue), confirmed by \(obeying) of \(all)", obeying == all ? .text : .warning)
      ],
      right: [Span(age, .dim)])
  }

  private static func ramp(_ failback: Failback, _ scene: Scene) -> PanelRow {
    let settings = scene.state.settings.failback
    let passed = TimeWords.clock(scene.now - failback.since)
    if failback.percent == 0 {
      return PanelRow(
        "failback to \(failback.to.rawValue): holds \(passed) of \(TimeWords.clock(settings.hold))", .accent)
    }
    return PanelRow(
      "failback to \(failback.to.rawValue): \(failback.percent)%, \(passed) of \(TimeWords.clock(settings.rampStep))",
      .accent)
  }
}
