import SitrepCore
import SitrepTerminal

extension ProbesPanel {
  /// Rows of the capabilities that `own` names, and one strip a platform for the rest.
  static func folded(_ scene: Scene, _ size: Size, own: (Capability) -> Bool) -> [PanelRow] {
    let columns = Columns(scene, width: size.width)
    let standings = scene.standings
    let platforms = standings.map(\.series.id.platform).reduce(into: [Platform]()) { seen, platform in
      if !seen.contains(platform) { seen.append(platform) }
    }
    return platforms.flatMap { platform -> [PanelRow] in
      let all = standings.filter { $0.series.id.platform == platform }
      let rest = all.filter { !own($0.series.id.capability) }
      return all.filter { own($0.series.id.capability) }.map { row($0.series, $0.standing, scene, columns) }
        + (rest.isEmpty ? [] : [strip(platform, rest, scene, columns)])
    }
  }

  /// "● anthropic  ● streaming ● tools ✖ vision content": what is not fine stands first.
  private static func strip(
    _ platform: Platform, _ standings: [(series: SeriesState, standing: Standing)], _ scene: Scene,
    _ columns: Columns
  ) -> PanelRow {
    let worst = Dictionary(grouping: standings) { $0.series.id.capability }
      .compactMapValues { $0.min { $0.standing.rank < $1.standing.rank } }
    let order = Capability.shown.filter { worst[$0] != nil }
    let told = order.compactMap { worst[$0] }
    let bad = told.filter { $0.standing != .ok }
    let sorted = bad + told.filter { $0.standing == .ok }
    let first = sorted.min { $0.standing.rank < $1.standing.rank }?.standing ?? .waiting
    let words = sorted.flatMap { entry -> [Span] in
      let isFine = entry.standing == .ok
      // While messages fail too, the mark says enough, and need not change with every answer.
      let isShadow = scene.state.isOvershadowed(entry.series)
      let said = isFine || isShadow || entry.standing.isQuiet ? "" : " " + word(entry.series, entry.standing)
      return [
        Span(" ", .text), scene.mark(entry.standing.glyph, entry.standing.role),
        Span(" \(entry.series.id.capability.shortWord)\(said)", isFine ? .dim : entry.standing.role),
      ]
    }
    let name = platform.rawValue.padded(columns.platformWidth)
    return PanelRow([scene.mark(first.glyph, first.role), Span(" \(name)")] + words)
  }
}

extension Standing {
  /// Whether shape and name say all of it.
  fileprivate var isQuiet: Bool {
    switch self {
    case .notProbed, .waiting: true
    default: false
    }
  }
}

nonisolated extension Capability {
  /// As short as a strip of many needs it.
  var shortWord: String {
    switch self {
    case .promptCaching: "cache"
    case .webUI: "web"
    default: word
    }
  }

  /// In the order in which a strip tells them.
  static let shown: [Capability] = [
    .messages, .streaming, .toolUse, .vision, .promptCaching, .canary, .countTokens, .models, .reach, .webUI,
  ]
}
