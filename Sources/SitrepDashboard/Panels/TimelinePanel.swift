import SitrepCore
import SitrepTerminal

/// What happened, newest at the bottom, in UTC, with who did it.
enum TimelinePanel {
  static func rows(_ scene: Scene, width: Int, wraps: Bool) -> [PanelRow] {
    guard !scene.state.timeline.isEmpty else { return [PanelRow("nothing yet", .dim)] }
    return scene.state.timeline.flatMap { rows($0, scene, width, wraps) }
  }

  /// A line for each entry, blank where it is out of sight.
  static func rows(_ scene: Scene, shown first: Int, _ height: Int) -> [PanelRow] {
    let blank = PanelRow([])
    return scene.state.timeline.enumerated().map { index, entry in
      guard index >= first, index < first + height else { return blank }
      return PanelRow(head(entry, scene) + text(entry))
    }
  }

  private static func rows(_ entry: TimelineEntry, _ scene: Scene, _ width: Int, _ wraps: Bool) -> [PanelRow]
  {
    let (head, text) = (head(entry, scene), text(entry))
    guard wraps else { return [PanelRow(head + text)] }
    let indent = head.columns
    let wrapped = Wrapping.rows(text, width: max(10, width - indent - 1))
    return wrapped.enumerated().map { index, line in
      PanelRow((index == 0 ? head : [Span(String(repeating: " ", count: indent))]) + line)
    }
  }

  private static func head(_ entry: TimelineEntry, _ scene: Scene) -> [Span] {
    [Span("\(TimeWords.clock(entry.at)) ", .dim), mark(entry.tone, scene), Span(" ")]
  }

  private static func text(_ entry: TimelineEntry) -> [Span] {
    let actor = entry.actor.map { [Span("\($0) ", .accent, .strong)] } ?? []
    return actor + [Span(entry.text, entry.tone.textRole)]
  }

  private static func mark(_ tone: TimelineEntry.Tone, _ scene: Scene) -> Span {
    switch tone {
    case .good: scene.mark(.ok, .ok)
    case .bad: scene.mark(.failing, .failing)
    case .warning: scene.mark(.degraded, .degraded)
    case .info: scene.mark(.separator, .dim)
    case .person: scene.mark(.selected, .accent)
    case .vendor: scene.mark(.bullet, .text)
    }
  }
}

nonisolated extension TimelineEntry.Tone {
  var textRole: Role {
    switch self {
    case .bad: .failing
    case .warning: .warning
    case .info: .dim
    case .good, .person, .vendor: .text
    }
  }
}
