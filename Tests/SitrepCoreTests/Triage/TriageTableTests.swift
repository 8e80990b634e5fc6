import SitrepCore
import Testing

/// The decision table itself, apart from how its inputs are read.
@Suite struct TriageTableTests {
  /// Every combination of inputs there can be.
  private static let combinations: [TriageInputs] = {
    var all: [TriageInputs] = []
    for probes in TriageInputs.Probes.allCases {
      for coverage in TriageInputs.Coverage.allCases {
        for kind in TriageInputs.Kind.allCases {
          for page in TriageInputs.Page.allCases {
            for ownSide in TriageInputs.OwnSide.allCases {
              for others in TriageInputs.Others.allCases {
                for traffic in TriageInputs.Traffic.allCases {
                  all.append(
                    TriageInputs(
                      probes: probes, coverage: coverage, kind: kind, page: page, ownSide: ownSide,
                      others: others, traffic: traffic))
                }
              }
            }
          }
        }
      }
    }
    return all
  }()

  @Test func `every combination of inputs finds exactly one rule, and no rule is unreachable`() {
    #expect(Self.combinations.count == 4 * 2 * 11 * 3 * 4 * 3 * 6)
    var seen: Set<String> = []
    for inputs in Self.combinations { seen.insert(TriageRule.first(for: inputs).id) }
    #expect(!seen.contains("R0"))
    #expect(seen == Set(TriageRule.table.map(\.id)))
    #expect(Set(TriageRule.table.map(\.id)).count == TriageRule.table.count)
  }

  @Test func `the order is that of the notes, amendments before what they amend`() {
    #expect(
      TriageRule.table.map(\.id) == [
        "R1", "R2", "R2b", "R3", "R3b", "R3c", "R4", "R5a", "R5", "R5b", "R9a",
        "R4b", "R6", "R7", "R8a", "R8", "R9",
        "R10a", "R10", "R11", "R12", "R13", "R14a", "R14", "R15", "R16", "R17",
      ])
  }

  @Test func `every rule says what would change our mind, and trouble says what to do`() {
    for rule in TriageRule.table {
      #expect(!rule.sentence.isEmpty && !rule.changeOfMind.isEmpty, "\(rule.id)")
      #expect(!rule.steps.isEmpty || rule.id == "R7", "\(rule.id)")
    }
  }

  @Test func `nothing unseen is healthy, and nothing healthy is unseen`() {
    for inputs in Self.combinations {
      let rule = TriageRule.first(for: inputs)
      if rule.id == "R7" || rule.id == "R6" {
        #expect(inputs.coverage == .whole && inputs.probes == .ok)
        #expect([.ok, .absent].contains(inputs.traffic))
      }
      if inputs.ownSide == .impaired { #expect(rule.id == "R1") }
      if inputs.probes == .none { #expect(rule.side != .vendor && rule.id != "R7") }
    }
  }

  private static let plain = TriageInputs(
    probes: .failing, kind: .vendor, page: .ok, ownSide: .ok, others: .ok, traffic: .absent)

  /// What differs from a platform that fails by itself while its page is silent.
  private static let rows: [(String, @Sendable (inout TriageInputs) -> Void)] = [
    ("R16", { _ in }), ("R15", { $0.page = .incident }), ("R17", { $0.page = .stale }),
    ("R13", { $0.others = .sameFailing }),
    ("R14", { ($0.others, $0.kind) = (.sameFailing, .network) }),
    ("R14a", { ($0.others, $0.kind) = (.sameFailing, .refused) }),
    ("R16", { $0.kind = .refused }), ("R16", { $0.kind = .network }),
    ("R8a", { $0.kind = .vendorAuth }), ("R8", { ($0.others, $0.kind) = (.sameFailing, .ownAuth) }),
    ("R9", { $0.kind = .quotaLow }), ("R11", { $0.kind = .quotaLeft }),
    ("R10a", { $0.kind = .vendorRequest }), ("R10", { $0.kind = .request }), ("R12", { $0.kind = .content }),
    ("R2", { $0.ownSide = .neutralBad }), ("R2b", { ($0.ownSide, $0.probes) = (.neutralBad, .ok) }),
    ("R3", { ($0.ownSide, $0.kind) = (.resolverBad, .network) }),
    ("R3b", { ($0.ownSide, $0.probes) = (.resolverBad, .ok) }), ("R3c", { $0.ownSide = .resolverBad }),
    ("R4", { $0.probes = .none }), ("R5", { ($0.probes, $0.traffic) = (.ok, .failing) }),
    ("R5a", { ($0.probes, $0.traffic) = (.ok, .failingMixed) }),
    ("R5", { ($0.probes, $0.traffic, $0.coverage) = (.ok, .failing, .partial) }),
    ("R5b", { ($0.probes, $0.traffic) = (.ok, .unconfirmed) }),
    ("R9a", { ($0.probes, $0.traffic) = (.ok, .limited) }),
    ("R16", { $0.traffic = .unconfirmed }), ("R16", { $0.traffic = .limited }),
    ("R4b", { ($0.probes, $0.coverage, $0.page) = (.ok, .partial, .incident) }),
    ("R6", { ($0.probes, $0.page) = (.ok, .incident) }), ("R7", { ($0.probes, $0.page) = (.ok, .stale) }),
  ]

  @Test func `each row of the notes is answered by its rule`() {
    for (id, change) in Self.rows {
      var inputs = Self.plain
      change(&inputs)
      #expect(TriageRule.first(for: inputs).id == id)
    }
    #expect(Set(Self.rows.map(\.0)).union(["R1"]) == Set(TriageRule.table.map(\.id)))
  }
}
