package import SitrepCore

/// Which calls a load generator sends and when: a function of its seed.
package struct LoadPlan: Hashable, Sendable {
  /// One call of the plan.
  package struct Call: Hashable, Sendable {
    package var model: Model
    package var streams: Bool
  }

  package var seed: UInt64
  /// Chosen from evenly.
  package var models: [Model]
  /// Mean calls a second.
  package var rate: Double
  package var calls: Int
  /// Share of streams, 0…1.
  package var streams: Double

  /// A plan that ends by itself after `length`.
  package init(
    seed: UInt64, models: [Model], rate: Double = 4, length: TimeSpan, streams: Double = 0.3
  ) {
    self.seed = seed
    self.models = models
    self.rate = max(rate, 0.001)
    self.streams = streams
    calls = models.isEmpty ? 0 : Int((max(0, length.inSeconds) * self.rate).rounded(.down))
  }

  package func call(_ number: Int) -> Call {
    var draw = Draw(seed: seed, "load", UInt64(number))
    return Call(model: models[draw.below(models.count)], streams: draw.unit() < streams)
  }

  /// Since the start: each call at its turn, up to half a turn late, so that calls do not march in step.
  package func offset(of number: Int) -> TimeSpan {
    var draw = Draw(seed: seed, "pace", UInt64(number))
    return .fractionalSeconds((Double(number) + draw.unit() / 2) / rate)
  }
}
