/// AWS event-stream frames (facts/bedrock.md 6): lengths, checksums, string headers, payload.
package enum EventStreamEncoder {
  package static func encode(headers: [VendorHeader], payload: [UInt8]) -> [UInt8] {
    let block = headers.flatMap(entry)
    var frame = bigEndian(UInt32(16 + block.count + payload.count)) + bigEndian(UInt32(block.count))
    frame += bigEndian(checksum(frame))
    frame += block
    frame += payload
    return frame + bigEndian(checksum(frame))
  }

  /// A header whose value is a string, type 7.
  private static func entry(_ header: VendorHeader) -> [UInt8] {
    var entry = [UInt8(truncatingIfNeeded: header.name.utf8.count)]
    entry += header.name.utf8
    entry.append(7)
    entry += bigEndian(UInt16(truncatingIfNeeded: header.value.utf8.count))
    return entry + header.value.utf8
  }

  /// CRC-32 with the polynomial of IEEE 802.3, as in zlib.
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8)
    }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  private static func bigEndian(_ value: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

/// Base64 with padding.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Nil when a character is none of the alphabet; padding is not asked for.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (word, bits) = (0, 0)
    for character in text.utf8 where character != UInt8(ascii: "=") {
      guard let value = values[character] else { return nil }
      word = (word << 6 | value) & 0xFFFF
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(word >> bits & 0xFF))
      }
    }
    return bytes
  }

  private static let values = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(place <= group.count ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
