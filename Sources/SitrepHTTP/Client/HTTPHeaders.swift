/// Header fields in the order they came, found by name without regard to case.
package struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One line of the header.
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: String
  }

  package private(set) var fields: [Field]

  package init() { fields = [] }

  package init(_ pairs: [(name: String, value: String)]) {
    fields = pairs.map { Field(name: $0.name, value: $0.value) }
  }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value under this name.
  ///
  /// Setting replaces all of them; nil removes them.
  package subscript(name: String) -> String? {
    get { fields.first { Self.same($0.name, name) }?.value }
    set {
      fields.removeAll { Self.same($0.name, name) }
      if let newValue { add(name, newValue) }
    }
  }

  /// Every value under this name, in order.
  package func values(_ name: String) -> [String] {
    fields.filter { Self.same($0.name, name) }.map(\.value)
  }

  package mutating func reserveCapacity(_ count: Int) { fields.reserveCapacity(count) }

  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  /// Whether two names are the same, ASCII letters compared without case.
  package static func same(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let left = left.utf8.span
    let right = right.utf8.span
    for index in left.indices where lowercased(left[index]) != lowercased(right[index]) { return false }
    return true
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
