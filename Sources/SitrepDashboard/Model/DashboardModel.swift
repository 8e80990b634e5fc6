package import SitrepCore
package import SitrepTerminal

/// Everything the screen is made of; changed by `update` only.
package struct DashboardModel {
  /// The newest state, also while an older one is shown.
  package var state: State?
  package var digest = Digest()
  package var now: Instant
  package var connection = Connection.live
  /// Why the engine cannot write its journal; nil while it can.
  package var trouble: CleanText?
  package var source: Source
  package var access: Access
  package var frozen: Frozen?
  package var focus: Panel?
  package var isZoomed = false
  /// Rows scrolled per panel; the timeline counts from its newest end.
  package var scroll: [Panel: Int] = [:]
  var overlay: Overlay?
  package var toast: Toast?
  package var size: Size
  package var glyphs: Glyphs
  package var themeName: String
  /// Offered when someone arms this screen.
  package var loginName: String
  /// Makes the keys of this dashboard's requests its own.
  private let salt: String
  private var requestCount = 0
  /// The open incident that this screen's acts are about; nil for the gravest.
  var workingOn: Int?
  /// Where the journal stood at the newest key, and before the pause that it ended.
  var attention = Attention()
  /// Where the journal stood when each person or terminal left last, by name.
  var lastSeen: [String: Seen] = [:]
  /// Who has armed this screen since it was attached.
  package var people: [String] = []
  /// While set, a second Ctrl-C leaves.
  var quitAskedUntil: Instant?

  package init(
    now: Instant, size: Size, salt: String, loginName: String, access: Access = .observer,
    source: Source = .engine, glyphs: Glyphs = .utf8, themeName: String = "default"
  ) {
    self.now = now
    self.size = size
    self.salt = salt
    self.loginName = loginName
    self.access = access
    self.source = source
    self.glyphs = glyphs
    self.themeName = themeName
  }

  /// The least that a body can be drawn in; below it action keys do nothing.
  package static let smallest = Size(40, 6)

  package var canDrawBody: Bool {
    size.width >= DashboardModel.smallest.width && size.height >= DashboardModel.smallest.height
  }

  /// Whether a line is being typed: only then does the terminal hand over pasted text.
  package var wantsText: Bool {
    switch overlay {
    case .arm, .prompt: true
    default: false
    }
  }

  /// Keys of requests: the salt and a count, so that a repeated request is the same act.
  mutating func nextKey() -> String {
    requestCount += 1
    return "\(salt)-\(requestCount)"
  }

  mutating func say(_ text: String, _ role: Role = .text) {
    toast = Toast(text: text, role: role, until: now + Toast.lifetime)
  }
}

/// A line that says what just happened, and goes by itself.
package nonisolated struct Toast: Hashable, Sendable {
  package var text: String
  package var role: Role
  package var until: Instant

  static let lifetime = TimeSpan.seconds(8)
}
