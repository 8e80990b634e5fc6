package import SitrepCore
package import SitrepHTTP

/// A caller's request as far as the gateway has to understand it.
package struct IncomingCall: Sendable {
  package enum Kind: Hashable, Sendable {
    case messages
    case countTokens
    case models
  }

  package let kind: Kind
  /// Path and query as the caller sent them.
  package let target: String
  package let headers: HTTPHeaders
  package let body: [UInt8]
  /// The model that the caller names; empty for lists.
  package let model: String
  package let isStream: Bool
  package let maxTokens: Int?
  /// Models that think may be silent for longer.
  package let mayThink: Bool
  let members: JSONMembers?

  /// Longer names are no models, and are kept out of breakers and reports.
  static let longestModel = 256

  /// Reads a request for Messages or token counting.
  package init(kind: Kind, target: String, headers: HTTPHeaders, body: [UInt8]) throws(CallerFault) {
    guard MediaType.begins(headers["content-type"] ?? "", with: "application/json") else {
      throw CallerFault(.invalid("content-type: application/json is required"))
    }
    guard let members = JSONMembers(body) else {
      throw CallerFault(.invalid("The request body is not a JSON object."))
    }
    guard let model = members.string("model"), !model.isEmpty, model.utf8.count <= Self.longestModel else {
      throw CallerFault(.invalid("model: a model's name is required"))
    }
    self.kind = kind
    self.target = target
    self.headers = headers
    self.body = body
    self.members = members
    self.model = model
    isStream = kind == .messages && members.isTrue("stream")
    maxTokens = members.integer("max_tokens")
    mayThink = members["thinking"].map { !$0.elementsEqual("null".utf8) } ?? false
  }

  /// A request for the list of models or one of them.
  package init(modelsAt target: String, headers: HTTPHeaders) {
    kind = .models
    self.target = target
    self.headers = headers
    body = []
    members = nil
    model = ""
    isStream = false
    maxTokens = nil
    mayThink = false
  }

  /// Header by which a caller asks for a platform, as one that keeps sessions there.
  static let wishHeader = "x-sitrep-platform"

  /// The platform that the caller asks for; a pin and open breakers outweigh it.
  package var wish: Platform? { headers[Self.wishHeader].flatMap { Platform(rawValue: $0.lowercased()) } }

  /// Beta flags, from any number of headers.
  package var betas: [String] {
    headers.values("anthropic-beta").flatMap { list in
      list.split { $0 == "," || $0 == " " || $0 == "\t" }.map { String($0) }
    }
  }
}

/// A request that is answered here, since no platform could do anything with it.
package struct CallerFault: Error, Sendable {
  package let answer: CallerError

  package init(_ answer: CallerError) {
    self.answer = answer
  }
}
