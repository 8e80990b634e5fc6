/// A value behind one reference: whoever holds it is copied without copying the value's many parts.
///
/// It is encoded as the value itself.
struct Boxed<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
  private let storage: Storage

  private final class Storage: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
  }

  init(_ value: Value) { storage = Storage(value) }

  init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }

  var value: Value { storage.value }

  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

  static func == (left: Boxed, right: Boxed) -> Bool {
    left.storage === right.storage || left.value == right.value
  }

  func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}
