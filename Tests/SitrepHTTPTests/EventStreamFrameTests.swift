import SitrepHTTP
import Testing

@Suite struct EventStreamFrameTests {
  @Test func `the well-known vector without headers is read`() throws {
    #expect(
      try frames(in: EventStreamVectors.minimal) == [
        .init(headers: [], payload: Array("{\"foo\": \"bar\"}".utf8))
      ])
  }

  @Test func `an answer is read the same however it is cut in two`() throws {
    let bytes = EventStreamVectors.ok
    let whole = try frames(in: bytes)
    #expect(whole.map(\.messageType) == Array(repeating: "event", count: whole.count))
    #expect(whole.map(\.eventType) == Array(repeating: "chunk", count: whole.count))
    #expect(
      whole.allSatisfy { $0[":content-type"] == "application/json" && $0.payload.first == UInt8(ascii: "{") })
    for cut in 0...bytes.count {
      #expect(try frames(in: Array(bytes[..<cut]), Array(bytes[cut...])) == whole)
    }
    #expect(try frames(in: bytes.map { [$0] }) == whole)
  }

  @Test func `an exception in the stream is a frame with its kind`() throws {
    let last = try #require(try frames(in: EventStreamVectors.throttled).last)
    #expect(last.messageType == "exception")
    #expect(last.exceptionType == "throttlingException")
    #expect(last.eventType == nil)
  }

  @Test func `a stream that stops inside a frame is not at a boundary`() throws {
    var parser = EventStreamFrameParser()
    try parser.feed(EventStreamVectors.ok) { _ in }
    #expect(parser.isAtBoundary)
    try parser.feed([0, 0]) { _ in }
    #expect(!parser.isAtBoundary)
  }

  @Test func `every single damaged bit of a frame is found`() throws {
    let good = EventStreamVectors.minimal
    for bit in 0..<good.count * 8 {
      var bytes = good
      bytes[bit / 8] ^= 1 << (bit % 8)
      let error = #expect(throws: StreamFormatError.self) { try frames(in: bytes) }
      #expect(error?.code == (bit < 96 ? .preludeChecksum : .messageChecksum))
    }
  }

  @Test func `frames before a damaged one are handed over, and nothing after it`() throws {
    var parser = EventStreamFrameParser()
    var count = 0
    var bad = EventStreamVectors.minimal
    bad[20] ^= 1
    for _ in 0..<2 {
      let error = #expect(throws: StreamFormatError.self) {
        try parser.feed(EventStreamVectors.minimal + bad + EventStreamVectors.minimal) { _ in count += 1 }
      }
      #expect(error?.offset == EventStreamVectors.minimal.count)
    }
    #expect(count == 1)
  }

  @Test func `every type of header value is read`() throws {
    let headers: [UInt8] =
      [1, 0x61, 0] + [1, 0x62, 1] + [1, 0x63, 2, 0xFF] + [1, 0x64, 3, 0x01, 0x02] + [1, 0x65, 4, 0, 0, 1, 0]
      + [1, 0x66, 5, 0, 0, 0, 0, 0, 0, 1, 0] + [1, 0x67, 6, 0, 2, 8, 9] + [1, 0x68, 7, 0, 2, 0x68, 0x69]
      + [1, 0x69, 8, 0, 0, 0, 0, 0, 0, 0, 5] + [1, 0x6A, 9] + Array(1...16)
    let frame = try #require(try frames(in: Frame.bytes(headers: headers, payload: [])).first)
    #expect(frame.headers.map(\.name) == ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"])
    #expect(
      frame.headers.map(\.value) == [
        .bool(true), .bool(false), .int8(-1), .int16(0x102), .int32(256), .int64(256), .bytes([8, 9]),
        .string("hi"), .timestamp(5), .uuid(Array(1...16)),
      ])
  }

  @Test(
    arguments: [[1], [0, 7, 0, 0], [1, 0x61], [1, 0x61, 10], [1, 0x61, 7, 0, 9, 0x61], [9, 0x61, 0]]
      as [[UInt8]])
  func `a header that cannot be read is an error`(_ headers: [UInt8]) throws {
    let error = #expect(throws: StreamFormatError.self) {
      try frames(in: Frame.bytes(headers: headers, payload: []))
    }
    #expect(error?.code == .malformedHeader)
  }

  @Test(arguments: [
    (UInt32(15), UInt32(0), StreamFormatError.Code.lengthOutOfRange),
    (100, 85, .lengthOutOfRange),
    (200_000, 131_073, .headersTooLong),
    (25_165_841, 0, .payloadTooLong),
    (.max, .max, .headersTooLong),
  ])
  func `an impossible length is refused before its bytes come`(
    _ total: UInt32, _ headers: UInt32, _ code: StreamFormatError.Code
  ) {
    let lengths = Frame.word(total) + Frame.word(headers)
    let error = #expect(throws: StreamFormatError.self) {
      try frames(in: lengths + Frame.word(Frame.checksum(lengths)))
    }
    #expect(error?.code == code)
  }
}

private func frames(in pieces: [UInt8]...) throws -> [EventStreamFrame] { try frames(in: pieces) }

private func frames(in pieces: [[UInt8]]) throws -> [EventStreamFrame] {
  var parser = EventStreamFrameParser()
  var frames: [EventStreamFrame] = []
  for piece in pieces { try parser.feed(piece) { frames.append($0) } }
  return frames
}

/// Builds frames by the layout's own words, bit by bit, apart from the code under test.
private enum Frame {
  static func bytes(headers: [UInt8], payload: [UInt8]) -> [UInt8] {
    let lengths = word(UInt32(headers.count + payload.count + 16)) + word(UInt32(headers.count))
    let all = lengths + word(checksum(lengths)) + headers + payload
    return all + word(checksum(all))
  }

  static func word(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }

  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
    return ~value
  }
}
