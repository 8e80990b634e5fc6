import SitrepCore
import SitrepTerminal

/// Service levels per platform beside their targets; no data is its own status.
enum ObjectivesPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    guard !scene.digest.levels.isEmpty else { return [PanelRow("no data", .unknown)] }
    let columns = Columns(width: width)
    return [columns.titles()] + scene.digest.levels.map { row($0, scene, columns) }
      + [columns.targets(scene.state.settings.objectives)]
  }

  private static func row(_ level: ServiceLevel, _ scene: Scene, _ columns: Columns) -> PanelRow {
    let targets = scene.state.settings.objectives
    let name = Span(" \(level.platform.rawValue.padded(9))")
    guard let isMet = level.meets(targets), let errorRate = level.errorRate,
      let availability = level.availability
    else { return PanelRow([scene.mark(.unknown, .unknown), name, Span("  no data", .unknown)]) }
    let unknown = String(scene.glyphs[.dash])
    let cells: [Columns.Cell] = [
      .init(NumberWords.percent(availability), availability < targets.availability),
      .init(NumberWords.percent(errorRate), errorRate > targets.errorRate),
      .init(level.p95.map(TimeWords.latency) ?? unknown, (level.p95 ?? .zero) > targets.p95),
      .init(level.p99.map(TimeWords.latency) ?? unknown, (level.p99 ?? .zero) > targets.p99),
      .init("\(level.longestFailureRun)", level.longestFailureRun > targets.longestFailureRun),
    ]
    let mark = isMet ? scene.mark(.ok, .ok) : scene.mark(.failing, .failing)
    return columns.row([mark, name], cells, count: "n\(level.attempts)")
  }

  /// What fits: availability and error rate always, then p95, p99 and the longest run of failures.
  private struct Columns {
    struct Cell {
      var text: String
      var isMissed: Bool

      init(_ text: String, _ isMissed: Bool = false) {
        self.text = text
        self.isMissed = isMissed
      }
    }

    private static let widths = [7, 6, 6, 6, 5]
    private let shown: Int

    init(width: Int) {
      var shown = Columns.widths.count
      while shown > 2, 11 + Columns.widths.prefix(shown).reduce(0, +) + 5 > width { shown -= 1 }
      self.shown = shown
    }

    func titles() -> PanelRow {
      row(
        [Span("".padded(11))], ["avail%", "err%", "p95", "p99", "run"].map { Cell($0) }, count: "",
        role: .dim)
    }

    func targets(_ targets: ObjectiveTargets) -> PanelRow {
      let cells = [
        NumberWords.percent(targets.availability), NumberWords.percent(targets.errorRate),
        TimeWords.latency(targets.p95), TimeWords.latency(targets.p99), "\(targets.longestFailureRun)",
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
