/// One server-sent event.
package struct ServerSentEvent: Sendable, Equatable {
  /// As sent; nil means "message".
  package var event: String?
  /// The data lines, joined by newlines.
  package var data: String
  /// The last id seen in the stream so far.
  package var id: String?
  /// How many milliseconds to wait before connecting again, if this event said so.
  package var retry: Int?

  package init(event: String? = nil, data: String, id: String? = nil, retry: Int? = nil) {
    self.event = event
    self.data = data
    self.id = id
    self.retry = retry
  }
}

/// Reads server-sent events (WHATWG HTML, 9.2) from bytes cut anywhere.
///
/// An event that the end of the stream leaves without its blank line is not an event; see `isAtBoundary`.
package struct ServerSentEventParser: Sendable {
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let maxLine: Int
  private let maxEvent: Int
  private var line: [UInt8] = []
  private var isFirstLine = true
  private var skipsLineFeed = false
  private var type: String?
  private var data: [UInt8] = []
  private var hasData = false
  private var id: String?
  private var retry: Int?
  private var offset = 0
  private var failure: StreamFormatError?

  /// Comment lines so far; servers send them to keep a connection alive.
  package private(set) var comments = 0

  /// Limits in bytes; an event's is on its data.
  package init(maxLine: Int = 4 << 20, maxEvent: Int = 8 << 20) {
    self.maxLine = maxLine
    self.maxEvent = maxEvent
  }

  /// Whether no event has been begun and left open.
  package var isAtBoundary: Bool { line.isEmpty && !hasData && type == nil }

  /// Takes the next bytes and hands over each event they complete.
  ///
  /// After an error it only repeats the error.
  package mutating func feed(
    _ bytes: Span<UInt8>, _ emit: (ServerSentEvent) -> Void
  ) throws(StreamFormatError) {
    if let failure { throw failure }
    do {
      try read(bytes, emit)
    } catch {
      failure = error
      throw error
    }
  }

  /// The same for an array.
  package mutating func feed(
    _ bytes: [UInt8], _ emit: (ServerSentEvent) -> Void
  ) throws(StreamFormatError) {
    try feed(bytes.span, emit)
  }

  private mutating func read(_ bytes: Span<UInt8>, _ emit: (ServerSentEvent) -> Void)
    throws(StreamFormatError)
  {
    var start = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if skipsLineFeed {
        skipsLineFeed = false
        if byte == Self.lineFeed {
          start = index + 1
          continue
        }
      }
      guard byte == Self.lineFeed || byte == Self.carriageReturn else { continue }
      try extendLine(bytes.extracting(start..<index))
      start = index + 1
      skipsLineFeed = byte == Self.carriageReturn
      try endLine(emit)
    }
    try extendLine(bytes.extracting(start..<bytes.count))
    offset += bytes.count
  }

  private mutating func extendLine(_ piece: Span<UInt8>) throws(StreamFormatError) {
    guard line.count + piece.count <= maxLine else {
      throw StreamFormatError(code: .lineTooLong, offset: offset)
    }
    line.append(piece)
  }

  private mutating func endLine(_ emit: (ServerSentEvent) -> Void) throws(StreamFormatError) {
    defer { line.removeAll(keepingCapacity: true) }
    if isFirstLine {
      isFirstLine = false
      if line.starts(with: Self.byteOrderMark) { line.removeFirst(3) }
    }
    guard !line.isEmpty else { return dispatch(emit) }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return try take(line[...], []) }
    guard colon > 0 else {
      comments += 1
      return
    }
    let value = line[(colon + 1)...]
    try take(line[..<colon], value.first == 0x20 ? value.dropFirst() : value)
  }

  private mutating func take(
    _ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>
  ) throws(StreamFormatError) {
    switch String(decoding: field, as: UTF8.self) {
    case "data":
      guard data.count + value.count < maxEvent else {
        throw StreamFormatError(code: .eventTooLong, offset: offset)
      }
      if hasData { data.append(Self.lineFeed) }
      data += value
      hasData = true
    case "event":
      type = value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
    case "id" where !value.contains(0):
      id = String(decoding: value, as: UTF8.self)
    case "retry" where !value.isEmpty && value.allSatisfy { (0x30...0x39).contains($0) }:
      retry = Int(String(decoding: value, as: UTF8.self))
    default:
      break  // unknown fields are to be ignored
    }
  }

  private mutating func dispatch(_ emit: (ServerSentEvent) -> Void) {
    defer {
      type = nil
      hasData = false
      data.removeAll(keepingCapacity: true)
      retry = nil
    }
    guard hasData else { return }
    emit(ServerSentEvent(event: type, data: String(decoding: data, as: UTF8.self), id: id, retry: retry))
  }
}
