/// What agreeing to paid probes means, in money and tokens.
package enum ConsentPreview {
  static func lines(_ consent: Consent, _ state: State) -> [String] {
    var agreed = state
    agreed.consent = consent
    let cap = agreed.probeCap ?? consent.microdollarsPerDay
    let head =
      "paid probes start: about $\(Narrative.dollars(consent.microdollarsPerDay)) a day; "
      + "at $\(Narrative.dollars(cap)) they pause until midnight UTC"
    let paid = state.settings.probes.filter { ($0.microdollars ?? 0) > 0 }
    return [head] + paid.map(line)
  }

  /// "anthropic haiku toolUse: every 5m, 218880 tokens, $0.29 a day".
  package static func line(_ plan: ProbePlan) -> String {
    let id = plan.series
    let seconds = plan.cadence.wholeSeconds
    let every = seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    return "\(id.platform.rawValue) \(id.model.shortName) \(id.capability.rawValue): every \(every), "
      + "\(plan.tokensPerDay) tokens, $\(Narrative.dollars(plan.microdollarsPerDay)) a day"
  }
}
