/// What probes have used since midnight UTC.
package struct ProbeSpending: Hashable, Codable, Sendable {
  /// Days since 1970.
  package var day: Int64
  package var microdollars: Int
  package var tokens: Int

  package init(day: Int64, microdollars: Int = 0, tokens: Int = 0) {
    self.day = day
    self.microdollars = microdollars
    self.tokens = tokens
  }

  /// The day of a moment, in days since 1970.
  package static func day(of moment: Instant) -> Int64 {
    let seconds = moment.wholeSeconds
    return seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
  }
}

extension State {
  /// What probes have cost on the day of `now`.
  package func spending(at now: Instant) -> ProbeSpending {
    let day = ProbeSpending.day(of: now)
    return spending.flatMap { $0.day == day ? $0 : nil } ?? ProbeSpending(day: day)
  }

  /// The most that probes may cost a day: as configured, else half as much again as was agreed to, for days
  /// on which trouble asks for more of them; nil when nothing was agreed to, and so nothing paid is sent.
  package var probeCap: Int? {
    settings.probeCap ?? consent.map { $0.microdollarsPerDay + $0.microdollarsPerDay / 2 }
  }

  /// Counts what an attempt used: as the answer says, else as was estimated.
  mutating func spend(on observation: Observation, _ plan: ProbePlan, at now: Instant) {
    guard let estimate = plan.microdollars, estimate > 0 else { return }
    var today = spending(at: now)
    let rate = (settings.prices ?? PriceList()).rate(for: observation.series.model)
    // What never reached the vendor, or was refused, is not charged.
    let isCharged = observation.usage != nil || !observation.outcome.isFailure
    guard isCharged else { return }
    let price = observation.usage.map { rate.microdollars(of: $0) } ?? estimate
    let tokens = observation.usage?.allTokens ?? 0
    today.microdollars = today.microdollars.addingReportingOverflow(price).partialValue
    today.tokens = today.tokens.addingReportingOverflow(tokens).partialValue
    spending = today
  }
}
