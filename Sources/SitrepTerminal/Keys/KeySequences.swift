/// The escape sequences of keys, as xterm, VT, rxvt and the Linux console send them.
nonisolated enum KeySequences {
  /// What ends `ESC O` and `ESC [ … `.
  static let letters: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
    UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "Z"): .backTab,
    UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2), UInt8(ascii: "R"): .function(3),
    UInt8(ascii: "S"): .function(4), UInt8(ascii: "M"): .enter,
    UInt8(ascii: "a"): .up, UInt8(ascii: "b"): .down, UInt8(ascii: "c"): .right, UInt8(ascii: "d"): .left,
  ]

  /// What stands before `~`.
  static let numbers: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12),
  ]

  /// The key of `ESC [ body final`; modifiers of arrows and such are ignored, unknown ones give nothing.
  static func key(_ body: [UInt8], final: UInt8) -> Key? {
    let text = String(decoding: body, as: UTF8.self)
    if text.hasPrefix("?") || text.hasPrefix(">") || text.hasPrefix("<") { return nil }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    switch final {
    case UInt8(ascii: "~"): return (numbers.first ?? nil).flatMap { KeySequences.numbers[$0] }
    case UInt8(ascii: "u"):
      return (numbers.first ?? nil).flatMap { plain($0, numbers.dropFirst().first ?? nil) }
    // `CSI row;column R` is an answer about the cursor, never F3 with a modifier above 16.
    case UInt8(ascii: "R") where numbers.count == 2 && numbers[0] != 1: return nil
    case UInt8(ascii: "M"): return nil
    default: return letters[final]
    }
  }

  /// A key sent by its code point, with 1 + a sum of shift 1, alt 2, control 4.
  private static func plain(_ code: Int, _ modifiers: Int?) -> Key? {
    switch code {
    case 27: return .escape
    case 13: return .enter
    case 9: return modifiers.map { ($0 - 1) & 1 == 1 } == true ? .backTab : .tab
    case 127: return .backspace
    default: break
    }
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), code >= 0x20 else { return nil }
    let held = (modifiers ?? 1) - 1
    if held & 4 != 0 { return .control(Character(scalar)) }
    return held & 2 != 0 ? .alt(Character(scalar)) : .character(Character(scalar))
  }
}
