import SitrepCore

extension DrillScript: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "a drill",
      keys: [
        "name", "about", "seed", "length", "platforms", "steps", "page", "aws", "feeds", "expect",
        "own", "acts", "traffic", "route", "watch", "tokens",
      ])
    name = try map.require("name", "a name such as july-29")
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
    else {
      throw map.refusal("name", "found \"\(name)\"; expected lower-case letters, digits and hyphens")
    }
    about = try map.require("about", "one sentence about the drill")
    seed = try map.find("seed", "a whole number from 0 on") ?? 1
    length = (try map.require("length", SpanText.expected) as SpanText).span
    platforms = try (map.require("platforms", "a mapping of platforms") as ServedPlatforms).byPlatform
    steps = try map.list("steps", "a list of steps")
    page = PagePost.joined(try map.list("page", "a list of posts"))
    aws = try map.list("aws", "a list of posts")
    feeds = try map.list("feeds", "a list of changes of pages")
    tokens = try map.list("tokens", "a list of changes of tokens")
    own = try map.list("own", "a list of changes of our own side")
    acts = try map.list("acts", "a list of acts")
    traffic = try map.list("traffic", "a list of changes of traffic")
    route = try map.words(["route"], Platform.self)
    watch = try map.word("watch", Watch.self)
    expect = try (map.find("expect", "a list of expectations") as ExpectationList?)?.all ?? []
    try checkOrder(map)
    try checkRoute(map)
    try checkSteps(map)
    try PagePost.check(page, map)
    try checkExpectations(map)
  }

  private func checkOrder(_ map: StrictMap) throws {
    let lists = [
      ("steps", steps.map(\.at)), ("page", page.map(\.at)), ("aws", aws.map(\.at)),
      ("feeds", feeds.map(\.at)), ("own", own.map(\.at)), ("acts", acts.map(\.at)),
      ("traffic", traffic.map(\.at)), ("tokens", tokens.map(\.at)),
    ]
    for (key, offsets) in lists {
      for (index, offset) in offsets.enumerated() {
        if offset > length {
          throw map.refusal(
            key, entry: index, "is after the drill's end; expected an offset within its length")
        }
        if index > 0, offset < offsets[index - 1] {
          throw map.refusal(key, entry: index, "is earlier than the one before; expected rising offsets")
        }
      }
    }
  }

  /// Route and traffic may only name what the drill serves.
  private func checkRoute(_ map: StrictMap) throws {
    let known = oneOf(platforms.keys.sorted().map(\.rawValue))
    if let stranger = route.first(where: { platforms[$0] == nil }) {
      throw map.refusal("route", "the drill serves no \(stranger.rawValue); expected \(known)")
    }
    for (index, entry) in traffic.enumerated() {
      if let stranger = entry.split.keys.sorted().first(where: { platforms[$0] == nil }) {
        throw map.refusal(
          "traffic", entry: index, "the drill serves no \(stranger.rawValue); expected \(known)")
      }
      if let stranger = entry.models.first(where: { !asked.contains($0) }) {
        throw map.refusal(
          "traffic", entry: index,
          "callers know no \"\(stranger.rawValue)\"; expected \(oneOf(asked.map(\.rawValue)))")
      }
    }
  }

  /// Steps may only name what the drill serves, and a failing platform must know how it fails.
  private func checkSteps(_ map: StrictMap) throws {
    for (index, step) in steps.enumerated() {
      for platform in step.platforms {
        guard let served = platforms[platform] else {
          let known = oneOf(platforms.keys.sorted().map(\.rawValue))
          throw map.refusal(
            "steps", entry: index, "the drill serves no \(platform.rawValue); expected \(known)")
        }
        for model in step.models where served.models[model] == nil {
          let known = oneOf(served.models.keys.sorted().map(\.rawValue))
          throw map.refusal(
            "steps", entry: index,
            "\(platform.rawValue) serves no \"\(model.rawValue)\"; expected \(known)")
        }
        try checkFaults(of: step, index, at: platform, map)
      }
    }
  }

  private func checkFaults(of step: DrillStep, _ index: Int, at platform: Platform, _ map: StrictMap) throws {
    for entry in step.faults?.shares ?? [] where !entry.fault.platforms.contains(platform) {
      throw map.refusal(
        "steps", entry: index,
        "\(platform.rawValue) never answers \"\(entry.fault.rawValue)\"; "
          + "expected \(oneOf(Fault.words(at: platform)))")
    }
    guard (step.failing ?? 0) > 0 || (step.mixed?.failing ?? 0) > 0 else { return }
    let isKnown = steps.prefix(index + 1).contains {
      $0.faults != nil && $0.platforms.contains(platform) && $0.covers(step)
    }
    guard isKnown else {
      throw map.refusal(
        "steps", entry: index,
        "sets \(step.mixed == nil ? "failing" : "mixed") without faults; expected faults such as {500: 0.7, 503: 0.3}"
      )
    }
  }
}

