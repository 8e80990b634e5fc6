import FoundationEssentials
package import SitrepCore
import SitrepHTTP

/// Turns the bytes of a probe's stream, cut anywhere, into a reading.
package struct StreamDecoder: Sendable {
  private enum Framing: Sendable {
    case serverSent(ServerSentEventParser)
    case eventStream(EventStreamFrameParser)
  }

  package private(set) var reading: StreamReading
  /// A frame or an event that cannot be read; nothing after it counts.
  package private(set) var isBroken = false
  private var framing: Framing

  package init(for platform: Platform) {
    switch platform {
    case .anthropic, .vertex:
      (reading, framing) = (StreamReading(.anthropic), .serverSent(ServerSentEventParser()))
    case .bedrock: (reading, framing) = (StreamReading(.anthropic), .eventStream(EventStreamFrameParser()))
    case .openai, .mistral:
      (reading, framing) = (StreamReading(.openAI), .serverSent(ServerSentEventParser()))
    case .gemini: (reading, framing) = (StreamReading(.gemini), .serverSent(ServerSentEventParser()))
    }
  }

  /// Takes the next bytes, which came `elapsed` after the start of the attempt.
  package mutating func take(_ bytes: [UInt8], at elapsed: TimeSpan) {
    guard !isBroken else { return }
    do throws(StreamFormatError) {
      switch framing {
      case .serverSent(var parser):
        try parser.feed(bytes) { event in
          if !reading.take(data: event.data, at: elapsed), !event.data.isEmpty { isBroken = true }
        }
        framing = .serverSent(parser)
      case .eventStream(var parser):
        try parser.feed(bytes) { frame in
          take(frame, at: elapsed)
        }
        framing = .eventStream(parser)
      }
    } catch {
      isBroken = true
    }
  }

  private mutating func take(_ frame: EventStreamFrame, at elapsed: TimeSpan) {
    let payload = LooseJSON(frame.payload)
    guard frame.messageType == "event" || frame.messageType == nil else {
      let type = frame.exceptionType ?? frame[":error-code"]
      let text = payload?["message"]?.text ?? frame[":error-message"]
      return reading.fail(VendorError(type: type ?? "exception", message: text.map { CleanText($0) }))
    }
    guard frame.eventType == "chunk" else { return }
    guard let encoded = payload?["bytes"]?.text, let data = Data(base64Encoded: encoded),
      let event = LooseJSON(data)
    else {
      isBroken = true
      return
    }
    reading.take(event, at: elapsed)
  }
}
