package import SitrepCore

/// Which calls a load generator sends and when: a function of its seed.
package struct LoadPlan: Hashable, Sendable {
  /// One call of the plan.
  package struct Call: Hashable, Sendable {
    package var model: Model
    package var streams: Bool
    /// The platform that the caller asks for itself; nil leaves it to Control.
    package var platform: Platform?
  }

  /// Calls at one rate.
  private struct Stretch: Hashable {
    var from: TimeSpan
    var first: Int
    var calls: Int
    var step: TrafficStep
  }

  package var seed: UInt64
  private var stretches: [Stretch] = []

  /// A plan at one rate that ends by itself after `length`; models are chosen from evenly.
  package init(
    seed: UInt64, models: [Model], rate: Double = 4, length: TimeSpan,
    streams: Double = TrafficStep.usualStreams
  ) {
    self.seed = seed
    add(TrafficStep(at: .zero, rate: max(rate, 0.001), streams: streams, models: models), until: length)
  }

  /// The traffic of a drill; the last rate goes on until `end`.
  package init(_ script: DrillScript, seed: UInt64? = nil, until end: TimeSpan? = nil) {
    self.seed = seed ?? script.seed
    let ends = script.traffic.dropFirst().map(\.at) + [end ?? script.length]
    for (step, end) in zip(script.traffic, ends) {
      var step = step
      if step.models.isEmpty { step.models = script.asked }
      add(step, until: end)
    }
  }

  private mutating func add(_ step: TrafficStep, until end: TimeSpan) {
    let span = max(0, (end - step.at).inSeconds)
    let count = step.models.isEmpty ? 0 : Int((span * step.rate).rounded(.down))
    guard count > 0 else { return }
    stretches.append(Stretch(from: step.at, first: calls, calls: count, step: step))
  }

  package var calls: Int { stretches.last.map { $0.first + $0.calls } ?? 0 }

  package func call(_ number: Int) -> Call {
    let step = stretch(of: number).step
    var draw = Draw(seed: seed, "load", UInt64(number))
    let model = step.models[draw.below(step.models.count)]
    let streams = draw.unit() < step.streams
    var share = step.split.isEmpty ? 1 : draw.unit()
    let platform = step.split.keys.sorted().first { platform in
      share -= step.split[platform] ?? 0
      return share < 0
    }
    return Call(model: model, streams: streams, platform: platform)
  }

  /// Since the start: each call at its turn, up to half a turn late, so that calls do not march in step.
  package func offset(of number: Int) -> TimeSpan {
    let stretch = stretch(of: number)
    var draw = Draw(seed: seed, "pace", UInt64(number))
    return stretch.from
      + .fractionalSeconds((Double(number - stretch.first) + draw.unit() / 2) / stretch.step.rate)
  }

  /// Asked for numbers of the plan only.
  private func stretch(of number: Int) -> Stretch {
    stretches.last { $0.first <= number } ?? stretches[0]
  }
}

extension LoadPlan.Call {
  /// The call as applications make it: one user's session, and the platform it asks for, if any.
  package func request(baseURL: String) -> (url: String, headers: [VendorHeader], body: [UInt8]) {
    let body: JSON = [
      "model": .text(model.rawValue), "max_tokens": 16, "stream": .bool(streams),
      "metadata": ["user_id": "load-simulated"],
      "messages": [["role": "user", "content": "Say that you are there, please."]],
    ]
    let wish = platform.map { [VendorHeader("x-sitrep-platform", $0.rawValue)] } ?? []
    return (
      baseURL + "/v1/messages",
      [
        VendorHeader("content-type", "application/json"), VendorHeader("anthropic-version", "2023-06-01"),
        VendorHeader("x-api-key", "sk-ant-load-simulated"),
      ] + wish, body.bytes
    )
  }
}
