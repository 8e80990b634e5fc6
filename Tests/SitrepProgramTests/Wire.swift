/// Reads what went over the wire.
enum Wire {
  /// Every number in every `ESC [ … m`, in order.
  static func attributes(in bytes: [UInt8]) -> [Int] {
    var found: [Int] = []
    for rest in bytes.split(separator: 0x1B).dropFirst() where rest.first == UInt8(ascii: "[") {
      let inner = rest.dropFirst()
      let numbers = inner.prefix { (0x30...0x3B).contains($0) }
      guard inner.dropFirst(numbers.count).first == UInt8(ascii: "m") else { continue }
      found += String(decoding: numbers, as: UTF8.self).split(separator: ";").compactMap { Int($0) }
    }
    return found
  }
}
