import SitrepCore

/// A mapping of a drill file that refuses keys it does not know, and says what it expected instead.
struct StrictMap {
  private let container: KeyedDecodingContainer<MapKey>

  init(_ decoder: any Decoder, of what: String, keys: [String]) throws {
    container = try decoder.container(keyedBy: MapKey.self)
    for key in container.allKeys.sorted(by: { $0.stringValue < $1.stringValue })
    where !keys.contains(key.stringValue) {
      throw refusal(key, "unknown key \"\(key.stringValue)\" in \(what); expected \(oneOf(keys))")
    }
  }

  /// A mapping whose keys are data, such as model names.
  init(free decoder: any Decoder) throws {
    container = try decoder.container(keyedBy: MapKey.self)
  }

  var keys: [String] { container.allKeys.map(\.stringValue).sorted() }

  func has(_ key: String) -> Bool { container.contains(MapKey(key)) }

  func require<Value: Decodable>(_ key: String, _ expected: String) throws -> Value {
    guard has(key) else { throw missing(key, expected) }
    return try read(key, expected)
  }

  func find<Value: Decodable>(_ key: String, _ expected: String) throws -> Value? {
    has(key) ? try read(key, expected) : nil
  }

  /// A list that may be absent, and is empty then.
  func list<Value: Decodable>(_ key: String, _ expected: String) throws -> [Value] {
    try find(key, expected) ?? []
  }

  /// Texts under the first of these keys that is there: a list, or a single one; empty when none is.
  func texts(_ keys: [String], _ expected: String) throws -> [String] {
    guard let key = keys.first(where: has) else { return [] }
    if let single = try? container.decode(String.self, forKey: MapKey(key)) { return [single] }
    return try read(key, expected)
  }

  /// The same for words out of a fixed list.
  func words<Word: RawRepresentable & CaseIterable>(_ keys: [String], _ type: Word.Type) throws -> [Word]
  where Word.RawValue == String {
    let known = oneOf(Word.allCases.map(\.rawValue))
    return try texts(keys, "a list of \(known)").map { text in
      guard let word = Word(rawValue: text) else {
        throw refusal(keys.first(where: has) ?? keys[0], "found \"\(text)\"; expected \(known)")
      }
      return word
    }
  }

  func number(_ key: String, in range: ClosedRange<Double>, _ expected: String) throws -> Double? {
    guard let value: Double = try find(key, expected) else { return nil }
    guard range.contains(value) else { throw refusal(key, "found \(value); expected \(expected)") }
    return value
  }

  /// One word out of a fixed list.
  func word<Word: RawRepresentable & CaseIterable>(_ key: String, _ type: Word.Type) throws -> Word?
  where Word.RawValue == String {
    guard let text: String = try find(key, oneOf(Word.allCases.map(\.rawValue))) else { return nil }
    guard let word = Word(rawValue: text) else {
      throw refusal(key, "found \"\(text)\"; expected \(oneOf(Word.allCases.map(\.rawValue)))")
    }
    return word
  }

  func refusal(_ key: String, _ sentence: String) -> DecodingError {
    refusal(MapKey(key), sentence)
  }

  /// About one entry of a list.
  func refusal(_ key: String, entry index: Int, _ sentence: String) -> DecodingError {
    .dataCorrupted(context(container.codingPath + [MapKey(key), MapKey(index)], sentence))
  }

  func missing(_ key: String, _ expected: String) -> DecodingError {
    .keyNotFound(
      MapKey(key), context(container.codingPath, "\"\(key)\" is missing; expected \(expected)"))
  }

  private func refusal(_ key: MapKey, _ sentence: String) -> DecodingError {
    .dataCorrupted(context(container.codingPath + [key], sentence))
  }

  private func read<Value: Decodable>(_ key: String, _ expected: String) throws -> Value {
    do {
      return try container.decode(Value.self, forKey: MapKey(key))
    } catch DecodingError.typeMismatch(let type, let found) where isHere(found) {
      throw DecodingError.typeMismatch(type, context(found.codingPath, "expected \(expected)"))
    } catch DecodingError.valueNotFound(let type, let found) where isHere(found) {
      throw DecodingError.valueNotFound(type, context(found.codingPath, "expected \(expected)"))
    }
  }

  /// Whether the error is about a value of this mapping and not about something deeper.
  private func isHere(_ found: DecodingError.Context) -> Bool {
    found.codingPath.count <= container.codingPath.count + 1
  }

  private func context(_ path: [any CodingKey], _ sentence: String) -> DecodingError.Context {
    DecodingError.Context(codingPath: path, debugDescription: sentence)
  }
}

/// Any text as a key.
struct MapKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ text: String) {
    stringValue = text
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = "Index \(index)"
    intValue = index
  }

  init?(stringValue: String) {
    self.init(stringValue)
  }

  init?(intValue: Int) {
    self.init(intValue)
  }
}

/// "a, b or c" for sentences of errors.
func oneOf(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return "\(words.dropLast().joined(separator: ", ")) or \(last)"
}
