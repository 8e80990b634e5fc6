import SitrepCore

/// A span of time as people write it in a drill: "350ms", "90s", "1m30s", "1m 30s", "2h", "7d", "0.5s".
struct SpanText: Decodable {
  static let expected = "a duration such as 350ms, 90s or 1m30s"

  let span: TimeSpan

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let span = SpanText.read(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found \"\(text)\"; expected \(SpanText.expected)")
    }
    self.span = span
  }

  /// Units fall from days to milliseconds, each at most once; 31 days at most.
  static func read(_ text: String) -> TimeSpan? {
    if text == "0" { return .zero }
    // A space may stand between an amount with its unit and the next, not within.
    var rest = text.split(separator: " ").joined()[...]
    guard text.split(separator: " ").allSatisfy({ $0.last?.isLetter ?? false }) else { return nil }
    var total = 0.0
    var ceiling = Double.infinity
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let amount = Double(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isASCII && $0.isLetter }
      guard let factor = factors[String(unit)], factor < ceiling else { return nil }
      rest = rest.dropFirst(unit.count)
      total += amount * factor
      ceiling = factor
    }
    guard !text.isEmpty, total <= 31 * 86_400 else { return nil }
    return .fractionalSeconds(total)
  }

  private static let factors = ["d": 86_400.0, "h": 3600, "m": 60, "s": 1, "ms": 0.001]
}
