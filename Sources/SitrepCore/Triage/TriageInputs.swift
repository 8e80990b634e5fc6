/// What the decision table looks at for one platform, over the last five minutes (notes/incidents.md D4).
package struct TriageInputs: Hashable, Sendable {
  package enum Probes: CaseIterable, Sendable { case ok, degraded, failing, none }
  /// Whether every configured model of the platform has been heard of lately.
  package enum Coverage: CaseIterable, Sendable { case whole, partial }
  package enum Page: CaseIterable, Sendable { case ok, incident, stale }
  package enum OwnSide: CaseIterable, Sendable { case ok, resolverBad, neutralBad, impaired }
  package enum Others: CaseIterable, Sendable { case ok, sameFailing, unknown }
  /// Real calls; `failingMixed` where they fail only while several platforms serve at once, `unconfirmed`
  /// where they fail and no round of probes since has said whether probes do, `limited` where they get 429.
  package enum Traffic: CaseIterable, Sendable {
    case ok, failing, failingMixed, unconfirmed, limited, absent
  }
  /// The dominant kind of failure, in the table's words.
  package enum Kind: CaseIterable, Sendable {
    case none, network, refused, ownAuth, vendorAuth, quotaLow, quotaLeft, request, vendorRequest, vendor
    case content
  }

  package var probes: Probes
  package var coverage: Coverage
  package var kind: Kind
  package var page: Page
  package var ownSide: OwnSide
  package var others: Others
  package var traffic: Traffic

  package init(
    probes: Probes, coverage: Coverage = .whole, kind: Kind, page: Page, ownSide: OwnSide, others: Others,
    traffic: Traffic
  ) {
    self.probes = probes
    self.coverage = coverage
    self.kind = kind
    self.page = page
    self.ownSide = ownSide
    self.others = others
    self.traffic = traffic
  }
}
