/// Which change may follow in which phase, and why another may not.
///
/// open → acknowledged → mitigated → monitoring → resolved, with relapses and reopening; the fold skips
/// what this refuses, and a person is told the reason.
extension Incident {
  /// Why `change` cannot follow now; nil when it can.
  package func refusal(of change: IncidentChange.Change) -> String? {
    switch change {
    case .vendorPosted: return nil
    case .reopened:
      if let mergedInto { return "\(name) was merged into INC-\(mergedInto); reopen that, or declare anew" }
      return isOver ? nil : "\(name) is \(phase.rawValue), not resolved"
    default: break
    }
    if let mergedInto { return "\(name) was merged into INC-\(mergedInto)" }
    if isOver { return "\(name) is resolved; reopen it first" }
    return refusalWhileOpen(change)
  }

  private func refusalWhileOpen(_ change: IncidentChange.Change) -> String? {
    switch change {
    case .acknowledged where acknowledgedAt != nil:
      "\(name) was acknowledged by \(acknowledgedBy?.description ?? "somebody")"
    case .mitigated where mitigatedAt != nil: "\(name) is mitigated already"
    case .monitoring where phase == .monitoring: "\(name) is monitored already"
    case .relapsed where phase != .monitoring && phase != .mitigated:
      "\(name) is \(phase.rawValue): it cannot relapse"
    case .resolveAsked where phase != .monitoring: "\(name) is \(phase.rawValue), not quiet"
    case .kept where resolveAskedAt == nil: "nobody asks yet whether \(name) is over"
    case .flapping where flappingSince != nil: "\(name) is flapping already"
    case .steady where flappingSince == nil: "\(name) is not flapping"
    case .roleChanged(let role, _, let person?) where holder(of: role) == person:
      "\(person) is \(role.rawValue) of \(name) already"
    case .merged(into: number): "\(name) cannot be merged into itself"
    default: nil
    }
  }
}
