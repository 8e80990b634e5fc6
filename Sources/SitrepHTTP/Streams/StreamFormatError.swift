/// Why a stream of events could not be read on; nothing after it in the stream can be trusted.
package struct StreamFormatError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was wrong.
  package enum Code: String, Sendable {
    case lineTooLong, eventTooLong
    case lengthOutOfRange, headersTooLong, payloadTooLong
    case preludeChecksum, messageChecksum, malformedHeader
  }

  package let code: Code
  /// How many bytes of the stream were good.
  package let offset: Int

  package var description: String {
    "The event stream is broken after \(offset) bytes: \(reason). Do not use what follows; ask again."
  }

  private var reason: String {
    switch code {
    case .lineTooLong: "a line is longer than allowed"
    case .eventTooLong: "an event is longer than allowed"
    case .lengthOutOfRange: "a frame announces an impossible length"
    case .headersTooLong: "a frame's headers are longer than allowed"
    case .payloadTooLong: "a frame's payload is longer than allowed"
    case .preludeChecksum: "the checksum of a frame's lengths does not match"
    case .messageChecksum: "the checksum of a frame does not match"
    case .malformedHeader: "a frame's header cannot be read"
    }
  }
}
