/// The panels, by the number that focuses them.
package nonisolated enum Panel: Int, CaseIterable, Hashable, Sendable {
  case statusPages = 1
  case probes
  case breakers
  case rateLimits
  case objectives
  case triage
  case timeline

  var title: String {
    switch self {
    case .statusPages: "Status pages"
    case .probes: "Probes"
    case .breakers: "Breakers"
    case .rateLimits: "Rate limits"
    case .objectives: "Objectives"
    case .triage: "Triage"
    case .timeline: "Timeline"
    }
  }

  /// The next one in order, or the one before; from none to the first or last.
  static func next(after panel: Panel?, by step: Int) -> Panel {
    guard let panel else { return step > 0 ? .statusPages : .timeline }
    let count = Panel.allCases.count
    let index = (panel.rawValue - 1 + step + count) % count
    return Panel.allCases[index]
  }
}
