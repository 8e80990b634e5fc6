package import SitrepCore

/// One update on Claude's simulated status page.
package struct PagePost: Hashable, Sendable {
  package var at: TimeSpan
  /// The page's id of the incident; posts with the same id belong together.
  package var incident: String
  /// Id of this update, as on the page.
  package var id: String
  /// Title and impact come with the first post of an incident.
  package var name: String
  package var impact: Impact
  package var phase: Phase
  /// States of the components this post names; empty when it names none.
  package var components: [ComponentChange]
  package var text: String

  package init(
    at: TimeSpan, incident: String, id: String, name: String, impact: Impact, phase: Phase,
    components: [ComponentChange], text: String
  ) {
    self.at = at
    self.incident = incident
    self.id = id
    self.name = name
    self.impact = impact
    self.phase = phase
    self.components = components
    self.text = text
  }

  /// What the author of an incident calls its impact (facts/status-pages.md 1.2).
  package enum Impact: String, CaseIterable, Sendable {
    case none, minor, major, critical
  }

  /// Where an incident stands.
  package enum Phase: String, CaseIterable, Sendable {
    case investigating, identified, monitoring, resolved, postmortem

    var isOver: Bool { self == .resolved || self == .postmortem }
  }

  /// A component and the state it is put into.
  package struct ComponentChange: Hashable, Sendable {
    package var component: PageComponentID
    package var state: ComponentState
  }
}

/// State of a component, in the page's words, from good to bad.
package enum ComponentState: String, CaseIterable, Sendable {
  case operational
  case underMaintenance = "under_maintenance"
  case degraded = "degraded_performance"
  case partialOutage = "partial_outage"
  case majorOutage = "major_outage"
}

/// Components of Claude's page as of September 2026; the raw value is the page's id.
package enum PageComponentID: String, CaseIterable, Sendable {
  case claudeAI = "rwppv331jlwc"
  case console = "0qbwn08sd68x"
  case api = "k8w3r06qmzrp"
  case code = "yyzkbfz2thpt"
  case cowork = "bpp5gb3hpjcl"
  case government = "0scnb50nvy53"

  var name: String {
    switch self {
    case .claudeAI: "claude.ai"
    case .console: "Claude Console (platform.claude.com)"
    case .api: "Claude API (api.anthropic.com)"
    case .code: "Claude Code"
    case .cowork: "Claude Cowork"
    case .government: "Claude for Government"
    }
  }

  /// Place on the page, from 1.
  var position: Int { (PageComponentID.allCases.firstIndex(of: self) ?? 0) + 1 }

  var createdAt: String {
    switch self {
    case .claudeAI: "2023-07-11T17:52:24.275Z"
    case .console: "2023-07-11T17:52:49.982Z"
    case .api: "2023-07-11T17:53:10.880Z"
    case .code: "2025-05-22T21:35:29.822Z"
    case .cowork: "2026-04-01T17:39:47.692Z"
    case .government: "2026-02-17T23:24:51.249Z"
    }
  }

  var startDate: String {
    switch self {
    case .claudeAI, .console, .api: "2023-07-11"
    case .code: "2025-02-06"
    case .cowork: "2026-04-01"
    case .government: "2026-02-17"
    }
  }
}
