import SitrepCore

/// Reads values straight from the tree, so that every error knows its place.
struct YAMLDecoder: Decoder {
  let node: YAMLNode
  let codingPath: [any CodingKey]
  let record: YAMLDecodingRecord

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let entries = node.isNull ? [] : node.entries else { throw mismatch("a mapping") }
    record.enter(node.position, entries)
    return KeyedDecodingContainer(YAMLKeyedContainer<Key>(decoder: self, entries: entries))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = node.isNull ? [] : node.elements else { throw mismatch("a list") }
    return YAMLUnkeyedContainer(decoder: self, elements: elements)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

  func child(_ node: YAMLNode, _ key: any CodingKey) -> YAMLDecoder {
    YAMLDecoder(node: node, codingPath: codingPath + [key], record: record)
  }

  func mismatch(_ expected: String) -> DecodingError {
    DecodingError.dataCorrupted(
      DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(expected)"))
  }

  /// Words of an enumeration that lists them, for errors.
  private func words(of type: Any.Type) -> [String]? {
    func rawValues<Type: CaseIterable>(_: Type.Type) -> [String]? {
      let words = Type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
      return words.isEmpty ? nil : words
    }
    guard let type = type as? any CaseIterable.Type else { return nil }
    return rawValues(type)
  }
}

extension YAMLDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { node.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard let bool = node.bool else { throw mismatch("true or false") }
    return bool
  }

  func decode(_ type: String.Type) throws -> String {
    guard let text = node.text else { throw mismatch("text") }
    return text
  }

  func decode(_ type: Double.Type) throws -> Double {
    guard let number = node.number else { throw mismatch("a number") }
    return number
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == TimeSpan.self {
      guard let span = node.text.flatMap(DurationText.parse) as? Value else {
        throw mismatch("a length of time such as 30s, 5m or 1h30m")
      }
      return span
    }
    if let integer = type as? any FixedWidthInteger.Type {
      guard let value = try whole(integer) as? Value else { throw mismatch("a whole number") }
      return value
    }
    guard let words = words(of: type) else { return try Value(from: self) }
    guard let text = node.text, words.contains(text) else {
      throw mismatch(String(Words.oneOf(words).dropFirst("expected ".count)))
    }
    return try Value(from: self)
  }

  private func whole<Whole: FixedWidthInteger>(_ type: Whole.Type) throws -> Whole {
    guard let value = node.integer.flatMap(Whole.init(exactly:)) else { throw mismatch("a whole number") }
    return value
  }

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
}

private struct YAMLIndex: CodingKey {
  var intValue: Int?
  var stringValue: String

  init(_ index: Int) {
    intValue = index
    stringValue = String(index)
  }

  init?(intValue: Int) {
    self.init(intValue)
  }

  init?(stringValue: String) {
    self.stringValue = stringValue
  }
}

private struct YAMLKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: YAMLDecoder
  let entries: [YAMLNode.Entry]

  var codingPath: [any CodingKey] { decoder.codingPath }

  var allKeys: [Key] {
    decoder.record.askAll(at: decoder.node.position)
    return entries.compactMap { Key(stringValue: $0.key) }
  }

  func contains(_ key: Key) -> Bool {
    decoder.record.ask(key.stringValue, at: decoder.node.position)
    return entries.contains { $0.key == key.stringValue }
  }

  private func child(_ key: Key) throws -> YAMLDecoder {
    decoder.record.ask(key.stringValue, at: decoder.node.position)
    guard let entry = entries.first(where: { $0.key == key.stringValue }) else {
      throw DecodingError.keyNotFound(
        key, DecodingError.Context(codingPath: codingPath, debugDescription: "missing"))
    }
    return decoder.child(entry.value, key)
  }

  func decodeNil(forKey key: Key) throws -> Bool { try child(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try child(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try child(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try child(key).decode(type) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try child(key).decode(type)
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

private struct YAMLUnkeyedContainer: UnkeyedDecodingContainer {
  let decoder: YAMLDecoder
  let elements: [YAMLNode]
  private(set) var currentIndex = 0

  init(decoder: YAMLDecoder, elements: [YAMLNode]) {
    self.decoder = decoder
    self.elements = elements
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  private func current() throws -> YAMLDecoder {
    guard !isAtEnd else { throw decoder.mismatch("more elements") }
    return decoder.child(elements[currentIndex], YAMLIndex(currentIndex))
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
