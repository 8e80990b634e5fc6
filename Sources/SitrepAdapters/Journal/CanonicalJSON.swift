/// JSON in one form only: keys sorted, nothing escaped that need not be, no spaces.
///
/// The bytes are those of Foundation's encoder with `.sortedKeys` and `.withoutEscapingSlashes` (a test
/// compares them), made several times faster, since the journal encodes every event that ever happens.
package enum CanonicalJSON {
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let text = JSONText()
    try text.append(value)
    return text.bytes
  }
}

/// Bytes of JSON as they grow.
final class JSONText {
  fileprivate(set) var bytes: [UInt8] = []
  private var scratch: [UInt8] = []

  fileprivate func append<Value: Encodable>(_ value: Value) throws {
    let start = bytes.count
    let encoder = CanonicalEncoder(text: self)
    try value.encode(to: encoder)
    encoder.finish(from: start)
  }

  fileprivate func append(_ bool: Bool) {
    bytes.append(contentsOf: bool ? "true".utf8 : "false".utf8)
  }

  fileprivate func append(integer: some FixedWidthInteger) {
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    var rest = UInt64(integer.magnitude)
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  fileprivate func append(_ number: Double) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, EncodingError.Context(codingPath: [], debugDescription: "JSON has no \(number)"))
    }
    let text = number.description
    bytes.append(contentsOf: text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...])
  }

  fileprivate func append(_ string: String) {
    JSONText.append(string, to: &bytes)
  }

  private static func append(_ string: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let utf8 = string.utf8
    if utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in utf8 { appendEscaped(byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
    case 0x08: bytes.append(contentsOf: "\\b".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0C: bytes.append(contentsOf: "\\f".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0..<0x20:
      bytes.append(contentsOf: byte < 0x10 ? "\\u000".utf8 : "\\u00".utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }

  /// Turns the values since `start` into an object with its keys in order.
  fileprivate func wrapObject(_ members: [(key: String, range: Range<Int>)], from start: Int) {
    scratch.removeAll(keepingCapacity: true)
    scratch.append(UInt8(ascii: "{"))
    for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { scratch.append(UInt8(ascii: ",")) }
      JSONText.append(member.key, to: &scratch)
      scratch.append(UInt8(ascii: ":"))
      scratch.append(contentsOf: bytes[member.range])
    }
    scratch.append(UInt8(ascii: "}"))
    bytes.replaceSubrange(start..., with: scratch)
  }

  /// Turns the values since `start` into an array; each but the last is followed by its comma already.
  fileprivate func wrapArray(from start: Int) {
    if bytes.count > start { bytes.removeLast() }
    bytes.insert(UInt8(ascii: "["), at: start)
    bytes.append(UInt8(ascii: "]"))
  }

  fileprivate func appendComma() { bytes.append(UInt8(ascii: ",")) }
  fileprivate func appendNull() { bytes.append(contentsOf: "null".utf8) }
}

/// Encodes one value into a text, with whatever container the value asks for.
private final class CanonicalEncoder: Encoder, SingleValueEncodingContainer {
  enum Shape {
    case single
    case object
    case array
  }

  let text: JSONText
  private var shape = Shape.single
  fileprivate var members: [(key: String, range: Range<Int>)] = []
  /// Containers that a value opened inside another; put in their place when that one is complete.
  private var nested: [(key: String?, encoder: CanonicalEncoder)] = []
  fileprivate var count = 0

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(text: JSONText) {
    self.text = text
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    shape = .object
    return KeyedEncodingContainer(CanonicalObject<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    shape = .array
    return CanonicalArray(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func member(_ key: String, _ write: () throws -> Void) rethrows {
    let start = text.bytes.count
    try write()
    members.append((key, start..<text.bytes.count))
  }

  func element(_ write: () throws -> Void) rethrows {
    try write()
    text.appendComma()
    count += 1
  }

  func nest(_ key: String?) -> CanonicalEncoder {
    let encoder = CanonicalEncoder(text: JSONText())
    nested.append((key, encoder))
    return encoder
  }

  func finish(from start: Int) {
    for (key, encoder) in nested {
      encoder.finish(from: 0)
      let start = text.bytes.count
      text.bytes.append(contentsOf: encoder.text.bytes)
      if let key { members.append((key, start..<text.bytes.count)) } else { text.appendComma() }
    }
    switch shape {
    case .single: break
    case .object: text.wrapObject(members, from: start)
    case .array: text.wrapArray(from: start)
    }
  }

  func encodeNil() { text.appendNull() }
  func encode(_ value: Bool) { text.append(value) }
  func encode(_ value: String) { text.append(value) }
  func encode(_ value: Double) throws { try text.append(value) }
  func encode(_ value: Float) throws { try text.append(Double(value)) }
  func encode(_ value: Int) { text.append(integer: value) }
  func encode(_ value: Int8) { text.append(integer: value) }
  func encode(_ value: Int16) { text.append(integer: value) }
  func encode(_ value: Int32) { text.append(integer: value) }
  func encode(_ value: Int64) { text.append(integer: value) }
  func encode(_ value: UInt) { text.append(integer: value) }
  func encode(_ value: UInt8) { text.append(integer: value) }
  func encode(_ value: UInt16) { text.append(integer: value) }
  func encode(_ value: UInt32) { text.append(integer: value) }
  func encode(_ value: UInt64) { text.append(integer: value) }
  func encode<Value: Encodable>(_ value: Value) throws { try text.append(value) }
}

private struct CanonicalObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: CanonicalEncoder

  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { encoder.member(key.stringValue) { encoder.encodeNil() } }
  func encode(_ value: Bool, forKey key: Key) { encoder.member(key.stringValue) { encoder.encode(value) } }
  func encode(_ value: String, forKey key: Key) { encoder.member(key.stringValue) { encoder.encode(value) } }
  func encode(_ value: Int, forKey key: Key) { encoder.member(key.stringValue) { encoder.encode(value) } }
  func encode(_ value: Int64, forKey key: Key) { encoder.member(key.stringValue) { encoder.encode(value) } }

  func encode(_ value: Double, forKey key: Key) throws {
    try encoder.member(key.stringValue) { try encoder.encode(value) }
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try encoder.member(key.stringValue) { try encoder.text.append(value) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.nest(key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.nest(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { encoder.nest("super") }
  func superEncoder(forKey key: Key) -> any Encoder { encoder.nest(key.stringValue) }
}

private struct CanonicalArray: UnkeyedEncodingContainer {
  let encoder: CanonicalEncoder

  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.count }

  func encodeNil() { encoder.element { encoder.encodeNil() } }

  func encode<Value: Encodable>(_ value: Value) throws {
    try encoder.element { try encoder.text.append(value) }
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder.nest(nil).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder.nest(nil).unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder.nest(nil) }
}
