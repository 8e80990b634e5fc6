import SitrepCore

extension DrillStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "a step",
      keys: [
        "at", "over", "platforms", "models", "capabilities", "failing", "faults", "latency", "headroom",
        "drain", "platform", "model", "capability", "gap", "mixed",
      ])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    over = (try map.find("over", SpanText.expected) as SpanText?)?.span ?? .zero
    platforms = try DrillStep.platforms(map)
    models = (try map.texts(["models", "model"], "a list of model names")).map { Model($0) }
    capabilities = try map.words(["capabilities", "capability"], Capability.self)
    failing = try map.number("failing", in: 0...1, "a probability from 0 to 1")
    faults = try map.find("faults", "a mapping of faults to shares")
    latency = try map.number("latency", in: 0.01...1000, "a factor from 0.01 to 1000")
    gap = try map.number("gap", in: 0.01...1000, "a factor from 0.01 to 1000")
    mixed = try map.find("mixed", "a mapping {within: 10s, failing: 0.9}")
    headroom = try map.find("headroom", "a mapping of limits")
    drain = try map.number("drain", in: 0...10, "a share of the limit a minute from 0 to 10")
  }

  private static func platforms(_ map: StrictMap) throws -> [Platform] {
    let known = oneOf(DrillScript.servable.map(\.rawValue))
    let key = ["platforms", "platform"].first(where: map.has)
    guard let key else { throw map.missing("platforms", "a list of \(known)") }
    let found = try map.words([key], Platform.self)
    guard !found.isEmpty, found.allSatisfy(DrillScript.servable.contains) else {
      throw map.refusal(key, "expected a list of \(known)")
    }
    return found
  }
}

extension FaultMix: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "faults", keys: Fault.allCases.map(\.rawValue))
    var shares: [Fault: Double] = [:]
    for key in map.keys {
      guard let fault = Fault(rawValue: key) else { continue }
      shares[fault] = try map.number(key, in: 0...1, "a share from 0 to 1")
    }
    let sum = shares.values.sorted().reduce(0, +)
    guard (sum - 1).magnitude < 0.001 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "the shares add up to \((sum * 100).rounded() / 100); expected 1"))
    }
    self.init(shares)
  }
}
