/// What the parts of a text say; nil where one says nothing of the kind.
extension JSONTape {
  func text(_ place: Int) -> String? {
    let part = parts[place]
    let bytes = bytes[Int(part.start)..<Int(part.end)]
    switch part.kind {
    case .string: return String(validating: bytes, as: UTF8.self)
    case .escapedString: return JSONTape.unescaped(bytes).flatMap { String(validating: $0, as: UTF8.self) }
    default: return nil
    }
  }

  func bool(_ place: Int) -> Bool? {
    switch parts[place].kind {
    case .yes: true
    case .no: false
    default: nil
    }
  }

  func isNull(_ place: Int) -> Bool { parts[place].kind == .null }

  /// A number written without fraction or exponent.
  func integer<Whole: FixedWidthInteger>(_ place: Int, _ type: Whole.Type) -> Whole? {
    let part = parts[place]
    guard part.kind == .number else { return nil }
    let digits = bytes[Int(part.start)..<Int(part.end)]
    let isNegative = digits.first == UInt8(ascii: "-")
    var value: Whole = 0
    guard digits.count > (isNegative ? 1 : 0) else { return nil }
    for byte in isNegative ? digits.dropFirst() : digits {
      guard 0x30...0x39 ~= byte else { return nil }
      let (shifted, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let digit = Whole(truncatingIfNeeded: byte - 0x30)
      let (sum, isTooFar) =
        isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      guard !isTooLarge, !isTooFar else { return nil }
      value = sum
    }
    return value
  }

  func number(_ place: Int) -> Double? {
    let part = parts[place]
    guard part.kind == .number else { return nil }
    let digits = bytes[Int(part.start)..<Int(part.end)]
    guard digits.first != UInt8(ascii: "+") else { return nil }
    return Double(String(decoding: digits, as: UTF8.self))
  }

  /// The value under a name in the object at `place`; of several the first.
  func member(_ name: String, of place: Int) -> Int? {
    let end = Int(parts[place].next)
    var key = place + 1
    while key < end {
      if isName(key, name) { return key + 1 }
      key = Int(parts[key + 1].next)
    }
    return nil
  }

  private func isName(_ key: Int, _ name: String) -> Bool {
    let part = parts[key]
    guard part.kind == .string else { return text(key) == name }
    let wanted = name.utf8
    guard wanted.count == Int(part.end - part.start) else { return false }
    var index = Int(part.start)
    for byte in wanted {
      guard bytes[index] == byte else { return false }
      index += 1
    }
    return true
  }

  /// The places of everything in the array at `place`, or of the names in an object.
  func elements(of place: Int) -> [Int] {
    let end = Int(parts[place].next)
    let isObject = parts[place].kind == .object
    var places: [Int] = []
    var element = place + 1
    while element < end {
      places.append(element)
      element = Int(parts[isObject ? element + 1 : element].next)
    }
    return places
  }

  // MARK: Escapes

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\") else {
        result.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "\""): result.append(0x22)
      case UInt8(ascii: "\\"): result.append(0x5C)
      case UInt8(ascii: "/"): result.append(0x2F)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = scalar(&rest) else { return nil }
        result.append(contentsOf: String(scalar).utf8)
      default: return nil
      }
    }
    return result
  }

  /// Four digits behind `\u`, or two such halves of a surrogate pair.
  private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    guard let high = unit(&rest) else { return nil }
    guard 0xD800...0xDBFF ~= high else { return Unicode.Scalar(high) }
    guard rest.popFirst() == UInt8(ascii: "\\"), rest.popFirst() == UInt8(ascii: "u"),
      let low = unit(&rest), 0xDC00...0xDFFF ~= low
    else { return nil }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
  }

  private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt32? {
    let digits = rest.prefix(4)
    rest = rest.dropFirst(4)
    guard digits.count == 4, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else {
      return nil
    }
    return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
  }
}
