import SitrepCore
package import SitrepTerminal

/// Draws the whole screen for a size; a pure function of the model.
package func view(_ model: DashboardModel, _ size: Size) -> Canvas {
  var canvas = Canvas(size: size, glyphs: model.glyphs)
  let layout = Layout(size, focus: model.focus, isZoomed: model.isZoomed)
  let scene = Scene(model)
  canvas.draw(
    TruthLine.line(Truth(model, scene), width: size.width, glyphs: model.glyphs), at: Point(0, 0),
    width: size.width)
  guard size.width >= DashboardModel.smallest.width, size.height >= DashboardModel.smallest.height else {
    return canvas
  }
  drawBody(model, scene, layout, &canvas)
  drawOverlay(model, layout.body, &canvas)
  drawFooter(model, layout, &canvas)
  return canvas
}

private func drawBody(_ model: DashboardModel, _ scene: Scene?, _ layout: Layout, _ canvas: inout Canvas) {
  guard let scene else {
    canvas.draw("waiting for the engine…", at: Point(1, layout.body.y), .dim)
    return
  }
  if let summary = layout.summary {
    let rows = Summary.rows(scene, size: summary.size)
    canvas.within(summary) { part in PanelRow.draw(rows, offset: 0, isOld: scene.isOld, &part) }
  }
  for panel in Panel.allCases {
    guard let rect = layout.panels[panel] else { continue }
    PanelFrame.draw(panel, in: rect, model, scene, &canvas)
  }
}

private func drawFooter(_ model: DashboardModel, _ layout: Layout, _ canvas: inout Canvas) {
  let row = layout.footer ?? layout.body.row(layout.body.height - 1)
  if let toast = model.toast {
    canvas.fill(row)
    // The key of an answer that is waited for stays in sight.
    let key = layout.footer == nil ? [] : Footer.pressing(model)
    canvas.draw(" " + toast.text, at: row.origin, toast.role, width: row.width - key.columns)
    canvas.draw(key, at: Point(row.maxX - key.columns, row.y), width: key.columns)
  } else if layout.footer != nil, let trouble = model.trouble {
    // Stays as long as the trouble does: what happens meanwhile is lost when the engine ends.
    canvas.draw(" \(trouble)", at: row.origin, .failing, width: row.width)
  } else if layout.footer != nil {
    canvas.draw(Footer.line(model, width: row.width), at: row.origin, width: row.width)
  }
}

private func drawOverlay(_ model: DashboardModel, _ body: Rect, _ canvas: inout Canvas) {
  switch model.overlay {
  case nil: break
  case .help(let scroll): HelpView.draw(scroll, model, body, &canvas)
  case .arm(let field, _): PromptView.drawArm(field, offering: model.loginName, body, &canvas)
  case .choice(let list): ChoiceView.draw(list, body, &canvas)
  case .prompt(let draft, let field): PromptView.draw(draft, field, body, &canvas)
  case .preview(let confirmation): PreviewView.draw(confirmation, model, body, &canvas)
  case .postmortem(let pane): PostmortemView.draw(pane, model, body, &canvas)
  case .message(let title, let lines): MessageView.draw(title, lines, body, &canvas)
  }
}
