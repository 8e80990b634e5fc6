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
      + report.platforms.compactMap { burning($0, scene) }
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
    ]
    let mark = figures.status == .violated ? scene.mark(.failing, .failing) : scene.mark(.ok, .ok)
    return columns.row([mark, name], cells, count: "n\(figures.availability.count)")
  }

  private static func times(_ burn: BurnRate, _ scene: Scene) -> String {
    let tenths = Int((burn.rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)\(scene.glyphs[.multiply])"
  }

  /// Said at every width: a budget that burns this fast is worth a call.
  private static func burning(_ figures: ObjectiveFigures, _ scene: Scene) -> PanelRow? {
    guard figures.isBurningFast, let burn = figures.burn(over: .hours(1)) else { return nil }
    return PanelRow("\(name(figures)) burns its budget \(times(burn, scene)) over 1h", .failing)
  }

  /// What fits: availability and error rate always, then p95, burn, p99 and the longest run of failures.
  private struct Columns {
    struct Cell {
      var text: String
      var isMissed: Bool

      init(_ text: String, _ isMissed: Bool = false) {
        self.text = text
        self.isMissed = isMissed
      }

      init<Value>(_ objective: Objective<Value>, _ unknown: String, _ word: (Value) -> String) {
        text = objective.sayable.map(word) ?? unknown
        isMissed = objective.isViolated
      }
    }

    private static let widths = [7, 6, 6, 7, 6, 5]
    private let shown: Int

    init(width: Int) {
      var shown = Columns.widths.count
      while shown > 2, 11 + Columns.widths.prefix(shown).reduce(0, +) + 5 > width { shown -= 1 }
      self.shown = shown
    }

    func titles() -> PanelRow {
      row(
        [Span("".padded(11))], ["avail%", "err%", "p95", "burn1h", "p99", "run"].map { Cell($0) }, count: "",
        role: .dim)
    }

    func targets(_ targets: ObjectiveTargets) -> PanelRow {
      let cells = [
        NumberWords.percent(targets.availability), NumberWords.percent(targets.errorRate),
        TimeWords.latency(targets.p95), "", TimeWords.latency(targets.p99), "\(targets.longestFailureRun)",
      ]
      return row([Span("  target".padded(11), .dim)], cells.map { Cell($0) }, count: "", role: .dim)
    }

    func row(_ head: [Span], _ cells: [Cell], count: String, role: Role = .text) -> PanelRow {
      let numbers = zip(cells, Columns.widths).prefix(shown).map { cell, width in
        let missing = max(0, width - TextWidth.columns(cell.text))
        return Span(String(repeating: " ", count: missing) + cell.text, cell.isMissed ? .failing : role)
      }
      return PanelRow(head + numbers + (count.isEmpty ? [] : [Span(" " + count, .dim)]))
    }
  }
}

nonisolated extension Objective {
  /// The value, unless it comes from too few to be said.
  var sayable: Value? { status == .unreliable ? nil : value }
}
