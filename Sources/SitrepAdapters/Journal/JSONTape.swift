/// A JSON text as a flat list of its parts, each with where it lies and which part comes after it.
///
/// Nothing is copied out of the text before somebody asks for it.
struct JSONTape: Sendable {
  enum Kind: UInt8, Sendable {
    case object, array, string, escapedString, number, yes, no, null
  }

  struct Part: Sendable {
    var kind: Kind
    /// Where it lies; of a string without its quotes.
    var start: Int32
    var end: Int32
    /// The first part that is not inside this one.
    var next: Int32
  }

  /// Deeper texts are refused, as they would use up the stack of whoever walks them.
  private static let deepest = 256

  let bytes: [UInt8]
  private(set) var parts: [Part] = []
  private var index = 0

  /// Nil when the bytes are not one JSON value.
  init?(_ bytes: [UInt8]) {
    guard bytes.count < Int32.max else { return nil }
    self.bytes = bytes
    parts.reserveCapacity(bytes.count / 12 + 8)
    skipSpace()
    guard readValue(depth: 0) else { return nil }
    skipSpace()
    guard index == bytes.count else { return nil }
  }

  // MARK: Reading the text

  private mutating func readValue(depth: Int) -> Bool {
    guard index < bytes.count, depth < JSONTape.deepest else { return false }
    switch bytes[index] {
    case UInt8(ascii: "{"): return readObject(depth)
    case UInt8(ascii: "["): return readArray(depth)
    case UInt8(ascii: "\""): return readString()
    case UInt8(ascii: "t"): return readWord("true", .yes)
    case UInt8(ascii: "f"): return readWord("false", .no)
    case UInt8(ascii: "n"): return readWord("null", .null)
    default: return readNumber()
    }
  }

  private mutating func open(_ kind: Kind) -> Int {
    parts.append(Part(kind: kind, start: Int32(index), end: 0, next: 0))
    index += 1
    skipSpace()
    return parts.count - 1
  }

  private mutating func close(_ place: Int) -> Bool {
    index += 1
    parts[place].end = Int32(index)
    parts[place].next = Int32(parts.count)
    return true
  }

  private mutating func readObject(_ depth: Int) -> Bool {
    let place = open(.object)
    if isNext(UInt8(ascii: "}")) { return close(place) }
    while true {
      guard isNext(UInt8(ascii: "\"")), readString(), take(UInt8(ascii: ":")) else { return false }
      guard readValue(depth: depth + 1) else { return false }
      skipSpace()
      if isNext(UInt8(ascii: "}")) { return close(place) }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func readArray(_ depth: Int) -> Bool {
    let place = open(.array)
    if isNext(UInt8(ascii: "]")) { return close(place) }
    while true {
      guard readValue(depth: depth + 1) else { return false }
      skipSpace()
      if isNext(UInt8(ascii: "]")) { return close(place) }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func readString() -> Bool {
    index += 1
    let start = index
    var kind = Kind.string
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        add(kind, start, index)
        index += 1
        return true
      }
      guard byte >= 0x20 else { return false }
      if byte == UInt8(ascii: "\\") {
        kind = .escapedString
        index += 1
      }
      index += 1
    }
    return false
  }

  private mutating func readNumber() -> Bool {
    let start = index
    while index < bytes.count {
      switch bytes[index] {
      case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
        UInt8(ascii: "E"):
        index += 1
        continue
      default: break
      }
      break
    }
    guard index > start else { return false }
    add(.number, start, index)
    return true
  }

  private mutating func readWord(_ word: String, _ kind: Kind) -> Bool {
    let end = index + word.utf8.count
    guard end <= bytes.count, bytes[index..<end].elementsEqual(word.utf8) else { return false }
    add(kind, index, end)
    index = end
    return true
  }

  private mutating func add(_ kind: Kind, _ start: Int, _ end: Int) {
    parts.append(Part(kind: kind, start: Int32(start), end: Int32(end), next: Int32(parts.count + 1)))
  }

  private func isNext(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard isNext(byte) else { return false }
    index += 1
    skipSpace()
    return true
  }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }
}
