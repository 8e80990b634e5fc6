package import SitrepCore

/// A way in which a vendor fails a call.
///
/// The raw value is the word in a drill file.
package enum Fault: String, CaseIterable, Sendable {
  case unauthorized = "401"
  case forbidden = "403"
  /// The model is withdrawn: 404 for an id that worked before.
  case withdrawn = "404"
  /// A rate-limit answer although our own limits are not reached: it has no `retry-after`.
  case limited = "429"
  case modelError = "424"
  case server = "500"
  /// 500 whose message says "Overloaded" and whose request id is null.
  case serverOverloaded = "overloaded500"
  /// HTML from the edge, which cannot reach the origin.
  case badGateway = "html502"
  case unavailable = "503"
  /// Plain text from Envoy, which cannot reach the backend.
  case envoy = "envoy503"
  case gatewayTimeout = "504"
  case overloaded = "529"
  /// 529 whose request id is null.
  case overloadedWithoutID = "null529"
  /// The connection is reset before any byte of the answer.
  case reset
  /// The answer is cut in its middle.
  case cut
  /// The request is taken and never answered.
  case hang
  /// A stream falls silent after its first contents; without a stream the same as `hang`.
  case stall
  /// As `stall`, but pings go on.
  case pinging
  /// A stream ends in an error event after its first contents; without a stream the same as `500`.
  case midstream
  /// A tool is called with arguments that its schema does not allow.
  case badtool
  /// An image is seen as something else.
  case blind
  /// What was written to the prompt cache is not found again.
  case cachemiss
  /// A known question is answered wrong, and fluently.
  case wrong
  /// The account's money or its quota of the day is used up: 429, and waiting does not help.
  case spent = "quota429"
  /// A page for people from Google's front end, which reaches nothing behind it.
  case htmlUnavailable = "html503"
  /// A page for people where the API should answer, with status 200.
  case html = "html200"
  /// Bytes of no known kind, with status 200.
  case octets
  /// The answer ends in order, but in the middle of a JSON value, an event or a frame.
  case torn
  /// A good answer that comes byte by byte: split inside characters, line ends and frames.
  case crumbs
  /// The header comes byte by byte and takes a minute.
  case drip
  /// A frame of an event stream has a wrong checksum; without a stream the same as `500`.
  case badChecksum = "badcrc"

  /// Where the fault can happen (facts/anthropic-api.md 3.2, bedrock.md 7, vertex.md 4, other-providers.md).
  package var platforms: [Platform] {
    switch self {
    case .serverOverloaded, .envoy, .overloadedWithoutID, .pinging: [.anthropic]
    case .badGateway: [.anthropic, .openai, .mistral]
    case .modelError, .badChecksum: [.bedrock]
    case .overloaded: [.anthropic, .vertex]
    case .gatewayTimeout: [.anthropic, .vertex, .gemini]
    case .unauthorized: [.anthropic, .vertex, .openai, .mistral]
    case .unavailable: [.bedrock, .vertex, .openai, .gemini, .mistral]
    case .spent: [.openai, .gemini]
    case .htmlUnavailable: [.vertex, .gemini]
    case .cachemiss: DrillScript.ofClaude
    default: DrillScript.servable
    }
  }

  /// The words that a drill may use for a platform.
  package static func words(at platform: Platform) -> [String] {
    allCases.filter { $0.platforms.contains(platform) }.map(\.rawValue)
  }
}
