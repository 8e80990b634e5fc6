import SitrepCore

extension YAMLDocument {
  /// The document as a value, for themes and drills: lengths of time are read as "30s".
  ///
  /// A key that `type` does not ask for is an error, like a wrong type or a missing key, with its place.
  package func decode<Value: Decodable>(_ type: Value.Type) throws(ConfigurationError) -> Value {
    let record = YAMLDecodingRecord()
    let decoder = YAMLDecoder(node: root, codingPath: [], record: record)
    do {
      let value = try decoder.decode(type)
      if let unknown = record.firstUnknownKey {
        throw ConfigurationError(file: file, position: unknown.position, unknown.sentence)
      }
      return value
    } catch let error as ConfigurationError {
      throw error
    } catch let error as DecodingError {
      throw place(error, record)
    } catch {
      throw ConfigurationError(file: file, position: root.position, "\(error)")
    }
  }

  /// Finds the node that a decoding error means and says it in our words.
  private func place(_ error: DecodingError, _ record: YAMLDecodingRecord) -> ConfigurationError {
    switch error {
    case .keyNotFound(let key, let context):
      // A misspelt key is the likelier cause of a missing one.
      if let unknown = record.firstUnknownKey {
        return ConfigurationError(file: file, position: unknown.position, unknown.sentence)
      }
      return ConfigurationError(
        file: file, position: node(at: context.codingPath).position,
        "\(words(context.codingPath))\"\(key.stringValue)\" is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      let found = node(at: context.codingPath)
      return ConfigurationError(
        file: file, position: found.position,
        "\(words(context.codingPath))found \(found.describedAsFound), \(context.debugDescription)")
    @unknown default:
      return ConfigurationError(file: file, position: root.position, "\(error)")
    }
  }

  private func words(_ path: [any CodingKey]) -> String {
    let names = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
    return names.isEmpty ? "" : "\(names.joined().drop { $0 == "." }): "
  }

  /// The deepest node on `path` that exists.
  private func node(at path: [any CodingKey]) -> YAMLNode {
    var node = root
    for key in path {
      if let index = key.intValue, let elements = node.elements, elements.indices.contains(index) {
        node = elements[index]
      } else if let next = node[key.stringValue] {
        node = next
      } else {
        return node
      }
    }
    return node
  }
}

/// What a decoding asked for, so that keys nobody asked for can be named.
final class YAMLDecodingRecord {
  struct UnknownKey {
    var position: YAMLPosition
    var sentence: String
  }

  private var mappings: [YAMLPosition: (entries: [YAMLNode.Entry], asked: [String])] = [:]

  func enter(_ position: YAMLPosition, _ entries: [YAMLNode.Entry]) {
    if mappings[position] == nil { mappings[position] = (entries, []) }
  }

  func ask(_ key: String, at position: YAMLPosition) {
    if mappings[position]?.asked.contains(key) == false { mappings[position]?.asked.append(key) }
  }

  func askAll(at position: YAMLPosition) {
    let all = mappings[position]?.entries.map(\.key) ?? []
    mappings[position]?.asked = all
  }

  /// The first key in the file that was never asked for.
  var firstUnknownKey: UnknownKey? {
    let unknown = mappings.values.compactMap { mapping -> UnknownKey? in
      guard let entry = mapping.entries.first(where: { !mapping.asked.contains($0.key) }) else { return nil }
      return UnknownKey(
        position: entry.keyPosition,
        sentence: Words.unknownKey(entry.key, known: mapping.asked))
    }
    return unknown.min { $0.position < $1.position }
  }
}

/// Sentences that every reader of settings uses.
enum Words {
  static func unknownKey(_ key: String, known: [String]) -> String {
    let near = known.first { Self.isNear($0, key) }.map { ", did you mean \"\($0)\"?" }
    return
      "found unknown key \"\(key)\"\(near ?? ", expected one of: \(known.sorted().joined(separator: ", "))")"
  }

  static func oneOf(_ words: [String]) -> String {
    words.count == 1 ? "expected \(words[0])" : "expected one of: \(words.joined(separator: ", "))"
  }

  /// Whether two words differ by at most two letters put in, left out or changed.
  private static func isNear(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.lowercased().utf8.prefix(64)), Array(right.lowercased().utf8.prefix(64)))
    guard abs(left.count - right.count) <= 2, min(left.count, right.count) > 2 else { return false }
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var previous = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let cost = a == b ? previous : previous + 1
        previous = row[j + 1]
        row[j + 1] = min(cost, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count] <= 2
  }
}
