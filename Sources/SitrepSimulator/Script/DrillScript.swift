package import SitrepCore

/// What simulated vendors do and post over the length of one drill.
///
/// Decoded from a drill's YAML.
///
/// All offsets count from the drill's start. Compression of a real incident lives here and nowhere else.
package struct DrillScript: Hashable, Sendable {
  /// Lower-case words joined by hyphens, as in `sitrep demo NAME`.
  package var name: String
  /// One sentence for lists and the screen.
  package var about: String
  /// Used unless the caller brings another seed.
  package var seed: UInt64
  /// When the drill is over; the last state holds on after it.
  package var length: TimeSpan
  package var platforms: [Platform: ServedPlatform]
  /// In order of their offset.
  package var steps: [DrillStep]
  /// What Claude's status page posts, in order of the offset.
  package var page: [PagePost]
  /// What AWS Health posts about Bedrock, in order of the offset.
  package var aws: [CloudPost]
  /// When pages cannot be read, in order of the offset.
  package var feeds: [FeedStep]
  /// How Google's token endpoint answers, in order of the offset.
  package var tokens: [TokenStep] = []
  /// What happens on our own side, in order of the offset.
  package var own: [OwnStep] = []
  /// What people do, in order of the offset.
  package var acts: [ActStep] = []
  /// What applications send through a gateway, in order of the offset; empty: there is no gateway.
  package var traffic: [TrafficStep] = []
  /// Platforms in the order that traffic prefers; empty: as in the vocabulary.
  package var route: [Platform] = []
  /// How fast it is watched; nil: by its length.
  package var watch: Watch?
  /// What the drill expects of its watcher.
  package var expect: [Expectation]

  package init(
    name: String, about: String, seed: UInt64, length: TimeSpan, platforms: [Platform: ServedPlatform],
    steps: [DrillStep] = [], page: [PagePost] = [], aws: [CloudPost] = [], feeds: [FeedStep] = [],
    expect: [Expectation] = []
  ) {
    self.name = name
    self.about = about
    self.seed = seed
    self.length = length
    self.platforms = platforms
    self.steps = steps
    self.page = page
    self.aws = aws
    self.feeds = feeds
    self.expect = expect
  }

  /// How fast a drill is watched.
  package enum Watch: String, CaseIterable, Sendable {
    /// A probe every two seconds, with holds and open times to match.
    case demo
    /// As a live sitrep without a configuration watches.
    case production
  }

  /// The platforms that a simulator can serve.
  package static let servable: [Platform] = Platform.allCases

  /// Those that serve Claude, and so the same traffic.
  package static let ofClaude: [Platform] = [.anthropic, .bedrock, .vertex]
}

/// A platform as a drill serves it in calm times.
package struct ServedPlatform: Hashable, Sendable {
  /// Region or location of the cloud platforms; empty for the first party.
  package var region: String
  package var models: [Model: Pace]
  /// Absent: no limit is kept, and no headroom is told.
  package var headroom: Limits?
  /// What is probed of each model.
  package var capabilities: [Capability]
  /// Which models are probed; empty: all of the first party's, a small one elsewhere.
  package var probed: [Model]

  package init(
    region: String = "", models: [Model: Pace], headroom: Limits? = nil,
    capabilities: [Capability] = [.messages], probed: [Model] = []
  ) {
    self.region = region
    self.models = models
    self.headroom = headroom
    self.capabilities = capabilities
    self.probed = probed
  }
}

/// How fast a model answers in calm times.
///
/// Medians of log-normal distributions.
package struct Pace: Hashable, Sendable {
  /// From the request to the whole answer of a short call without a stream.
  package var answer: TimeSpan
  /// From the request to the first content of a stream.
  package var firstToken: TimeSpan
  /// Between two contents of a stream.
  package var gap: TimeSpan
  /// Standard deviation of the logarithm: 0.25 keeps 95 % within about ÷1.6 and ×1.6.
  package var spread: Double

  package init(answer: TimeSpan, firstToken: TimeSpan, gap: TimeSpan, spread: Double) {
    self.answer = answer
    self.firstToken = firstToken
    self.gap = gap
    self.spread = spread
  }
}

/// Rate limits a minute, and what the rest of the organisation takes of them.
package struct Limits: Hashable, Sendable {
  package var requests: Int
  package var inputTokens: Int
  package var outputTokens: Int
  /// Others' use as a share of the limit per minute.
  ///
  /// Above 1 the buckets empty by themselves.
  package var drain: Double

  package init(requests: Int, inputTokens: Int, outputTokens: Int, drain: Double = 0) {
    self.requests = requests
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.drain = drain
  }
}

extension DrillScript {
  /// Platforms in the order that traffic prefers; alternates only where the drill names them, or has no others.
  package var preferred: [Platform] {
    let served = platforms.keys.sorted()
    let order = route + served.filter { !route.contains($0) && DrillScript.ofClaude.contains($0) }
    return order.isEmpty ? served : order
  }

  /// Names of models that applications ask a gateway for: those of the first platform that serves.
  package var asked: [Model] {
    let home = DrillScript.ofClaude.first { platforms[$0] != nil }
    return home.flatMap { platforms[$0]?.models.keys.sorted() } ?? []
  }
}
