import SitrepCore
import SitrepTerminal

/// What the pinned line says, before it is fitted to a width.
nonisolated struct Truth: Hashable, Sendable {
  var severity = Span("--", .dim)
  var glyph = Glyph.unknown
  var role = Role.unknown
  /// At most about thirty columns.
  var verdict = ""
  /// The same without its details, for the narrowest screens.
  var shortVerdict = ""
  var cause: Span?
  var impact: Span?
  var route: Span?
  /// The clock of the one who must answer, or the question whether it is over.
  var response: Span?
  /// The clock of those who expect an update.
  var update: Span?
  var incident: Span?
  var elapsed: Span?
  var clock: Span?
  var modes: [Span] = []

  @MainActor init(_ model: DashboardModel, _ scene: Scene?) {
    modes = Truth.modes(model)
    clock = Span(TimeWords.clock(model.now), .dim)
    guard let scene else {
      say(.unknown, .unknown, "waiting for the engine")
      takeLoss(model)
      return
    }
    judge(scene)
    takeTraffic(scene.state, at: scene.now)
    takeIncident(scene.state, at: scene.now)
    takeLoss(model)
  }

  mutating func say(_ glyph: Glyph, _ role: Role, _ verdict: String, short: String? = nil) {
    self.glyph = glyph
    self.role = role
    self.verdict = verdict
    shortVerdict = short ?? verdict
  }

  /// Without an engine the screen shows the past; this must be the first thing read.
  @MainActor private mutating func takeLoss(_ model: DashboardModel) {
    let gone: String
    switch model.connection {
    case .live: return
    case .silent(let since): gone = "ENGINE SILENT \(TimeWords.clock(model.now - since))"
    case .lost(let since): gone = "ENGINE GONE \(TimeWords.clock(model.now - since))"
    }
    say(.failing, .failing, "\(gone): data is old", short: gone)
    (cause, impact, route) = (nil, nil, nil)
    if severity.role == .ok { severity = Span("--", .dim) }
    response?.role = .stale
    update?.role = .stale
  }

  @MainActor private static func modes(_ model: DashboardModel) -> [Span] {
    var modes: [Span] = []
    let state = model.state
    if let frozen = model.frozen {
      let news = max(0, (state?.sequence ?? 0) - (frozen.state?.sequence ?? 0))
      modes.append(Span("FROZEN \(TimeWords.clock(model.now - frozen.at)) +\(news)", .frozen))
    } else if model.source == .replay {
      modes.append(Span("REPLAY", .replay))
    } else if state?.settings.mode.isDrill == true {
      modes.append(Span("DRILL", .drill))
    } else if model.connection == .live {
      modes.append(Span("LIVE", .live))
    } else {
      modes.append(Span("LOST", .failing))
    }
    if model.trouble != nil { modes.append(Span("UNSAVED", .failing)) }
    switch model.access {
    case .readOnly: modes.append(Span("READ-ONLY", .readOnly))
    case .armed(let actor, _): modes.append(Span("ARMED \(actor)", .armed))
    case .observer: break
    }
    return modes
  }
}
