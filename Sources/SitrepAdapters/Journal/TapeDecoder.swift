import FoundationEssentials

/// Decodes values from JSON several times faster than `JSONDecoder`, which makes a dictionary of each object.
///
/// What it will not read, `JSONDecoder` is asked about, so nothing that was readable before is lost.
package enum QuickJSON {
  package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    if let value = quickly(type, from: bytes) { return value }
    return try JSONDecoder().decode(type, from: Data(bytes))
  }

  /// Nil for what is left to `JSONDecoder`: anything wrong, and numbers in unusual spellings.
  package static func quickly<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) -> Value? {
    guard let tape = JSONTape(bytes) else { return nil }
    return try? Value(from: TapeDecoder(TapeBox(tape), 0))
  }
}

/// One tape for all the decoders of a text, so that none of them copies it.
private final class TapeBox {
  let tape: JSONTape

  init(_ tape: JSONTape) { self.tape = tape }
}

private struct TapeDecoder: Decoder, SingleValueDecodingContainer {
  let box: TapeBox
  let place: Int

  init(_ box: TapeBox, _ place: Int) {
    self.box = box
    self.place = place
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var tape: JSONTape { box.tape }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard tape.parts[place].kind == .object else { throw TapeDecoder.mismatch }
    return KeyedDecodingContainer(TapeObject<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard tape.parts[place].kind == .array else { throw TapeDecoder.mismatch }
    return TapeArray(box, place)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  /// Says nothing more, as `JSONDecoder` will.
  static var mismatch: DecodingError {
    DecodingError.dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: "unexpected value"))
  }

  static func found<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw mismatch }
    return value
  }

  func decodeNil() -> Bool { tape.isNull(place) }
  func decode(_ type: Bool.Type) throws -> Bool { try TapeDecoder.found(tape.bool(place)) }
  func decode(_ type: String.Type) throws -> String { try TapeDecoder.found(tape.text(place)) }
  func decode(_ type: Double.Type) throws -> Double { try TapeDecoder.found(tape.number(place)) }
  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try whole(type) }
  func decode(_ type: Int8.Type) throws -> Int8 { try whole(type) }
  func decode(_ type: Int16.Type) throws -> Int16 { try whole(type) }
  func decode(_ type: Int32.Type) throws -> Int32 { try whole(type) }
  func decode(_ type: Int64.Type) throws -> Int64 { try whole(type) }
  func decode(_ type: UInt.Type) throws -> UInt { try whole(type) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try whole(type) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try whole(type) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try whole(type) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try whole(type) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

  private func whole<Whole: FixedWidthInteger>(_ type: Whole.Type) throws -> Whole {
    try TapeDecoder.found(tape.integer(place, type))
  }
}

private struct TapeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TapeDecoder

  var codingPath: [any CodingKey] { [] }

  var allKeys: [Key] {
    decoder.tape.elements(of: decoder.place).compactMap {
      decoder.tape.text($0).flatMap(Key.init(stringValue:))
    }
  }

  func contains(_ key: Key) -> Bool { decoder.tape.member(key.stringValue, of: decoder.place) != nil }

  private func child(_ key: Key) throws -> TapeDecoder {
    TapeDecoder(
      decoder.box, try TapeDecoder.found(decoder.tape.member(key.stringValue, of: decoder.place)))
  }

  /// Nil when the member is absent or null.
  private func present(_ key: Key) -> TapeDecoder? {
    guard let place = decoder.tape.member(key.stringValue, of: decoder.place), !decoder.tape.isNull(place)
    else { return nil }
    return TapeDecoder(decoder.box, place)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try child(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try child(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try child(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try child(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try child(key).decode(type) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try child(key).decode(type) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try child(key).decode(type)
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(type) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.decode(type) }

  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    try present(key)?.decode(type)
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key)?.decode(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try present(key)?.decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }
}

private struct TapeArray: UnkeyedDecodingContainer {
  private let box: TapeBox
  private let places: [Int]
  private(set) var currentIndex = 0

  init(_ box: TapeBox, _ place: Int) {
    self.box = box
    places = box.tape.elements(of: place)
  }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { places.count }
  var isAtEnd: Bool { currentIndex >= places.count }

  private func current() throws -> TapeDecoder {
    guard !isAtEnd else { throw TapeDecoder.mismatch }
    return TapeDecoder(box, places[currentIndex])
  }

  mutating func decodeNil() throws -> Bool {
    guard try current().decodeNil() else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try current().decode(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let child = try current()
    currentIndex += 1
    return child
  }
}
