package import SitrepCore

/// The time at which a certificate ends, as the TLS library words it.
package enum CertificateTime {
  /// "Nov 21 12:00:00 2026 GMT"; nil for anything else.
  package static func parse(_ text: String) -> Instant? {
    let words = text.split(separator: " ")
    guard words.count == 5, words[4] == "GMT", let month = months.firstIndex(of: String(words[0])),
      let day = Int(words[1]), (1...31).contains(day), let year = Int(words[3]), (1970...9999).contains(year)
    else { return nil }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return Timestamp.parseRFC3339("\(year)-\(two(month + 1))-\(two(day))T\(words[2])Z")
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
