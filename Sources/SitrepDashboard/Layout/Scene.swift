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
  /// Standing of every series, in the order of the configuration.
  let standings: [(series: SeriesState, standing: Standing)]
  /// Triage looks at everything, so once a frame.
  let verdict: Verdict

  init?(_ model: DashboardModel) {
    guard let state = model.frozen.map(\.state) ?? model.state else { return nil }
    self.state = state
    digest = model.frozen?.digest ?? model.digest
    let now = model.frozen?.at ?? model.now
    self.now = now
    standings = state.series.map { ($0, Standing($0, at: now)) }
    verdict = Triage.verdict(state, at: now)
    glyphs = model.glyphs
    isOld = model.connection != .live
  }

  func mark(_ glyph: Glyph, _ role: Role) -> Span { Span(glyph, role, in: glyphs) }
}
