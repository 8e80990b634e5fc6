/// What one person does for everybody in an incident (notes/incidents.md B1: roles are taken with a key).
package enum IncidentRole: String, Codable, CaseIterable, Sendable {
  case lead
  case ops
  case comms
  case scribe

  /// What the role is there for.
  package var duty: String {
    switch self {
    case .lead: "decides, and answers for the incident"
    case .ops: "changes things: route, breakers, configuration"
    case .comms: "tells everybody else what is going on"
    case .scribe: "writes down what was decided, and why"
    }
  }
}

extension Incident {
  /// Who has `role` now.
  package func holder(of role: IncidentRole) -> Operator? {
    switch role {
    case .lead: lead
    case .ops: ops
    case .comms: comms
    case .scribe: scribe
    }
  }

  mutating func give(_ role: IncidentRole, to person: Operator?) {
    switch role {
    case .lead: lead = person
    case .ops: ops = person
    case .comms: comms = person
    case .scribe: scribe = person
    }
  }

  /// Roles that somebody has, in their order.
  package var roles: [(role: IncidentRole, person: Operator)] {
    IncidentRole.allCases.compactMap { role in holder(of: role).map { (role, $0) } }
  }
}
