/// Whole numbers as short text: five bits a character, the sixth says that more follow.
///
/// As in source maps, but unsigned and with an alphabet that JSON and SQL never escape. A checkpoint keeps
/// hours of history this way, and reads it many times faster than arrays of numbers.
package struct VariableLengthText: Hashable, Sendable {
  fileprivate static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private var bytes: [UInt8] = []

  package init() {}

  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Appends a number; a negative one counts as 0.
  package mutating func append(_ number: Int) {
    var rest = UInt64(max(0, number))
    repeat {
      let digit = Int(rest & 31)
      rest >>= 5
      bytes.append(VariableLengthText.alphabet[digit | (rest > 0 ? 32 : 0)])
    } while rest > 0
  }
}

/// Reads the numbers of a `VariableLengthText` back, from whatever a file may hold.
package struct VariableLengthReader {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ text: String) {
    bytes = Array(text.utf8)
  }

  package var isAtEnd: Bool { position >= bytes.count }

  /// The next number; nil at the end, at a strange character and beyond 60 bits.
  package mutating func next() -> Int? {
    var number = 0
    var shift = 0
    while position < bytes.count, shift < 60 {
      guard let digit = VariableLengthReader.value(of: bytes[position]) else { return nil }
      position += 1
      number |= (digit & 31) << shift
      if digit < 32 { return number }
      shift += 5
    }
    return nil
  }

  private static func value(of byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