extension DrillStep {
  /// Whether this step is about every model and capability that the other one is about.
  fileprivate func covers(_ other: DrillStep) -> Bool {
    (models.isEmpty || !other.models.isEmpty && other.models.allSatisfy(models.contains))
      && (capabilities.isEmpty
        || !other.capabilities.isEmpty && other.capabilities.allSatisfy(capabilities.contains))
  }
}

/// The mapping of platforms; its keys are checked against the vocabulary.
private struct ServedPlatforms: Decodable {
  var byPlatform: [Platform: ServedPlatform] = [:]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "platforms", keys: DrillScript.servable.map(\.rawValue))
    for platform in DrillScript.servable {
      byPlatform[platform] = try map.find(platform.rawValue, "a mapping with models")
    }
  }
}

extension ServedPlatform: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "a platform", keys: ["region", "models", "headroom", "capabilities", "probed"])
    region = try map.find("region", "a region's name") ?? ""
    models = try (map.require("models", "a mapping of model names") as Paces).byModel
    headroom = try map.find("headroom", "a mapping of limits")
    let wanted = try map.words(["capabilities"], Capability.self)
    capabilities = wanted.isEmpty ? [.messages] : wanted
    probed = (try map.texts(["probed"], "a list of model names")).map { Model($0) }
    for model in probed where models[model] == nil {
      throw map.refusal(
        "probed",
        "found \"\(model.rawValue)\"; expected \(oneOf(models.keys.sorted().map(\.rawValue)))")
    }
  }
}

private struct Paces: Decodable {
  var byModel: [Model: Pace] = [:]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(free: decoder)
    for name in map.keys {
      byModel[Model(name)] = try map.require(name, "a mapping with answer, firstToken, gap and spread")
    }
  }
}

extension Pace: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "a model", keys: ["answer", "firstToken", "gap", "spread"])
    answer = (try map.require("answer", SpanText.expected) as SpanText).span
    firstToken = (try map.require("firstToken", SpanText.expected) as SpanText).span
    gap = (try map.find("gap", SpanText.expected) as SpanText?)?.span ?? .milliseconds(40)
    spread = try map.number("spread", in: 0...1, "a number from 0 to 1") ?? 0.25
  }
}

extension Limits: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "headroom", keys: ["requests", "inputTokens", "outputTokens", "drain"])
    requests = try Limits.count("requests", map)
    inputTokens = try Limits.count("inputTokens", map)
    outputTokens = try Limits.count("outputTokens", map)
    drain = try map.number("drain", in: 0...10, "a share of the limit a minute from 0 to 10") ?? 0
  }

  private static func count(_ key: String, _ map: StrictMap) throws -> Int {
    let expected = "a whole number a minute from 1 on"
    let value: Int = try map.require(key, expected)
    guard value >= 1 else { throw map.refusal(key, "found \(value); expected \(expected)") }
    return value
  }
}
