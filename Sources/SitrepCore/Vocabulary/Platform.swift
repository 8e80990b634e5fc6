/// A place that serves a model (DESIGN section 4).
package enum Platform: String, Codable, CodingKeyRepresentable, CaseIterable, Comparable, Sendable {
  case anthropic
  case bedrock
  case vertex
  case openai
  case gemini
  case mistral

  /// In the order of the vocabulary: the three that serve Claude first.
  package static func < (left: Platform, right: Platform) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int { Platform.allCases.firstIndex(of: self) ?? 0 }
}

/// What can fail separately at a platform.
package enum Capability: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
  case messages
  case streaming
  case toolUse
  case vision
  case promptCaching
  case webUI
  /// The list of models.
  case models
  case countTokens
  /// A fixed question with a known answer: whether what is served is still itself.
  case canary
  /// The way there, without a key: name, connection, TLS, and the refusal of whoever has none.
  case reach
}

/// A model's name as the platform spells it.
///
/// Never hard-coded in the product: it comes from settings.
package struct Model: RawRepresentable, Hashable, Comparable, Codable, Sendable {
  package var rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package init(_ name: String) {
    rawValue = name
  }

  package static func < (left: Model, right: Model) -> Bool {
    left.rawValue < right.rawValue
  }

  /// A short name for narrow columns: the family word if there is one ("haiku"), else the name.
  package var shortName: String {
    let families = ["haiku", "sonnet", "opus", "fable", "mythos"]
    let lowered = rawValue.lowercased()
    return families.first { lowered.holds($0) } ?? rawValue
  }
}

/// One thing that is measured: platform × region × capability × model.
package struct SeriesID: Hashable, Comparable, Codable, Sendable {
  package var platform: Platform
  package var region: String
  package var capability: Capability
  package var model: Model

  package init(platform: Platform, region: String, capability: Capability, model: Model) {
    self.platform = platform
    self.region = region
    self.capability = capability
    self.model = model
  }

  package static func < (left: SeriesID, right: SeriesID) -> Bool {
    (left.platform, left.region, left.model, left.capability.rawValue)
      < (right.platform, right.region, right.model, right.capability.rawValue)
  }

  /// What the breaker of this series guards.
  package var target: BreakerTarget {
    BreakerTarget(platform: platform, region: region, model: model)
  }
}

extension SeriesID: CustomStringConvertible {
  package var description: String {
    [platform.rawValue, region, model.rawValue, capability.rawValue].filter { !$0.isEmpty }
      .joined(separator: " ")
  }
}

/// What a circuit breaker guards: health is kept per platform × region × model.
package struct BreakerTarget: Hashable, Comparable, Codable, Sendable {
  package var platform: Platform
  package var region: String
  package var model: Model

  package init(platform: Platform, region: String, model: Model) {
    self.platform = platform
    self.region = region
    self.model = model
  }

  package static func < (left: BreakerTarget, right: BreakerTarget) -> Bool {
    (left.platform, left.region, left.model) < (right.platform, right.region, right.model)
  }
}

extension BreakerTarget: CustomStringConvertible {
  package var description: String { "\(platform.rawValue)/\(model.shortName)" }
}
