package import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// What a piece of an answer means for the call.
package enum AnswerSign: Hashable, Sendable {
  /// A ping: somebody is there, but nothing moves.
  case ping
  /// The stream has opened; the caller would see nothing yet.
  case opening
  /// Content, or anything that is not known to be none.
  case content
  /// The stream's own end mark.
  case end
  /// The stream itself tells of an error.
  case error(VendorError)
}

/// Turns the pieces of a good answer into what the caller reads, and says what they mean.
///
/// Bytes of a stream that is in the caller's form already are passed on as they are, whatever they hold.
package struct AnswerReader: Sendable {
  private enum Form: Sendable {
    case whole
    case events(ServerSentEventParser)
    case frames(EventStreamFrameParser)
  }

  private var form: Form

  /// For an answer of this content type: AWS frames, server-sent events, or one document.
  package init(contentType: String?) {
    let type = contentType ?? ""
    if MediaType.begins(type, with: "application/vnd.amazon.eventstream") {
      form = .frames(EventStreamFrameParser())
    } else if MediaType.begins(type, with: "text/event-stream") {
      form = .events(ServerSentEventParser())
    } else {
      form = .whole
    }
  }

  package var isStream: Bool {
    if case .whole = form { return false }
    return true
  }

  /// Whether the caller reads the platform's own bytes.
  package var isVerbatim: Bool {
    if case .frames = form { return false }
    return true
  }

  /// Whether the caller has read whole events only, so that another may follow.
  package var isAtBoundary: Bool {
    switch form {
    case .whole: false
    case .events(let parser): parser.isAtBoundary
    case .frames: true
    }
  }

  /// Reads a piece; what is not verbatim is translated onto the end of `output`.
  ///
  /// False when the stream is broken: nothing after it can be understood.
  package mutating func take(
    _ bytes: Span<UInt8>, into output: inout [UInt8], _ sign: (AnswerSign) -> Void
  ) -> Bool {
    switch form {
    case .whole: return true
    case .events(var parser):
      form = .whole  // so that the parser is changed in place, not copied
      defer { form = .events(parser) }
      return (try? parser.feed(bytes) { sign(AnswerReader.meaning(of: $0)) }) != nil
    case .frames(var parser):
      form = .whole
      defer { form = .frames(parser) }
      var translated: [UInt8] = []
      var isReadable = true
      let isWellFormed: Void? = try? parser.feed(bytes) { frame in
        guard isReadable else { return }
        isReadable = AnswerReader.translate(frame, into: &translated, sign)
      }
      output += translated
      return isReadable && isWellFormed != nil
    }
  }

  // MARK: Events

  private static func meaning(of event: ServerSentEvent) -> AnswerSign {
    switch event.event {
    case "ping": .ping
    case "message_start": .opening
    case "content_block_start": isEmptyStart(event.data) ? .opening : .content
    case "message_stop": .end
    case "error": .error(LooseJSON(Array(event.data.utf8)).map { VendorError(json: $0) } ?? VendorError())
    default: .content
    }
  }

  /// A block of text or thinking begins empty; any other may already be all there is of it.
  private static func isEmptyStart(_ data: String) -> Bool {
    guard let event = JSONMembers(Array(data.utf8)), let block = event["content_block"],
      let kind = JSONMembers(Array(block))?.string("type")
    else { return false }
    return kind == "text" || kind == "thinking"
  }

  // MARK: AWS frames (facts/bedrock.md 6)

  /// Writes a frame as the event that the first party would have sent.
  ///
  /// False when it cannot be read.
  private static func translate(
    _ frame: EventStreamFrame, into output: inout [UInt8], _ sign: (AnswerSign) -> Void
  ) -> Bool {
    guard frame.messageType == "event" else {
      let error = failure(frame)
      output += inCallerForm(error).event.utf8
      sign(.error(error))
      return true
    }
    guard frame.eventType == "chunk" else { return true }
    guard let payload = JSONMembers(frame.payload), let text = payload.string("bytes"),
      let json = Base64.decode(text.utf8), let event = JSONMembers(json), let type = event.string("type")
    else { return false }
    let data = type == "message_stop" ? event.replacing(["amazon-bedrock-invocationMetrics"], with: []) : json
    output += "event: \(type)\ndata: ".utf8
    output += data
    output += "\n\n".utf8
    sign(meaning(of: ServerSentEvent(event: type, data: String(decoding: data, as: UTF8.self))))
    return true
  }

  private static func failure(_ frame: EventStreamFrame) -> VendorError {
    let type = frame.exceptionType ?? frame[":error-code"]
    let body = VendorError(body: frame.payload, typeHeader: type)
    guard let text = frame[":error-message"], body.message == nil else { return body }
    return VendorError(type: type, message: CleanText(text))
  }

  private static func inCallerForm(_ error: VendorError) -> CallerError {
    let evidence = FailureEvidence(
      status: 200, errorType: error.type, errorCode: error.code, message: error.message?.text)
    let failure = FailureTable.classify(evidence)?.failure ?? .server
    return CallerError(
      status: 200, type: CallerError.type(of: failure, status: nil),
      message: error.message?.text ?? error.type ?? "The stream failed.")
  }
}
