import SitrepCore
import SitrepTerminal

/// What the panels draw: the newest picture, or the one held still.
struct Scene {
  let state: State
  let digest: Digest
  let now: Instant
  let glyphs: Glyphs
  /// The engine is gone: nothing of this may look healthy.
  let isOld: Bool

  init?(_ model: DashboardModel) {
    guard let state = model.frozen.map(\.state) ?? model.state else { return nil }
    self.state = state
    digest = model.frozen?.digest ?? model.digest
    now = model.frozen?.at ?? model.now
    glyphs = model.glyphs
    isOld = model.connection != .live
  }

  /// Standing of every series, in the order of the configuration.
  var standings: [(series: SeriesState, standing: Standing)] {
    state.series.map { ($0, Standing($0, at: now)) }
  }

  func mark(_ glyph: Glyph, _ role: Role) -> Span { Span(glyph, role, in: glyphs) }
}
