package import SitrepCore

/// One change of our own side of the line, from an offset on: nothing of it is a vendor's doing.
package struct OwnStep: Hashable, Sendable {
  package var at: TimeSpan
  package var what: What

  package init(at: TimeSpan, _ what: What) {
    self.at = at
    self.what = what
  }

  package enum What: Hashable, Sendable {
    case network(Network)
    /// Whether names are found; of these hosts only, or of all when there are none.
    case resolver(isFailing: Bool, hosts: Set<Host>)
    case neutral(Neutral)
    /// The machine is suspended for so long; nothing is done meanwhile.
    case sleep(TimeSpan)
    /// The wall clock is set forward, or back when negative.
    case clock(TimeSpan)
  }

  package enum Network: String, CaseIterable, Sendable {
    case up
    /// Nothing that is sent is ever answered, as behind a firewall that drops.
    case down
    /// Down for half of the time, by turns of a few seconds.
    case flapping
  }

  /// The hosts that have nothing to do with any vendor.
  package enum Neutral: String, CaseIterable, Sendable {
    case ok
    /// One of the two refuses connections, as with an expired certificate.
    case one
    case failing
  }

  /// A host whose name can be lost by itself.
  package enum Host: String, CaseIterable, Sendable {
    case anthropic, bedrock, vertex
    case claudePage = "claude"
    case awsFeed = "aws"
    case gcpFeed = "google"
    case openai, gemini, mistral

    package init?(_ service: VendorService) {
      switch service {
      case .anthropic: self = .anthropic
      case .bedrock: self = .bedrock
      case .vertex: self = .vertex
      case .openai: self = .openai
      case .gemini: self = .gemini
      case .mistral: self = .mistral
      case .claudePage: self = .claudePage
      case .awsFeed: self = .awsFeed
      case .gcpFeed: self = .gcpFeed
      case .neutralOne, .neutralTwo, .webUI, .googleTokens: return nil
      }
    }
  }

  /// Whether loopback sockets can show it; a sleep or a lost name cannot be had there.
  package var isOnTheLine: Bool {
    switch what {
    case .network, .neutral: true
    case .resolver, .sleep, .clock: false
    }
  }
}

extension OwnStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let kinds = ["network", "resolver", "neutral", "sleep", "clock"]
    let map = try StrictMap(decoder, of: "a change of our own side", keys: ["at", "hosts"] + kinds)
    at = (try map.require("at", SpanText.expected) as SpanText).span
    let named = kinds.filter(map.has)
    guard let kind = named.first else { throw map.missing("network", oneOf(kinds)) }
    if let second = named.dropFirst().first {
      throw map.refusal(second, "stands beside \(kind); expected one of them in a line")
    }
    if map.has("hosts"), kind != "resolver" {
      throw map.refusal("hosts", "stands beside \(kind); expected resolver")
    }
    what = try OwnStep.what(kind, map)
  }

  private static func what(_ kind: String, _ map: StrictMap) throws -> What {
    switch kind {
    case "network": return .network(try map.word("network", Network.self) ?? .up)
    case "neutral": return .neutral(try map.word("neutral", Neutral.self) ?? .ok)
    case "resolver":
      let word = try map.word("resolver", ResolverWord.self)
      return .resolver(isFailing: word == .failing, hosts: Set(try map.words(["hosts"], Host.self)))
    case "sleep":
      let span = (try map.require("sleep", SpanText.expected) as SpanText).span
      guard span > .zero else { throw map.refusal("sleep", "found nothing; expected how long") }
      return .sleep(span)
    default: return .clock((try map.require("clock", SignedSpanText.expected) as SignedSpanText).span)
    }
  }

  private enum ResolverWord: String, CaseIterable { case ok, failing }
}

/// A span that may go back: "-90s", "+2m".
private struct SignedSpanText: Decodable {
  static let expected = "a duration such as 90s or -90s"

  let span: TimeSpan

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let isBack = text.hasPrefix("-")
    let digits = isBack || text.hasPrefix("+") ? String(text.dropFirst()) : text
    guard let span = SpanText.read(digits) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found \"\(text)\"; expected \(SignedSpanText.expected)")
    }
    self.span = isBack ? -span : span
  }
}
