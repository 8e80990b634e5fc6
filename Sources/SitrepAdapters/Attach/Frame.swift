/// A message on the wire: its length in four bytes, most significant first, then that many bytes of JSON.
enum Frame {
  /// Longest message that an engine sends.
  static let longestFromEngine = 64 << 20
  /// Longest message that an engine takes.
  static let longestFromClient = 1 << 20

  static func wrap(_ payload: [UInt8]) -> [UInt8] {
    let length = UInt32(payload.count)
    var frame: [UInt8] = []
    frame.reserveCapacity(payload.count + 4)
    for shift in [24, 16, 8, 0] as [UInt32] { frame.append(UInt8(truncatingIfNeeded: length >> shift)) }
    frame.append(contentsOf: payload)
    return frame
  }
}

/// Cuts a stream of bytes back into messages, however they were split on the way.
struct FrameReader {
  private let longest: Int
  private var buffer: [UInt8] = []
  private var start = 0

  init(longest: Int) {
    self.longest = longest
  }

  mutating func append(_ bytes: some Sequence<UInt8>) {
    buffer.append(contentsOf: bytes)
  }

  /// The next whole message, nil when more bytes are needed.
  mutating func next() throws(AttachError) -> [UInt8]? {
    guard buffer.count - start >= 4 else { return nil }
    let length = buffer[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
    guard length > 0, length <= longest else {
      throw AttachError(.garbled, "a message of \(length) bytes is not allowed (at most \(longest))")
    }
    guard buffer.count - start - 4 >= length else { return nil }
    let payload = Array(buffer[(start + 4)..<(start + 4 + length)])
    start += 4 + length
    if start == buffer.count || start > 1 << 20 {
      buffer.removeFirst(start)
      start = 0
    }
    return payload
  }
}
