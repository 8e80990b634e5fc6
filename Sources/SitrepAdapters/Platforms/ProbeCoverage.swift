package import SitrepCore

/// Which capabilities a platform has and sitrep can prove there.
package enum ProbeCoverage {
  /// Why a capability cannot be probed at a platform; nil when it can.
  package static func gap(_ capability: Capability, at platform: Platform) -> CleanText? {
    switch (capability, platform) {
    case (.webUI, .anthropic): nil
    case (.webUI, _): "has no page that people use"
    case (.promptCaching, .openai), (.promptCaching, .gemini), (.promptCaching, .mistral):
      "caches by itself: nothing to ask for"
    case (.models, .vertex): "offers no list of models"
    case (.countTokens, .openai), (.countTokens, .mistral): "offers no counting of tokens"
    default: nil
    }
  }

  /// In the order in which they are shown.
  package static func capabilities(at platform: Platform) -> [Capability] {
    let all: [Capability] = [
      .messages, .streaming, .toolUse, .vision, .promptCaching, .canary, .countTokens, .models, .reach,
      .webUI,
    ]
    return all.filter { gap($0, at: platform) == nil }
  }
}
