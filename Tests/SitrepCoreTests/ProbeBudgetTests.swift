import SitrepCore
import Testing

/// Money: what probes cost, what was agreed to, and what ends at the cap.
@Suite struct ProbeBudgetTests {
  private static let midnight = Instant(seconds: 1_785_024_000)
  private static let haiku = Model("claude-haiku-4-5")

  private static func plan(_ capability: Capability, _ microdollars: Int) -> ProbePlan {
    ProbePlan(
      series: SeriesID(platform: .anthropic, region: "", capability: capability, model: haiku),
      cadence: .minutes(1), microdollars: microdollars)
  }

  /// A journal of its own: folds and decides to the fixed point.
  private struct Ledger {
    var state = State()

    mutating func add(_ body: EventBody, at now: Instant) {
      fold(body, now)
      var decisions = Policy.decide(state, at: now)
      while !decisions.isEmpty {
        for decision in decisions { fold(decision.body, now) }
        decisions = Policy.decide(state, at: now)
      }
    }

    private mutating func fold(_ body: EventBody, _ now: Instant) {
      state.fold(Event(sequence: state.sequence + 1, at: now, source: .engine, body: body))
    }

    var idle: [Capability: String?] {
      Dictionary(uniqueKeysWithValues: state.series.map { ($0.id.capability, $0.plan.idle?.text) })
    }
  }

  private func ledger(cap: Int?) -> Ledger {
    var settings = Settings(
      mode: .live, probes: [Self.plan(.messages, 60), Self.plan(.models, 0)], feeds: [], route: [.anthropic])
    settings.probeCap = cap
    var ledger = Ledger()
    ledger.add(.settingsAdopted(settings), at: Self.midnight)
    return ledger
  }

  private func answer(_ capability: Capability, input: Int, at now: Instant) -> EventBody {
    .observed(
      Observation(
        series: Self.plan(capability, 0).series, purpose: .scheduled, startedAt: now,
        phases: Phases(total: .seconds(1)), outcome: .ok, usage: Usage(inputTokens: input, outputTokens: 0)))
  }

  @Test func `paid probes pause at the cap, free ones go on, and midnight lets them go again`() {
    var ledger = ledger(cap: 1000)
    ledger.add(answer(.messages, input: 999, at: Self.midnight), at: Self.midnight + .hours(1))
    #expect(ledger.idle == [.messages: nil, .models: nil])
    ledger.add(answer(.messages, input: 1, at: Self.midnight), at: Self.midnight + .hours(2))
    #expect(ledger.idle == [.messages: "daily cap reached; goes on at midnight UTC", .models: nil])
    #expect(ledger.state.spending == ProbeSpending(day: 20_660, microdollars: 1000, tokens: 1000))
    #expect(ledger.state.timeline.last?.text.contains("their cap") == true)
    let next = Self.midnight + .hours(24)
    #expect(Policy.nextDeadline(ledger.state, after: Self.midnight + .hours(2)) == next)
    ledger.add(answer(.models, input: 0, at: next), at: next)
    #expect(ledger.idle == [.messages: nil, .models: nil])
  }

  @Test func `without a cap of its own the agreed price and a half is one`() {
    var ledger = ledger(cap: nil)
    #expect(ledger.state.probeCap == nil)
    ledger.add(.consentGiven(Consent(microdollarsPerDay: 1000)), at: Self.midnight)
    #expect(ledger.state.probeCap == 1500)
  }

  @Test(arguments: [
    (Usage(inputTokens: 20, outputTokens: 8), 60),
    (Usage(inputTokens: 0, outputTokens: 0, cacheReadTokens: 1000), 100),
    (Usage(inputTokens: 0, outputTokens: 0, cacheWriteTokens: 1000), 1250),
  ])
  func `a usage has a price`(usage: Usage, microdollars: Int) {
    #expect(TokenRate.estimate(for: Self.haiku).microdollars(of: usage) == microdollars)
  }

  @Test func `an unknown model is taken for the dearest`() {
    let known = ["claude-haiku-5", "claude-opus-5", "gpt-9-nano"].map {
      TokenRate.estimate(for: Model($0)).input
    }
    #expect(known.allSatisfy { $0 < TokenRate.estimate(for: Model("brand-new")).input })
  }

  @Test func `agreeing shows every paid series with its tokens and its price`() throws {
    var ledger = ledger(cap: nil)
    var settings = ledger.state.settings
    settings.probes[0].idle = Settings.waitsForConsent
    ledger.add(.settingsAdopted(settings), at: Self.midnight)
    let request = ActionRequest(action: .consent, actor: Operator("ab"), key: "k")
    let preview = try ActionTable.preview(request, in: ledger.state, at: Self.midnight).get()
    #expect(
      preview.lines == [
        "paid probes start: about $0.09 a day; at $0.13 they pause until midnight UTC",
        "anthropic haiku messages: every 1m, 40320 tokens, $0.09 a day",
      ])
  }

  @Test func `own prices count by the longest part of a name, estimates for the rest`() {
    let prices = PriceList([
      "Haiku": TokenRate(input: 2, output: 4), "haiku-4-5": TokenRate(input: 7, output: 9),
    ])
    #expect(prices.rate(for: Self.haiku) == TokenRate(input: 7, output: 9))
    #expect(prices.rate(for: Model("claude-haiku-5")) == TokenRate(input: 2, output: 4))
    #expect(prices.named(for: Model("claude-opus-5")) == nil)
    #expect(prices.rate(for: Model("claude-opus-5")) == .estimate(for: Model("claude-opus-5")))
  }

  @Test func `what is used today is counted at one's own price, beside the cap`() {
    var ledger = ledger(cap: 100_000)
    let estimated = ProbeBudget(ledger.state, at: Self.midnight)
    #expect(
      estimated.text == [
        "anthropic haiku messages: every 1m, 40320 tokens, $0.09 a day",
        "all: 40320 tokens, about $0.09 a day; today $0.00 of $0.10 used, 0 tokens",
        "prices are estimates of \(TokenRate.estimatedOn); set your own under prices",
      ])
    var settings = ledger.state.settings
    settings.prices = PriceList(["haiku": TokenRate(input: 20, output: 0)])
    ledger.add(.settingsAdopted(settings), at: Self.midnight)
    ledger.add(answer(.messages, input: 1000, at: Self.midnight), at: Self.midnight + .hours(1))
    let budget = ProbeBudget(ledger.state, at: Self.midnight + .hours(2))
    #expect(budget.sum == "all: 40320 tokens, about $0.09 a day; today $0.02 of $0.10 used, 1000 tokens")
    #expect(budget.source == "at the prices of the configuration")
    #expect(ProbeBudget(ledger.state, at: Self.midnight + .hours(25)).used.tokens == 0)
  }

  @Test func `nothing paid is said so, and without consent there is no cap`() {
    #expect(ProbeBudget(State(), at: Self.midnight).text == ["nothing: no paid probe is sent"])
    let budget = ProbeBudget(ledger(cap: nil).state, at: Self.midnight)
    #expect(budget.sum.hasSuffix("today $0.00 used, 0 tokens, no cap as nothing is agreed to"))
  }
}
