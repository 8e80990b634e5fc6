import SitrepCore

/// The expectations of a drill: a list of lines, or a single one; a line may state several things.
struct ExpectationList: Decodable {
  var all: [Expectation] = []

  init(from decoder: any Decoder) throws {
    if let single = try? decoder.container(keyedBy: MapKey.self), !single.allKeys.isEmpty {
      all = try ExpectationLine(from: decoder).all
      return
    }
    var list = try decoder.unkeyedContainer()
    while !list.isAtEnd { all += try list.decode(ExpectationLine.self).all }
  }
}

/// One line: `{by: 60s, verdict: R16}`, `{never: {severity: P1}}`.
private struct ExpectationLine: Decodable {
  var all: [Expectation]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "an expectation", keys: ["by", "at", "never"] + WhatHolds.keys)
    if map.has("never") {
      let other = (["by", "at"] + WhatHolds.keys).first(where: map.has)
      if let other { throw map.refusal(other, "stands beside never; expected a line of its own") }
      let conditions: WhatHolds = try map.require("never", WhatHolds.expected)
      guard let first = conditions.all.first else { throw map.refusal("never", WhatHolds.nothing) }
      if conditions.all.contains(.severity(nil)) || conditions.all.contains(where: \.isOfTheEnd) {
        throw map.refusal("never", "found \(first); expected verdict, severity, breaker, route or incident")
      }
      all = conditions.all.map { Expectation(.never, $0) }
      return
    }
    let when = try ExpectationLine.when(map)
    let conditions = try WhatHolds(map)
    guard !conditions.all.isEmpty else { throw map.missing("verdict", WhatHolds.expected) }
    if when != .end, let late = conditions.all.first(where: \.isOfTheEnd) {
      let key = map.has("by") ? "by" : "at"
      throw map.refusal(key, "stands beside \(late); expected no time, for that is judged at the end")
    }
    all = conditions.all.map { Expectation(when, $0) }
  }

  private static func when(_ map: StrictMap) throws -> Expectation.When {
    if map.has("by"), map.has("at") { throw map.refusal("at", "stands beside by; expected one of the two") }
    if let by = try map.find("by", SpanText.expected) as SpanText? { return .by(by.span) }
    if let at = try map.find("at", SpanText.expected) as SpanText? { return .at(at.span) }
    return .end
  }
}

/// What is to hold: the part of a line without its time.
private struct WhatHolds: Decodable {
  static let keys = [
    "verdict", "severity", "breaker", "route", "capability", "incident", "incidents", "phase", "postmortem",
    "traffic",
    "pin",
  ]
  static let expected = oneOf(keys)
  static let nothing = "names nothing; expected \(expected)"

  var all: [Expectation.Condition]

  init(from decoder: any Decoder) throws {
    try self.init(try StrictMap(decoder, of: "never", keys: WhatHolds.keys))
  }

  init(_ map: StrictMap) throws {
    all = try WhatHolds.verdicts(map) + WhatHolds.breakers(map) + WhatHolds.incidents(map)
    if map.has("severity") {
      all += WhatHolds.either(
        try WhatHolds.words("severity", map).map { .severity(try WhatHolds.severity($0, map)) })
    }
    all += WhatHolds.either(try map.words(["route"], Platform.self).map { .route($0) })
    all += try WhatHolds.capabilities(map)
    all += WhatHolds.either(try map.words(["phase"], IncidentPhase.self).map { .phase($0) })
    all += WhatHolds.either(
      try map.words(["traffic"], Expectation.Condition.Feeling.self).map { .traffic($0) })
    if map.has("pin") { all.append(.pin(try WhatHolds.pin(map))) }
    let texts: PostmortemTexts? = try map.find("postmortem", "a mapping {contains: text}")
    all += (texts?.contains ?? []).map { .postmortem($0) }
    all += (texts?.lacks ?? []).map { .postmortemLacks($0) }
  }

  /// Several words for one thing mean any of them.
  private static func either(_ conditions: [Expectation.Condition]) -> [Expectation.Condition] {
    conditions.count > 1 ? [.any(conditions)] : conditions
  }

  private static func words(_ key: String, _ map: StrictMap) throws -> [String] {
    try map.texts([key], "a word, or a list of them")
  }

  private static func pin(_ map: StrictMap) throws -> Platform? {
    let word: String = try map.require("pin", "a platform or none")
    return word == "none" ? nil : try platform(word, "pin", map)
  }

  /// `verdict: R16`, or by platform: `verdict: {anthropic: R16}`.
  private static func verdicts(_ map: StrictMap) throws -> [Expectation.Condition] {
    guard map.has("verdict") else { return [] }
    if let words = try? words("verdict", map) {
      return either(try words.map { .verdict(try rule($0, map), nil) })
    }
    let named: NamedLists = try map.require(
      "verdict", "a rule such as R16, or a mapping of platforms to rules")
    return try named.entries.flatMap { key, words in
      let platform = try platform(key, "verdict", map)
      return either(try words.map { .verdict(try rule($0, map), platform) })
    }
  }

  private static func rule(_ word: String, _ map: StrictMap) throws -> String {
    let known = ["R0"] + TriageRule.table.map(\.id)
    guard known.contains(word) else {
      throw map.refusal("verdict", "found \"\(word)\"; expected \(oneOf(known))")
    }
    return word
  }

