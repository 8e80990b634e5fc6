/// A row of the decision table.
///
/// The first one whose condition holds is the verdict's rule.
package struct TriageRule: Sendable {
  package var id: String
  package var sentence: String
  package var side: Verdict.Side
  package var confidence: Verdict.Confidence
  package var suggestions: [String]
  var matches: @Sendable (TriageInputs) -> Bool

  /// The rule for any inputs: the table ends with a row that always matches.
  package static func first(for inputs: TriageInputs) -> TriageRule {
    table.first { $0.matches(inputs) } ?? unknown
  }

  private static let unknown = TriageRule(
    id: "R0", sentence: "unknown: no rule matches", side: .unknown, confidence: .low, suggestions: [],
    matches: { _ in true })

  /// Notes D4 as amended in DESIGN section 5.
  package static let table: [TriageRule] = [
    TriageRule(
      id: "R1", sentence: "unknown: this machine slept or its clock jumped", side: .unknown,
      confidence: .high,
      suggestions: ["wait for fresh probes"]
    ) { $0.ownSide == .impaired },
    TriageRule(
      id: "R2", sentence: "us: our network is down; neutral hosts fail too", side: .us, confidence: .high,
      suggestions: ["check VPN, proxy and route"]
    ) { $0.ownSide == .neutralBad && $0.probes != .ok },
    TriageRule(
      id: "R2b", sentence: "healthy; a neutral host is in doubt", side: .nobody, confidence: .medium,
      suggestions: ["check the control host"]
    ) { $0.ownSide == .neutralBad },
    TriageRule(
      id: "R3", sentence: "us: our resolver fails", side: .us, confidence: .high,
      suggestions: ["check DNS"]
    ) { $0.ownSide == .resolverBad && ($0.kind == .network || $0.probes == .none) },
    TriageRule(
      id: "R4", sentence: "unknown: no fresh probe", side: .unknown, confidence: .high,
      suggestions: ["configure credentials or agree to probing"]
    ) { $0.probes == .none },
    TriageRule(
      id: "R5", sentence: "us: probes are fine, our traffic fails", side: .us, confidence: .medium,
      suggestions: ["compare a failing request with the probe"]
    ) { $0.probes == .ok && $0.traffic == .failing },
    TriageRule(
      id: "R6", sentence: "vendor incident, not seen here", side: .vendor, confidence: .medium,
      suggestions: ["watch"]
    ) { $0.probes == .ok && $0.page == .incident },
    TriageRule(
      id: "R7", sentence: "healthy", side: .nobody, confidence: .high, suggestions: []
    ) { $0.probes == .ok },
    TriageRule(
      id: "R8a", sentence: "probably vendor auth: the key worked minutes ago; do not rotate", side: .vendor,
      confidence: .medium, suggestions: ["switch platform", "do not rotate keys yet"]
    ) { $0.kind == .vendorAuth },
    TriageRule(
      id: "R8", sentence: "us: credentials or billing", side: .us, confidence: .high,
      suggestions: ["check the key in the console: set, valid, rotated, allowed, billed"]
    ) { $0.kind == .ownAuth },
    TriageRule(
      id: "R9", sentence: "us: rate limited", side: .us, confidence: .high,
      suggestions: ["reduce traffic", "wait for retry-after", "spill to another platform"]
    ) { $0.kind == .quotaLow },
    TriageRule(
      id: "R10", sentence: "us: request or model configuration", side: .us, confidence: .high,
      suggestions: ["check model id and last deploy"]
    ) { $0.kind == .request },
    TriageRule(
      id: "R11", sentence: "vendor: throttles although headroom is left", side: .vendor, confidence: .medium,
      suggestions: ["switch platform", "attach headers to a support case"]
    ) { $0.kind == .quotaLeft },
    TriageRule(
      id: "R12", sentence: "vendor: a capability regressed", side: .vendor, confidence: .medium,
      suggestions: ["switch model or platform for that capability"]
    ) { $0.kind == .content },
    TriageRule(
      id: "R14", sentence: "mixed: several hosts unreachable, neutral ones fine", side: .unknown,
      confidence: .medium, suggestions: ["check egress policy and TLS interception"]
    ) { $0.kind == .network && $0.others == .sameFailing },
    TriageRule(
      id: "R13", sentence: "vendor: all platforms fail; failover will not help", side: .vendor,
      confidence: .high, suggestions: ["degrade gracefully", "tell users"]
    ) { $0.others == .sameFailing },
    TriageRule(
      id: "R15", sentence: "vendor platform fails, acknowledged on its page", side: .vendor,
      confidence: .high,
      suggestions: ["switch platform"]
    ) { $0.page == .incident },
    TriageRule(
      id: "R16", sentence: "vendor platform fails, not yet on its page", side: .vendor, confidence: .medium,
      suggestions: ["switch platform"]
    ) { $0.page == .ok },
    TriageRule(
      id: "R17", sentence: "vendor platform fails, its page is unavailable", side: .vendor,
      confidence: .medium,
      suggestions: ["switch platform"]
    ) { _ in true },
  ]
}
