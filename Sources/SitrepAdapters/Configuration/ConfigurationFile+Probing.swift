import SitrepCore

extension ConfigurationReader {
  /// The web page that is probed, and the bounds of what probes may cost.
  mutating func readProbing(_ top: Section, into configuration: inout Configuration) {
    if let page = section("web_ui", in: top) {
      configuration.webPage.url = value(
        "url", in: page, "an address that begins with https:// or http://",
        standard: configuration.webPage.url, Self.url)
      configuration.webPage.statuses = value(
        "statuses", in: page, "a list of HTTP statuses such as [200]",
        standard: configuration.webPage.statuses
      ) { node in
        Self.oneOrMore(node) { $0.integer.flatMap { (100...599).contains($0) ? $0 : nil } }
      }
    }
    readPrices(top, into: &configuration)
    guard let probing = section("probing", in: top) else { return }
    configuration.dailyCap = value(
      "daily_cap", in: probing, "an amount of US dollars, as 1.50", standard: nil
    ) { node in
      node.number.flatMap { (0...1_000_000).contains($0) ? Int(($0 * 1e6).rounded()) : nil }
    }
  }

  /// Dollars per million tokens, as vendors write them.
  private mutating func readPrices(_ top: Section, into configuration: inout Configuration) {
    guard let prices = section("prices", in: top) else { return }
    var rates: [String: TokenRate] = [:]
    for entry in prices.node.entries ?? [] {
      guard let section = section(entry.value, path: "prices.*") else { continue }
      let expected = "US dollars for a million tokens, as 3 or 0.25"
      func amount(_ node: YAMLNode) -> Double? {
        node.number.flatMap { (0...100_000).contains($0) ? $0 : nil }
      }
      let input = required("input", in: section, expected, amount)
      let output = required("output", in: section, expected, amount)
      if let input, let output { rates[entry.key] = TokenRate(input: input, output: output) }
    }
    configuration.prices = rates.isEmpty ? nil : PriceList(rates)
  }
}