  private static func severity(_ word: String, _ map: StrictMap) throws -> Severity? {
    if word == "none" { return nil }
    guard let severity = Severity.allCases.first(where: { $0.word == word }) else {
      throw map.refusal("severity", "found \"\(word)\"; expected P1, P2, P3, P4 or none")
    }
    return severity
  }

  /// `breaker: {anthropic: open}`, or of one model: `breaker: {anthropic/claude-opus-5: open}`.
  private static func breakers(_ map: StrictMap) throws -> [Expectation.Condition] {
    let named: Named? = try map.find("breaker", "a mapping such as {anthropic: open}")
    return try (named?.entries ?? []).map { key, word in
      guard let position = BreakerPosition(rawValue: word) else {
        let known = oneOf(BreakerPosition.allCases.map(\.rawValue))
        throw map.refusal("breaker", "found \"\(word)\" for \(key); expected \(known)")
      }
      let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
      let model = parts.count == 2 ? Model(parts[1]) : nil
      return .breaker(try platform(parts.first ?? "", "breaker", map), model, position)
    }
  }

  /// `capability: {anthropic/vision: failing}`.
  private static func capabilities(_ map: StrictMap) throws -> [Expectation.Condition] {
    let named: Named? = try map.find("capability", "a mapping such as {anthropic/vision: failing}")
    return try (named?.entries ?? []).map { key, word in
      guard let health = Health(rawValue: word) else {
        let known = oneOf(Health.allCases.map(\.rawValue))
        throw map.refusal("capability", "found \"\(word)\" for \(key); expected \(known)")
      }
      let parts = key.split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, let capability = Capability(rawValue: parts[1]) else {
        let known = oneOf(Capability.allCases.map(\.rawValue))
        throw map.refusal("capability", "found \"\(key)\"; expected a platform, a slash, and \(known)")
      }
      return .capability(try platform(parts[0], "capability", map), capability, health)
    }
  }

  private static func incidents(_ map: StrictMap) throws -> [Expectation.Condition] {
    var found: [Expectation.Condition] = []
    if let any = try map.find("incident", "true") as Bool? {
      guard any else {
        throw map.refusal("incident", "found false; expected true, or {never: {incident: true}}")
      }
      found.append(.incident)
    }
    if let count = try map.find("incidents", "a whole number from 0 on") as Int? {
      guard count >= 0 else {
        throw map.refusal("incidents", "found \(count); expected a whole number from 0 on")
      }
      found.append(.incidents(count))
    }
    return found
  }

  private static func platform(_ word: String, _ key: String, _ map: StrictMap) throws -> Platform {
    guard let platform = Platform(rawValue: word) else {
      let known = oneOf(DrillScript.servable.map(\.rawValue))
      throw map.refusal(key, "found \"\(word)\"; expected \(known)")
    }
    return platform
  }
}

/// Words by names, in the order of the names.
private struct Named: Decodable {
  var entries: [(String, String)]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(free: decoder)
    entries = try map.keys.map { ($0, try map.require($0, "a word")) }
  }
}

/// Words or lists of words by names, in the order of the names.
private struct NamedLists: Decodable {
  var entries: [(String, [String])]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(free: decoder)
    entries = try map.keys.map { ($0, try map.texts([$0], "a word, or a list of them")) }
  }
}

/// `{contains: text, lacks: text}`, or lists of texts.
private struct PostmortemTexts: Decodable {
  var contains: [String]
  var lacks: [String]

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "postmortem", keys: ["contains", "lacks"])
    contains = try map.texts(["contains"], "a text or a list of texts")
    lacks = try map.texts(["lacks"], "a text or a list of texts")
  }
}

extension Expectation.Condition {
  /// Whether it can only be judged when all is over.
  fileprivate var isOfTheEnd: Bool {
    switch self {
    case .incidents, .postmortem, .postmortemLacks: true
    default: false
    }
  }
}

extension DrillScript {
  /// Expectations may only name what the drill serves, and only times within it.
  func checkExpectations(_ map: StrictMap) throws {
    for expectation in expect {
      switch expectation.when {
      case .by(let span) where span > length, .at(let span) where span > length:
        throw map.refusal(
          "expect", "\(expectation) is after the drill's end; expected an offset within its length")
      default: break
      }
      try checkNames(expectation.what, expectation, map)
    }
  }

  private func checkNames(
    _ condition: Expectation.Condition, _ expectation: Expectation, _ map: StrictMap
  ) throws {
    switch condition {
    case .any(let several): for one in several { try checkNames(one, expectation, map) }
    case .verdict(_, let platform?), .route(let platform), .pin(let platform?):
      try checkPlatform(platform, expectation, map)
    case .breaker(let platform, let model, _):
      try checkPlatform(platform, expectation, map)
      guard let model, platforms[platform]?.models[model] == nil else { return }
      let known = oneOf((platforms[platform]?.models.keys.sorted() ?? []).map(\.rawValue))
      throw map.refusal(
        "expect", "\(expectation): \(platform.rawValue) serves no \"\(model.rawValue)\"; expected \(known)")
    default: break
    }
  }

  private func checkPlatform(_ platform: Platform, _ expectation: Expectation, _ map: StrictMap) throws {
    guard platforms[platform] == nil else { return }
    let known = oneOf(platforms.keys.sorted().map(\.rawValue))
    throw map.refusal(
      "expect", "\(expectation): the drill serves no \(platform.rawValue); expected \(known)")
  }
}
