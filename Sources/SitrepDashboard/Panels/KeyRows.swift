import SitrepCore
import SitrepTerminal

/// Keys that may not be used as usual, below their platform.
enum KeyRows {
  /// More keys than this are counted, not listed.
  private static let listed = 3

  static func rows(_ platform: Platform, _ scene: Scene) -> [PanelRow] {
    let barred = scene.state.barredKeys(of: platform, at: scene.now)
    let rows = barred.prefix(listed).map { row($0, scene) }
    guard barred.count > listed else { return rows }
    return rows + [PanelRow("    and \(barred.count - listed) more keys", .dim)]
  }

  /// "…3fQA": the beginning is the same for all keys of a vendor.
  private static func short(_ fingerprint: String) -> Substring {
    fingerprint[(fingerprint.firstIndex(of: "…") ?? fingerprint.startIndex)...]
  }

  private static func row(_ key: KeyState, _ scene: Scene) -> PanelRow {
    let model = key.model.map { " \($0.shortName)" } ?? ""
    let role: Role =
      switch key.standing {
      case .ok, .cooling: .degraded
      case .exhausted, .quarantined: .failing
      }
    let clock = key.standing.until.map { " \(TimeWords.clock($0 - scene.now))" } ?? ", by hand"
    return PanelRow([
      Span("  key \(short(key.name.fingerprint))\(model) "), Span("\(key.standing.word)\(clock)", role),
    ])
  }
}
