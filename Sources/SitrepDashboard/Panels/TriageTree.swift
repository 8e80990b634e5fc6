import SitrepCore
import SitrepTerminal

/// The runbook's decision tree with the path that was taken lit: by a mark, and by colour.
enum TriageTree {
  /// The tree as one row: every branch, the one that was taken marked; short names where it is narrow.
  ///
  ///     own side · 400/404 · 401/403 · 429 · 500 ▸529 · timeouts
  static func path(_ verdict: Verdict, _ scene: Scene, width: Int) -> [PanelRow] {
    guard let taken = verdict.branch else { return [] }
    let long = line(taken, verdict, scene, separator: " · ") { $0.rawValue }
    if long.columns <= width { return [PanelRow(long)] }
    return [PanelRow(line(taken, verdict, scene, separator: " ", \.short))]
  }

  private static func line(
    _ taken: TriageBranch, _ verdict: Verdict, _ scene: Scene, separator: String,
    _ name: (TriageBranch) -> String
  ) -> [Span] {
    let isWide = separator.count > 1
    return TriageBranch.allCases.flatMap { branch -> [Span] in
      let isFirst = branch == TriageBranch.allCases.first
      guard branch == taken else {
        let before = isFirst ? "" : isWide ? " \(scene.glyphs[.separator]) " : " "
        return [Span(before + name(branch), .dim)]
      }
      let gap = isFirst ? [] : [Span(" ")]
      return gap + [scene.mark(.selected, verdict.side.role), Span(name(branch), verdict.side.role, .strong)]
    }
  }

  /// A branch a row, with what it asks and, on the one that was taken, what the runbook does there.
  ///
  ///     ├  429       rate limited
  ///     ├▸ 529       overloaded, temporary
  ///     │            retry after 30–60 s; many of them: cache harder or move early
  ///     └  timeouts  network or long generation
  static func rows(_ verdict: Verdict, _ scene: Scene, width: Int) -> [PanelRow] {
    let all = TriageBranch.allCases
    return all.flatMap { branch -> [PanelRow] in
      let isLast = branch == all.last
      let isTaken = branch == verdict.branch
      let role: Role = isTaken ? verdict.side.role : .dim
      let mark = isTaken ? scene.mark(.selected, role) : Span(" ")
      let name = branch.rawValue.padded(10)
      let head = [
        scene.mark(isLast ? .bottomLeft : .teeLeft, .border), mark,
        isTaken ? Span(" \(name)", role, .strong) : Span(" \(name)", role),
        isTaken ? Span(branch.question) : Span(branch.question, .dim),
      ]
      guard isTaken else { return [PanelRow(head)] }
      let stem = [isLast ? Span(" ") : scene.mark(.vertical, .border), Span("".padded(12))]
      let advice = Wrapping.rows([Span(branch.advice, .accent)], width: max(10, width - stem.columns))
      return [PanelRow(head)] + advice.map { PanelRow(stem + $0) }
    }
  }
}

nonisolated extension TriageBranch {
  /// The name in at most four columns.
  fileprivate var short: String {
    switch self {
    case .ownSide: "us"
    case .request: "400"
    case .key: "401"
    case .limits: "429"
    case .server: "500"
    case .overload: "529"
    case .timeouts: "time"
    }
  }
}
