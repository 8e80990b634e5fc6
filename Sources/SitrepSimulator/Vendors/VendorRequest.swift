package import SitrepCore

/// Who is asked: one simulated host each.
package enum VendorService: String, CaseIterable, Sendable {
  case anthropic
  case bedrock
  case vertex
  /// Claude's status page, Statuspage API v2.
  case claudePage
  /// AWS Health's public events.
  case awsFeed
  /// Google Cloud's incidents.
  case gcpFeed
  /// Two hosts that have nothing to do with any of them.
  case neutralOne
  case neutralTwo
  /// claude.ai, for people.
  case webUI
  case openai
  case gemini
  case mistral
  /// Google's token endpoint, and the metadata server of a machine of Google's.
  case googleTokens

  package var platform: Platform? {
    switch self {
    case .anthropic: .anthropic
    case .bedrock: .bedrock
    case .vertex: .vertex
    case .openai: .openai
    case .gemini: .gemini
    case .mistral: .mistral
    case .claudePage, .awsFeed, .gcpFeed, .neutralOne, .neutralTwo, .webUI, .googleTokens: nil
    }
  }
}

/// One line of a header.
package struct VendorHeader: Hashable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request as it reached a simulated vendor.
package struct VendorRequest: Hashable, Sendable {
  package var service: VendorService
  package var method: String
  /// As on the wire; a query is ignored.
  package var path: String
  package var headers: [VendorHeader]
  package var body: [UInt8]

  package init(
    service: VendorService, method: String, path: String, headers: [VendorHeader] = [], body: [UInt8] = []
  ) {
    self.service = service
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
  }

  /// The first header of a name, whatever its case; empty counts as absent.
  func header(_ name: String) -> String? {
    let wanted = name.lowercased()
    return headers.first { $0.name.lowercased() == wanted }.map(\.value).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path's parts without the query, percent-decoded.
  var parts: [String] {
    path.prefix { $0 != "?" }.split(separator: "/").map { PercentText.decoded($0) }
  }

  var bearer: String? {
    guard let value = header("authorization"), value.lowercased().hasPrefix("bearer ") else { return nil }
    let token = value.dropFirst(7)
    return token.isEmpty ? nil : String(token)
  }
}

/// Percent-decoding of one part of a path.
enum PercentText {
  static func decoded(_ part: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(part.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
