import SitrepCore
import SitrepTerminal

/// A panel's frame with its number, title and rows.
enum PanelFrame {
  static func draw(
    _ panel: Panel, in rect: Rect, _ model: DashboardModel, _ scene: Scene, _ canvas: inout Canvas
  ) {
    let inside = inside(rect)
    let note = scene.isOld ? "old" : PanelRows.note(panel, scene, width: inside.width)
    canvas.box(
      rect, title: "\(panel.rawValue) \(panel.title)", note: note, focused: model.focus == panel,
      role: scene.isOld && model.focus != panel ? .stale : nil)
    let rows = rows(panel, inside.size, model, scene)
    let offset = offset(panel, model, count: rows.count, height: inside.height)
    canvas.within(inside) { part in PanelRow.draw(rows, offset: offset, isOld: scene.isOld, &part) }
    if model.focus == panel, model.overlay == nil { canvas.setCursor(inside.origin) }
  }

  /// Of a timeline of hundreds of lines only those in sight are written.
  private static func rows(_ panel: Panel, _ size: Size, _ model: DashboardModel, _ scene: Scene)
    -> [PanelRow]
  {
    guard panel == .timeline, !model.isZoomed, !scene.state.timeline.isEmpty else {
      return PanelRows.rows(panel, scene, size: size, isZoomed: model.isZoomed)
    }
    let count = scene.state.timeline.count
    let offset = offset(panel, model, count: count, height: size.height)
    return TimelinePanel.rows(scene, shown: Scroll.clamped(offset, of: count, in: size.height), size.height)
  }

  static func inside(_ rect: Rect) -> Rect {
    Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 3, height: rect.height - 2)
  }

  /// The timeline's offset counts from its end, so that it follows the newest line.
  private static func offset(_ panel: Panel, _ model: DashboardModel, count: Int, height: Int) -> Int {
    let scrolled = model.scroll[panel] ?? 0
    return panel == .timeline ? max(0, count - height - scrolled) : scrolled
  }
}

/// The rows of each panel.
enum PanelRows {
  static func rows(_ panel: Panel, _ scene: Scene, width: Int, isZoomed: Bool) -> [PanelRow] {
    switch panel {
    case .statusPages: StatusPagesPanel.rows(scene, width: width)
    case .probes:
      isZoomed ? ProbesPanel.zoomed(scene, width: width) : ProbesPanel.rows(scene, width: width)
    case .breakers: BreakersPanel.rows(scene, width: width)
    case .rateLimits: RateLimitsPanel.rows(scene, width: width)
    case .objectives: ObjectivesPanel.rows(scene, width: width)
    case .triage: TriagePanel.rows(scene, width: width, isZoomed: isZoomed)
    case .timeline: TimelinePanel.rows(scene, width: width, wraps: isZoomed)
    }
  }

  /// The rows for a size: one column narrower where a scroll bar takes the last one.
  static func rows(_ panel: Panel, _ scene: Scene, size: Size, isZoomed: Bool) -> [PanelRow] {
    if panel == .probes, !isZoomed { return probes(scene, size) }
    let rows = rows(panel, scene, width: size.width, isZoomed: isZoomed)
    guard rows.count > size.height else { return rows }
    return self.rows(panel, scene, width: size.width - 1, isZoomed: isZoomed)
  }

  private static func probes(_ scene: Scene, _ size: Size) -> [PanelRow] {
    let rows = ProbesPanel.rows(scene, size: size)
    guard rows.count > size.height else { return rows }
    return ProbesPanel.rows(scene, size: Size(size.width - 1, size.height))
  }

  /// What the frame says beside the title.
  static func note(_ panel: Panel, _ scene: Scene, width: Int) -> String {
    switch panel {
    case .probes: ProbesPanel.note(scene, width: width)
    case .objectives: "last \(TimeWords.length(scene.state.settings.objectives.window))"
    case .timeline: "UTC"
    default: ""
    }
  }

  /// How many rows a panel has at the present size.
  static func count(_ panel: Panel, in model: DashboardModel) -> Int {
    guard let scene = Scene(model), let rect = rect(panel, in: model) else { return 0 }
    return rows(panel, scene, size: PanelFrame.inside(rect).size, isZoomed: model.isZoomed).count
  }

  static func visible(_ panel: Panel, in model: DashboardModel) -> Int {
    rect(panel, in: model).map { PanelFrame.inside($0).height } ?? 0
  }

  private static func rect(_ panel: Panel, in model: DashboardModel) -> Rect? {
    Layout(model.size, focus: model.focus, isZoomed: model.isZoomed).panels[panel]
  }
}
