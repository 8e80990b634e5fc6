/// What a model's tokens cost, in US dollars a million, which is also millionths of a dollar each.
package struct TokenRate: Hashable, Codable, Sendable {
  package var input: Double
  package var output: Double

  package init(input: Double, output: Double) {
    self.input = input
    self.output = output
  }

  /// The price of a usage in millionths of a dollar, rounded up.
  ///
  /// Writing to the cache costs a quarter more than plain input, reading a tenth of it
  /// (facts/anthropic-api.md 7).
  package func microdollars(of usage: Usage) -> Int {
    let read = Double(usage.cacheReadTokens ?? 0) * 0.1
    let written = Double(usage.cacheWriteTokens ?? 0) * 1.25
    let sum = (Double(usage.inputTokens) + read + written) * input + Double(usage.outputTokens) * output
    return sum.isFinite && sum < 1e15 ? Int(sum.rounded(.up)) : Int.max / 2
  }

  /// An estimate by family, in the order of list prices at the time of writing; for a name that is not
  /// known, the dearest, so that an estimate errs to the safe side.
  package static func estimate(for model: Model) -> TokenRate {
    let name = model.rawValue.lowercased()
    return table.first { entry in entry.words.contains { name.contains($0) } }?.rate ?? dearest
  }

  /// The day on which the estimates were last set; they are no quotation.
  package static let estimatedOn = "2026-11-21"

  private static let dearest = TokenRate(input: 15, output: 75)

  private static let table: [(words: [String], rate: TokenRate)] = [
    (["haiku"], TokenRate(input: 1, output: 5)),
    (["sonnet"], TokenRate(input: 3, output: 15)),
    (["opus"], TokenRate(input: 5, output: 25)),
    (["nano", "flash-lite", "ministral"], TokenRate(input: 0.2, output: 0.8)),
    (["mini", "flash", "mistral-small"], TokenRate(input: 0.5, output: 3)),
  ]
}

/// Prices of models by a part of their names, where the configuration knows better than an estimate.
package struct PriceList: Hashable, Codable, Sendable {
  /// By a part of the model's name, in lower case.
  package var rates: [String: TokenRate]

  package init(_ rates: [String: TokenRate] = [:]) {
    self.rates = Dictionary(rates.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
  }

  /// The rate of the longest part that the name has; nil when it has none of them.
  package func named(for model: Model) -> TokenRate? {
    let name = model.rawValue.lowercased()
    let fits = rates.filter { name.contains($0.key) }
    return fits.max { ($0.key.utf8.count, $1.key) < ($1.key.utf8.count, $0.key) }?.value
  }

  package func rate(for model: Model) -> TokenRate { named(for: model) ?? .estimate(for: model) }
}

extension Capability {
  /// What one probe of it uses: the questions are sitrep's own, so their size is known.
  package func expectedUsage(of model: Model) -> Usage? {
    switch self {
    case .messages, .streaming: return Usage(inputTokens: 20, outputTokens: 8)
    // A few hundred tokens of tool instructions are added by the vendor.
    case .toolUse: return Usage(inputTokens: 700, outputTokens: 60)
    case .vision: return Usage(inputTokens: 60, outputTokens: 8)
    case .canary: return Usage(inputTokens: 30, outputTokens: 8)
    case .promptCaching:
      let prefix = PromptCacheMinimum.tokens(for: model) * 3 / 2
      return Usage(inputTokens: 40, outputTokens: 16, cacheReadTokens: prefix, cacheWriteTokens: prefix)
    case .webUI, .models, .countTokens, .reach: return nil
    }
  }

  /// How often it is probed unless told otherwise: the dearer, the rarer.
  package var standardCadence: TimeSpan {
    switch self {
    case .messages, .streaming, .reach: .seconds(30)
    case .countTokens, .webUI: .minutes(1)
    case .toolUse, .vision, .models: .minutes(5)
    case .promptCaching, .canary: .minutes(30)
    }
  }
}

extension ProbePlan {
  /// How many probes of it are sent a day while nothing is wrong.
  package var perDay: Double { 86_400 / max(1, cadence.inSeconds) }

  /// Tokens a day as estimated; 0 for what is free or silent.
  package var tokensPerDay: Int {
    guard let usage = series.capability.expectedUsage(of: series.model), (microdollars ?? 0) > 0 else {
      return 0
    }
    return Int(Double(usage.allTokens) * perDay)
  }

  /// Price a day as estimated.
  package var microdollarsPerDay: Int { Int(Double(microdollars ?? 0) * perDay) }
}
