/// Spans of time as vendors write them in headers and error bodies.
package enum VendorDuration {
  /// Reads "6m0s", "12ms", "1.4s", "1h30m0s", "38s": one or more of number and unit; nil for anything else.
  package static func parse(_ text: String) -> TimeSpan? {
    guard text.utf8.count <= 32 else { return nil }
    var rest = Substring(text)
    var total = 0.0
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      let digits = rest.prefix { $0 == "." || ("0"..."9").contains($0) }
      guard let number = plainNumber(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      guard let unit = units.first(where: { rest.hasPrefix($0.name) }) else { return nil }
      rest = rest.dropFirst(unit.name.count)
      total += number * unit.seconds
    }
    return total <= longest ? TimeSpan.fractionalSeconds(total) : nil
  }

  /// Reads a plain number of seconds, "17" or "0.5"; nil for anything else.
  package static func seconds(_ text: String) -> TimeSpan? {
    guard text.utf8.count <= 16, let number = plainNumber(Substring(text)), number <= longest else {
      return nil
    }
    return TimeSpan.fractionalSeconds(number)
  }

  /// Ten years: beyond that it is no duration but a mistake.
  private static let longest = 315_360_000.0

  /// Longer names before their own beginnings, so that "ms" is not read as "m".
  private static let units: [(name: String, seconds: Double)] = [
    ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
  ]

  private static func plainNumber(_ text: Substring) -> Double? {
    let isPlain = text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    return isPlain && !text.isEmpty ? Double(text) : nil
  }
}
