/// Builds AWS event-stream frames as Bedrock sends them (facts/bedrock.md 6).
enum AWSFrame {
  /// One event of the first party, wrapped.
  static func chunk(_ json: String) -> [UInt8] {
    make(
      [(":event-type", "chunk"), (":content-type", "application/json"), (":message-type", "event")],
      #"{"bytes":"\#(base64(Array(json.utf8)))","p":"abcdef"}"#)
  }

  static func exception(_ type: String, _ message: String) -> [UInt8] {
    make(
      [(":exception-type", type), (":content-type", "application/json"), (":message-type", "exception")],
      #"{"message":"\#(message)"}"#)
  }

  private static func make(_ headers: [(String, String)], _ payload: String) -> [UInt8] {
    let block = headers.flatMap { name, value in
      [UInt8(name.utf8.count)] + name.utf8 + [7] + word(UInt32(value.utf8.count)).suffix(2) + value.utf8
    }
    var frame = word(UInt32(16 + block.count + payload.utf8.count)) + word(UInt32(block.count))
    frame += word(checksum(frame))
    frame += block + payload.utf8
    return frame + word(checksum(frame))
  }

  private static func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { value, byte in
      (0..<8).reduce(value ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }

  static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let word = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 { text.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : "=") }
    }
    return text
  }
}
