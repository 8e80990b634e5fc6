package import SitrepCore

/// An error as a vendor's body and headers tell it, whichever of the shapes it has.
///
/// Anthropic: `{"type":"error","error":{"type","message"},"request_id"}`. Google: `{"error":{"code","status",
/// "message","details"}}`, sometimes wrapped in an array of one. AWS: `{"message"}` with the type in a header.
/// OpenAI: `{"error":{"message","type","code"}}`. Edges: HTML or plain text.
package struct VendorError: Hashable, Sendable {
  package var type: String?
  /// A finer word beside the type.
  package var code: String?
  package var message: CleanText?
  package var requestID: CleanText?
  /// What Google's `RetryInfo` asks for.
  package var retryDelay: TimeSpan?

  package init(type: String? = nil, code: String? = nil, message: CleanText? = nil) {
    self.type = type.map(VendorError.cleanType)
    self.code = code.map(VendorError.cleanType)
    self.message = message
  }

  /// Reads an error's body; `typeHeader` is the value of `x-amzn-ErrorType` if there was one.
  package init(body: [UInt8], typeHeader: String? = nil) {
    let document = body.count <= VendorError.readable ? LooseJSON(body) : nil
    guard let document else {
      self.init(type: typeHeader, message: VendorError.excerpt(body))
      return
    }
    self.init(json: document.items.first ?? document, typeHeader: typeHeader)
  }

  /// Reads an error that came as one JSON document, in a body or in a stream.
  package init(json: LooseJSON, typeHeader: String? = nil) {
    let error = json["error"] ?? json
    let word = typeHeader ?? error["status"]?.text ?? error["type"]?.text ?? json["__type"]?.text
    let code = error["details"]?["error_code"]?.text ?? error["code"]?.text
    let text = error["message"]?.text ?? error["Message"]?.text ?? json["error"]?.text
    let message = text.map { CleanText(KeyMask.masked($0)) }
    self.init(type: word == "error" ? nil : word, code: code, message: message)
    requestID = json["request_id"]?.text.map { CleanText(KeyMask.masked($0), limit: 120) }
    retryDelay = error["details"]?.items.lazy.compactMap { $0["retryDelay"]?.text }.first
      .flatMap(VendorDuration.parse)
  }

  /// The finest word there is, for tables and journals.
  package var word: CleanText? {
    (code ?? type).map { CleanText($0, limit: 80) }
  }

  /// Larger error bodies are not parsed, only quoted.
  private static let readable = 256 << 10

  /// "ThrottlingException:http://internal…" and "com.amazon.coral#Throttling…" both name one type.
  private static func cleanType(_ text: String) -> String {
    let withoutSpace = KeyMask.masked(text).split(separator: "#").last.map(String.init) ?? text
    let head = withoutSpace.prefix { $0 != ":" }
    return CleanText(String(head), limit: 80).text
  }

  /// What a body that is not JSON says in its first words, without mark-up.
  static func excerpt(_ body: [UInt8]) -> CleanText? {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    let clean = CleanText(KeyMask.masked(PageText.plain(text)), limit: 160)
    return clean.text.isEmpty ? nil : clean
  }
}
