/// Reads AWS event-stream frames (`application/vnd.amazon.eventstream`) from bytes cut anywhere.
///
/// Layout: total length, headers length, CRC-32 of those, headers, payload, CRC-32 of all before it; big-endian.
package struct EventStreamFrameParser: Sendable {
  /// The limits botocore keeps.
  package static let maxPayload = 24 << 20
  package static let maxHeaders = 128 << 10

  private static let prelude = 12
  private static let overhead = 16

  private let checksum = CRC32()
  private var buffer: [UInt8] = []
  private var offset = 0
  private var failure: StreamFormatError?

  package init() {}

  /// Whether no frame has been begun and left open.
  package var isAtBoundary: Bool { buffer.isEmpty }

  /// Takes the next bytes and hands over each frame they complete.
  ///
  /// After an error it only repeats the error.
  package mutating func feed(
    _ bytes: Span<UInt8>, _ emit: (EventStreamFrame) -> Void
  ) throws(StreamFormatError) {
    if let failure { throw failure }
    buffer.append(bytes)
    do {
      try readFrames(emit)
    } catch {
      failure = error
      buffer = []
      throw error
    }
  }

  /// The same for an array.
  package mutating func feed(
    _ bytes: [UInt8], _ emit: (EventStreamFrame) -> Void
  ) throws(StreamFormatError) {
    try feed(bytes.span, emit)
  }

  private mutating func readFrames(_ emit: (EventStreamFrame) -> Void) throws(StreamFormatError) {
    var start = 0
    while let length = try frameLength(at: start), buffer.count - start >= length {
      emit(try frame(buffer[start..<start + length]))
      start += length
      offset += length
    }
    buffer.removeFirst(start)
  }

  /// The length of the frame that begins here, once its prelude has come and was found right.
  private func frameLength(at start: Int) throws(StreamFormatError) -> Int? {
    guard buffer.count - start >= Self.prelude else { return nil }
    let total = Int(word(at: start))
    let headers = Int(word(at: start + 4))
    guard checksum(buffer[start..<start + 8]) == word(at: start + 8) else { throw error(.preludeChecksum) }
    guard headers <= Self.maxHeaders else { throw error(.headersTooLong) }
    guard total >= headers + Self.overhead else { throw error(.lengthOutOfRange) }
    guard total - headers - Self.overhead <= Self.maxPayload else { throw error(.payloadTooLong) }
    return total
  }

  private func frame(_ bytes: ArraySlice<UInt8>) throws(StreamFormatError) -> EventStreamFrame {
    let end = bytes.endIndex - 4
    guard checksum(bytes[..<end]) == word(at: end) else { throw error(.messageChecksum) }
    let payloadStart = bytes.startIndex + Self.prelude + Int(word(at: bytes.startIndex + 4))
    var reader = EventStreamHeaderReader(bytes[(bytes.startIndex + Self.prelude)..<payloadStart])
    guard let headers = reader.readAll() else { throw error(.malformedHeader) }
    return EventStreamFrame(headers: headers, payload: Array(bytes[payloadStart..<end]))
  }

  private func word(at index: Int) -> UInt32 {
    buffer[index..<index + 4].reduce(0) { $0 << 8 | UInt32($1) }
  }

  private func error(_ code: StreamFormatError.Code) -> StreamFormatError {
    StreamFormatError(code: code, offset: offset)
  }
}

/// Reads the header block of one frame; nil from any function means it is malformed.
struct EventStreamHeaderReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func readAll() -> [EventStreamFrame.Header]? {
    var headers: [EventStreamFrame.Header] = []
    while !rest.isEmpty {
      guard let count = take(1)?.first, count > 0, let name = text(Int(count)), let value = readValue() else {
        return nil
      }
      headers.append(EventStreamFrame.Header(name: name, value: value))
    }
    return headers
  }

  /// The type numbers are the protocol's.
  private mutating func readValue() -> EventStreamValue? {
    switch take(1)?.first {
    case 0: .bool(true)
    case 1: .bool(false)
    case 2: number(Int8.self).map { .int8($0) }
    case 3: number(Int16.self).map { .int16($0) }
    case 4: number(Int32.self).map { .int32($0) }
    case 5: number(Int64.self).map { .int64($0) }
    case 6: number(UInt16.self).flatMap { take(Int($0)) }.map { .bytes(Array($0)) }
    case 7: number(UInt16.self).flatMap { text(Int($0)) }.map { .string($0) }
    case 8: number(Int64.self).map { .timestamp($0) }
    case 9: take(16).map { .uuid(Array($0)) }
    default: nil
    }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private mutating func text(_ count: Int) -> String? {
    take(count).map { String(decoding: $0, as: UTF8.self) }
  }

  private mutating func number<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    take(Number.bitWidth / 8)?.reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
  }
}
