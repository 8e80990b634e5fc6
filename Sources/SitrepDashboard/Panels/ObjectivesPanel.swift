import SitrepCore
import SitrepTerminal

/// Service levels per platform beside their targets; no data is its own status.
enum ObjectivesPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    guard let report = scene.digest.objectives, !report.platforms.isEmpty else {
      return [PanelRow("no data", .unknown)]
    }
    let columns = Columns(width: width)
    return [columns.titles()] + report.platforms.map { row($0, scene, columns) }
      + [columns.targets(scene.state.settings.objectives)]
      + report.platforms.flatMap { burning($0, scene) } + steps(scene)
      + report.platforms.compactMap { minutes($0, scene) }
  }

  private static func name(_ figures: ObjectiveFigures) -> String {
    guard case .platform(let platform) = figures.scope else { return "" }
    return platform.rawValue
  }

  private static func row(_ figures: ObjectiveFigures, _ scene: Scene, _ columns: Columns) -> PanelRow {
    let name = Span(" \(name(figures).padded(9))")
    guard figures.status != .noData else {
      return PanelRow([scene.mark(.unknown, .unknown), name, Span("  no data", .unknown)])
    }
    let unknown = String(scene.glyphs[.dash])
    let burn = figures.burn(over: .hours(1)) ?? figures.burns.last
    let cells: [Columns.Cell] = [
      .init(figures.availability, unknown, NumberWords.percent),
      .init(figures.errorRate, unknown, NumberWords.percent),
      .init(figures.p95, unknown, TimeWords.latency),
      .init(burn.map { times($0, scene) } ?? unknown, figures.isBurningFast),
      .init(figures.p99, unknown, TimeWords.latency),
      .init(figures.longestFailureRun, unknown) { "\($0)" },
      .init(budget(figures) ?? unknown, (figures.budgetLeft ?? 1) < 0),
    ]
    let mark = figures.status == .violated ? scene.mark(.failing, .failing) : scene.mark(.ok, .ok)
    return columns.row([mark, name], cells, count: count(figures))
  }

  private static func times(_ burn: BurnRate, _ scene: Scene) -> String {
    let tenths = Int((burn.rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)\(scene.glyphs[.multiply])"
  }

  /// What is left of the window's error budget: "43%", or "spent" and more.
  private static func budget(_ figures: ObjectiveFigures) -> String? {
    figures.budgetLeft.map { $0 < 0 ? "spent" : "\(Int(($0 * 100).rounded(.down)))%" }
  }

  /// How many answers the percentiles are made of, and of how many attempts where some failed.
  private static func count(_ figures: ObjectiveFigures) -> String {
    let (answers, attempts) = (figures.p95.count, figures.availability.count)
    return answers == attempts ? "n\(attempts)" : "n\(answers)/\(attempts)"
  }

  /// Said at every width: a budget that burns this fast is worth a call, or a ticket.
  private static func burning(_ figures: ObjectiveFigures, _ scene: Scene) -> [PanelRow] {
    figures.alerts.map { alert in
      let isPage = alert.rule.urgency == .page
      let over = TimeWords.length(alert.rule.long)
      return PanelRow(
        "\(name(figures)) burns its budget \(times(alert.long, scene)) over \(over)",
        isPage ? .failing : .degraded)
    }
  }

  /// Latencies that have left their norm.
  private static func steps(_ scene: Scene) -> [PanelRow] {
    scene.state.series.compactMap { series in
      guard series.plan.idle == nil, let step = series.latencyWatch?.step else { return nil }
      let id = series.id
      let times = "\(step.times)\(scene.glyphs[.multiply])"
      return PanelRow(
        "\(id.platform.rawValue) \(id.model.shortName) \(times) its norm since "
          + "\(TimeWords.minute(step.since)) n\(step.count)", .degraded)
    }
  }

  /// "anthropic down 4m, degraded 2m": unknown is told apart and never counted as up.
  private static func minutes(_ figures: ObjectiveFigures, _ scene: Scene) -> PanelRow? {
    let minutes = figures.minutes
    guard !minutes.isAllUp, minutes.up + minutes.degraded + minutes.down > 0 else { return nil }
    let parts = [("down", minutes.down), ("degraded", minutes.degraded), ("unknown", minutes.unknown)]
    let words = parts.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)m" }.joined(separator: ", ")
    let role: Role = minutes.down > 0 ? .failing : minutes.degraded > 0 ? .degraded : .unknown
    return PanelRow("\(name(figures)) \(words)", role)
  }

  /// What fits: availability and error rate always, then p95, burn, p99, the longest run of failures and
  /// what is left of the budget.
  private struct Columns {
    struct Cell {
      var text: String
      var isMissed: Bool
      /// From too few to be said, or from none.
      var isUnsaid = false

      init(_ text: String, _ isMissed: Bool = false) {
        self.text = text
        self.isMissed = isMissed
      }

      init<Value>(_ objective: Objective<Value>, _ unknown: String, _ word: (Value) -> String) {
        text = objective.sayable.map(word) ?? unknown
        isMissed = objective.isViolated
        isUnsaid = objective.sayable == nil
      }
    }

    private static let widths = [7, 6, 6, 7, 6, 5, 8]
    private let shown: Int

    init(width: Int) {
      var shown = Columns.widths.count
      while shown > 2, 11 + Columns.widths.prefix(shown).reduce(0, +) + 5 > width { shown -= 1 }
      self.shown = shown
    }

    func titles() -> PanelRow {
      row(
        [Span("".padded(11))], ["avail%", "err%", "p95", "burn1h", "p99", "run", "budget"].map { Cell($0) },
        count: "",
        role: .dim)
    }

    func targets(_ targets: ObjectiveTargets) -> PanelRow {
      let cells = [
        NumberWords.percent(targets.availability), NumberWords.percent(targets.errorRate),
        TimeWords.latency(targets.p95), "", TimeWords.latency(targets.p99), "\(targets.longestFailureRun)",
        "",
      ]
      return row([Span("  target".padded(11), .dim)], cells.map { Cell($0) }, count: "", role: .dim)
    }

    func row(_ head: [Span], _ cells: [Cell], count: String, role: Role = .text) -> PanelRow {
      let numbers = zip(cells, Columns.widths).prefix(shown).map { cell, width in
        let missing = max(0, width - TextWidth.columns(cell.text))
        return Span(
          String(repeating: " ", count: missing) + cell.text,
          cell.isMissed ? .failing : cell.isUnsaid ? .dim : role)
      }
      return PanelRow(head + numbers + (count.isEmpty ? [] : [Span(" " + count, .dim)]))
    }
  }
}

nonisolated extension Objective {
  /// The value, unless it comes from too few to be said.
  var sayable: Value? { status == .unreliable ? nil : value }
}
