import SitrepTerminal

/// Where everything stands for a size: a pure function, so that it can be drawn as a picture.
///
///     wide (from 100×24)                   medium (from 70×20)        compact (down to 40×6)
///     ┌ truth ───────────────────────┐     ┌ truth ───────────┐      ┌ truth ───────┐
///     │ 1 pages   │ 2 probes         │     │ 2 probes         │      │ summary,     │
///     ├───────────┼────────┬─────────┤     ├─────────┬────────┤      │ newest lines │
///     │ 3 breakers│ 4 rates│ 5 objec.│     │ 3 break │ 1 pages│      │ of timeline  │
///     ├───────────┼────────┴─────────┤     ├─────────┴────────┤      └──────────────┘
///     │ 6 triage  │ 7 timeline       │     │ 7 (or focused)   │      or the focused
///     └ footer ──────────────────────┘     └ footer ──────────┘      panel alone
nonisolated struct Layout: Hashable, Sendable {
  var truth: Rect
  /// Everything between the pinned line and the footer; overlays stand in its middle.
  var body: Rect
  var panels: [Panel: Rect] = [:]
  /// One column of lines instead of panels.
  var summary: Rect?
  var footer: Rect?

  init(_ size: Size, focus: Panel? = nil, isZoomed: Bool = false) {
    let (truth, rest) = Rect(size).splitTop(1)
    self.truth = truth
    let hasFooter = size.height >= Layout.leastHeightWithFooter
    body = rest.splitTop(rest.height - (hasFooter ? 1 : 0)).top
    footer = hasFooter ? rest.splitTop(rest.height - 1).rest : nil
    if let focus, isZoomed || !Layout.hasPanels(size) {
      panels = [focus: body]
    } else if size.width >= 100, size.height >= 24 {
      panels = Layout.wide(body)
    } else if Layout.hasPanels(size) {
      panels = Layout.medium(body, focus)
    } else {
      summary = body
    }
  }

  static let leastHeightWithFooter = 10

  private static func hasPanels(_ size: Size) -> Bool { size.width >= 70 && size.height >= 20 }

  private static func wide(_ body: Rect) -> [Panel: Rect] {
    let left = min(64, max(36, body.width * 33 / 100))
    let (top, below) = body.splitTop(max(8, body.height * 30 / 100))
    let (middle, bottom) = below.splitTop(max(8, body.height * 28 / 100))
    let (breakers, others) = middle.splitLeft(left)
    let (rateLimits, objectives) = others.splitLeft(others.width / 2)
    return [
      .statusPages: top.splitLeft(left).left, .probes: top.splitLeft(left).rest,
      .breakers: breakers, .rateLimits: rateLimits, .objectives: objectives,
      .triage: bottom.splitLeft(left).left, .timeline: bottom.splitLeft(left).rest,
    ]
  }

  /// A focused panel that has no place of its own takes the timeline's.
  private static func medium(_ body: Rect, _ focus: Panel?) -> [Panel: Rect] {
    let (top, below) = body.splitTop(body.height * 35 / 100)
    let (middle, bottom) = below.splitTop(body.height * 35 / 100)
    let (left, right) = middle.splitLeft(body.width / 2)
    var panels: [Panel: Rect] = [.probes: top, .breakers: left, .statusPages: right]
    let last = focus.flatMap { panels[$0] == nil ? $0 : nil } ?? .timeline
    panels[last] = bottom
    return panels
  }
}
