import FoundationEssentials

/// JSON from outside, where any field may be missing or of another type than promised.
package enum LooseJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([LooseJSON])
  case object([String: LooseJSON])

  /// Nil when the bytes are not one JSON document; a byte-order mark before it is allowed.
  package init?(_ bytes: some Collection<UInt8>) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let body = bytes.starts(with: mark) ? Data(bytes.dropFirst(3)) : Data(bytes)
    guard let value = try? JSONDecoder().decode(LooseJSON.self, from: body) else { return nil }
    self = value
  }

  package subscript(key: String) -> LooseJSON? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }

  /// Empty for what is not an array.
  package var items: [LooseJSON] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  package var fields: [String: LooseJSON] {
    guard case .object(let fields) = self else { return [:] }
    return fields
  }

  package var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  package var isTrue: Bool { self == .bool(true) }

  package var isObject: Bool {
    guard case .object = self else { return false }
    return true
  }

  package var isArray: Bool {
    guard case .array = self else { return false }
    return true
  }

  /// A whole number, or a text of nothing but one.
  package var integer: Int? {
    switch self {
    case .number(let number): Int(exactly: number.rounded(.towardZero))
    case .string(let text): Int(text)
    default: nil
    }
  }
}

extension LooseJSON: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let fields = try? container.decode([String: LooseJSON].self) {
      self = .object(fields)
    } else if let items = try? container.decode([LooseJSON].self) {
      self = .array(items)
    } else if let flag = try? container.decode(Bool.self) {
      self = .bool(flag)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }
}
