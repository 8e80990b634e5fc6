package import SitrepCore

/// How much applications send through the gateway, from an offset on.
package struct TrafficStep: Hashable, Sendable {
  package var at: TimeSpan
  /// Mean calls a second; 0 for none.
  package var rate: Double
  /// Share of streams, 0…1.
  package var streams: Double
  /// Names that callers ask for, the first platform's own; empty for all of them.
  package var models: [Model]
  /// Shares of calls that ask for a platform themselves (`x-sitrep-platform`); the rest goes where
  /// Control routes it.
  package var split: [Platform: Double]

  package init(
    at: TimeSpan, rate: Double, streams: Double = TrafficStep.usualStreams, models: [Model] = [],
    split: [Platform: Double] = [:]
  ) {
    self.at = at
    self.rate = rate
    self.streams = streams
    self.models = models
    self.split = split
  }

  package static let usualStreams = 0.3
}

extension TrafficStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "traffic", keys: ["at", "rate", "streams", "models", "model", "split"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    guard let rate = try map.number("rate", in: 0...50, "calls a second from 0 to 50") else {
      throw map.missing("rate", "calls a second from 0 to 50")
    }
    self.rate = rate
    streams = try map.number("streams", in: 0...1, "a share from 0 to 1") ?? TrafficStep.usualStreams
    models = (try map.texts(["models", "model"], "a list of model names")).map { Model($0) }
    split = (try map.find("split", "a mapping of platforms to shares") as Split?)?.byPlatform ?? [:]
  }
}

/// Shares of platforms, at most 1 together.
private struct Split: Decodable {
  var byPlatform: [Platform: Double] = [:]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "split", keys: DrillScript.ofClaude.map(\.rawValue))
    for platform in DrillScript.ofClaude {
      byPlatform[platform] = try map.number(platform.rawValue, in: 0...1, "a share from 0 to 1")
    }
    let sum = byPlatform.values.sorted().reduce(0, +)
    guard sum <= 1.001 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "the shares add up to \((sum * 100).rounded() / 100); expected at most 1"))
    }
  }
}
