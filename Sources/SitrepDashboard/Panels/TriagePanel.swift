import SitrepCore
import SitrepTerminal

/// "Us or them?": the verdict, the path to it, what speaks for it and against it, and what to do.
///
/// What stands first remains in a small panel; zoomed, the decision tree is drawn whole.
enum TriagePanel {
  static func rows(_ scene: Scene, width: Int, isZoomed: Bool) -> [PanelRow] {
    let verdict = scene.verdict
    let head: [[Span]] = [[Span(head(verdict), verdict.side.role, .strong)]]
    let rest = isZoomed ? whole(verdict, scene) : brief(verdict, scene)
    let path = isZoomed ? TriageTree.rows(verdict, scene, width: width) : []
    return head.flatMap { wrapped($0, width) } + path
      + (isZoomed ? [] : TriageTree.path(verdict, scene, width: width))
      + (rest + severity(scene) + ownSide(scene) + notes(scene)).flatMap { wrapped($0, width) }
  }

  private static func head(_ verdict: Verdict) -> String {
    guard let platform = verdict.platform, verdict.side != .nobody else { return verdict.sentence }
    return "\(platform.rawValue): \(verdict.sentence)"
  }

  /// The first step and the counter-evidence before everything that can wait.
  private static func brief(_ verdict: Verdict, _ scene: Scene) -> [[Span]] {
    let all = steps(verdict)
    let (first, later) = (Array(all.prefix(1)), Array(all.dropFirst()))
    return first + against(verdict) + [confidence(verdict)] + evidence(verdict) + later + [unless(verdict)]
  }

  private static func whole(_ verdict: Verdict, _ scene: Scene) -> [[Span]] {
    let explained = verdict.explanation.map {
      [[Span("cause    ", .dim), Span($0.cause)], [Span("fix      ", .dim), Span($0.fix)]]
    }
    return [confidence(verdict)] + evidence(verdict) + against(verdict) + [unless(verdict)]
      + (explained ?? []) + steps(verdict)
  }

  private static func confidence(_ verdict: Verdict) -> [Span] {
    [Span("\(verdict.confidence.rawValue) confidence, rule \(verdict.rule)", .dim)]
  }

  private static func evidence(_ verdict: Verdict) -> [[Span]] {
    verdict.evidence.map { [Span("for      ", .dim), Span($0)] }
  }

  private static func against(_ verdict: Verdict) -> [[Span]] {
    verdict.against.map { [Span("against  ", .warning), Span($0)] }
  }

  private static func unless(_ verdict: Verdict) -> [Span] {
    [Span("unless   ", .dim), Span(verdict.changeOfMind)]
  }

  /// What to do, with the key of the action that does it.
  private static func steps(_ verdict: Verdict) -> [[Span]] {
    verdict.mitigations.map { step in
      let spec = step.action.map(ActionTable.spec)
      let key = (spec?.key ?? spec?.menu).map { [Span("  "), Span(String($0), .key)] } ?? []
      return [Span("do       ", .accent), Span(step.text)] + key
    }
  }

  private static func severity(_ scene: Scene) -> [[Span]] {
    let current = scene.state.severity.current
    var lines: [[Span]] = []
    if let severity = current.severity {
      let since = scene.state.severity.since.map { " for \(TimeWords.age(scene.now - $0))" } ?? ""
      let rule = current.isUnmeasured ? severity.word : current.rule
      lines.append([Span(rule, severity.role), Span(since, .dim), Span("  \(current.evidence)")])
    }
    if let open = scene.state.openIncident, open.severityByHand {
      lines.append([
        Span("\(open.severity.word) set by hand", open.severity.role), Span("  \(open.severityReason)"),
      ])
    }
    return lines + scene.state.openIncidents.flatMap { standing($0, scene) }
  }

  /// What an incident is in besides its phase: coming and going, or quiet and asking.
  private static func standing(_ incident: Incident, _ scene: Scene) -> [[Span]] {
    var lines: [[Span]] = []
    if let since = incident.flappingSince {
      lines.append([
        Span("\(incident.name) flapping", .warning), Span(" for \(TimeWords.age(scene.now - since))", .dim),
        Span("  stays open until it settles"),
      ])
    }
    if incident.resolveAskedAt != nil, let since = incident.monitoringSince {
      lines.append([
        Span("\(incident.name) quiet for \(TimeWords.age(scene.now - since))", .warning),
        Span("  resolve it (i r) or keep it open (i k)"),
      ])
    }
    return lines
  }

  private static func notes(_ scene: Scene) -> [[Span]] {
    let certificates = CertificateWatch.notices(scene.state, at: scene.now).map { watch in
      let role: Role = watch.level == .warning ? .warning : .failing
      return [Span("renew    ", role), Span(watch.sentence, role)]
    }
    return certificates
      + scene.state.settings.notices.map { [Span("note     ", .dim), Span($0.text, .dim)] }
  }

  /// Checks of our own side, each with its age.
  private static func ownSide(_ scene: Scene) -> [[Span]] {
    scene.state.ownSide.map { check in
      guard let last = check.last, let at = check.at else {
        return [
          scene.mark(.unknown, .unknown), Span(" \(check.plan.name) "), Span("not checked yet", .unknown),
        ]
      }
      let (glyph, role) = look(last.health)
      let took = last.took.map { " \(TimeWords.latency($0))" } ?? ""
      let detail = last.health == .ok ? "ok\(took)" : "\(last.health.rawValue): \(last.detail)"
      return [
        scene.mark(glyph, role), Span(" \(check.plan.name) "), Span(detail, role),
        Span("  \(TimeWords.age(scene.now - at))", .dim),
      ]
    }
  }

  private static func look(_ health: Health) -> (Glyph, Role) {
    switch health {
    case .ok: (.ok, .ok)
    case .degraded: (.degraded, .degraded)
    case .failing: (.failing, .failing)
    case .unknown: (.unknown, .unknown)
    }
  }

  private static func wrapped(_ line: [Span], _ width: Int) -> [PanelRow] {
    let rows = Wrapping.rows(line, width: max(10, width - 2))
    return rows.enumerated().map { index, row in PanelRow(index == 0 ? row : [Span("  ")] + row) }
  }
}

nonisolated extension Verdict.Side {
  var role: Role {
    switch self {
    case .us, .vendor: .failing
    case .unknown: .unknown
    case .nobody: .ok
    }
  }
}
