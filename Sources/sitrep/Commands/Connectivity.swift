import SitrepCore

/// Whether our own line works, in a line of the check; needs no probe, so it is there without any key.
enum Connectivity {
  static func text(_ state: State) -> String {
    let checks = state.ownSide.filter { $0.last != nil }
    guard !checks.isEmpty else { return "" }
    let isResolved = checks.contains { $0.plan.kind == .resolver && $0.last?.health == .ok }
    // Many networks let nobody ask other name servers; that alone is no doubt.
    let bad = checks.filter {
      $0.last?.health == .failing && !($0.plan.kind == .directResolver && isResolved)
    }
    let hosts = checks.filter { $0.plan.kind == .neutralHost }
    let isCut = !hosts.isEmpty && hosts.allSatisfy { $0.last?.health == .failing }
    let names = bad.map(\.plan.name).joined(separator: ", ")
    if isCut {
      return "\nus: network: \(names) cannot be reached from here; check cable, VPN, proxy and DNS\n"
    }
    if !bad.isEmpty { return "\nconnectivity: in doubt: \(names)\n" }
    return "\nconnectivity: fine\n"
  }
}
