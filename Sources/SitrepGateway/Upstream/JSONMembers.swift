import SitrepAdapters

/// The members of a JSON object, found as bytes: what is not asked for is never decoded, so it cannot change.
///
/// Only the outermost object is looked into; what lies deeper is passed over, counted by its brackets.
package struct JSONMembers: Sendable {
  private struct Member: Sendable {
    let name: String
    /// From the quote of the name to the end of the value.
    let whole: Range<Int>
    let value: Range<Int>
  }

  package let bytes: [UInt8]
  private let members: [Member]

  /// Nil when the bytes are not one JSON object, as far as its outermost structure shows.
  package init?(_ bytes: [UInt8]) {
    var scanner = JSONScanner(bytes)
    guard scanner.take(UInt8(ascii: "{")) else { return nil }
    var members: [Member] = []
    members.reserveCapacity(8)
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        guard let name = scanner.string(), scanner.take(UInt8(ascii: ":")), let value = scanner.value()
        else { return nil }
        members.append(
          Member(
            name: JSONMembers.text(bytes[name]) ?? "", whole: name.lowerBound..<value.upperBound,
            value: value))
      } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: "}")) else { return nil }
    }
    guard scanner.isAtEnd else { return nil }
    self.bytes = bytes
    self.members = members
  }

  /// Whether the bytes are one JSON object, as far as its outermost structure shows.
  static func isObject(_ bytes: [UInt8]) -> Bool {
    var scanner = JSONScanner(bytes)
    guard scanner.take(UInt8(ascii: "{")) else { return false }
    if !scanner.take(UInt8(ascii: "}")) {
      repeat {
        guard scanner.string() != nil, scanner.take(UInt8(ascii: ":")), scanner.value() != nil else {
          return false
        }
      } while scanner.take(UInt8(ascii: ","))
      guard scanner.take(UInt8(ascii: "}")) else { return false }
    }
    return scanner.isAtEnd
  }

  /// The bytes of a member's value; of several with one name the last, as JSON readers do.
  package subscript(name: String) -> ArraySlice<UInt8>? {
    members.last { $0.name == name }.map { bytes[$0.value] }
  }

  /// A member's text; nil when it is absent or no text.
  package func string(_ name: String) -> String? {
    self[name].flatMap(JSONMembers.text)
  }

  package func integer(_ name: String) -> Int? {
    self[name].flatMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  package func isTrue(_ name: String) -> Bool {
    self[name].map { $0.elementsEqual("true".utf8) } ?? false
  }

  /// The object without some members and with others before the rest; each kept member's bytes stay as they are.
  ///
  /// `added` holds each new value as JSON text.
  package func replacing(_ removed: Set<String>, with added: [(name: String, json: String)]) -> [UInt8] {
    var result: [UInt8] = [UInt8(ascii: "{")]
    result.reserveCapacity(bytes.count + 128)
    for (name, json) in added {
      if result.count > 1 { result.append(UInt8(ascii: ",")) }
      result += JSONText.quoted(name).utf8
      result.append(UInt8(ascii: ":"))
      result += json.utf8
    }
    for member in members where !removed.contains(member.name) {
      if result.count > 1 { result.append(UInt8(ascii: ",")) }
      result += bytes[member.whole]
    }
    result.append(UInt8(ascii: "}"))
    return result
  }

  /// The text of a JSON string with its quotes.
  private static func text(_ literal: ArraySlice<UInt8>) -> String? {
    guard literal.first == UInt8(ascii: "\""), literal.count >= 2 else { return nil }
    guard literal.contains(UInt8(ascii: "\\")) else {
      return String(decoding: literal.dropFirst().dropLast(), as: UTF8.self)
    }
    return LooseJSON(literal)?.text
  }
}

/// Steps over JSON values without reading them.
private struct JSONScanner {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return index == bytes.count
    }
  }

  /// Steps over one byte if it comes next.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  /// Where the next string lies, quotes included.
  mutating func string() -> Range<Int>? {
    skipSpace()
    let start = index
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
    return skipString() ? start..<index : nil
  }

  /// Where the next value lies.
  mutating func value() -> Range<Int>? {
    skipSpace()
    guard index < bytes.count else { return nil }
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "\""): return skipString() ? start..<index : nil
    case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested() ? start..<index : nil
    default:
      while index < bytes.count, isPartOfWord(bytes[index]) { index += 1 }
      return index > start ? start..<index : nil
    }
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index] <= 0x20, isSpace(bytes[index]) { index += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): true
    default: false
    }
  }

  /// From the opening quote to behind the closing one.
  private mutating func skipString() -> Bool {
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "\""):
        index += 1
        return true
      default: index += 1
      }
    }
    return false
  }

  private mutating func skipNested() -> Bool {
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        guard skipString() else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      index += 1
      if depth == 0 { return true }
    }
    return false
  }
}
