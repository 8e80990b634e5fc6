import SitrepCore
import Testing

@Suite("Moments as text")
struct TimestampTests {
  @Test(
    "RFC 3339 is read with fractions and offsets",
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("2026-11-20T18:45:02Z", 1_795_200_302_000_000_000),
      ("2026-11-20t18:45:02z", 1_795_200_302_000_000_000),
      ("2026-11-20 18:45:02+00:00", 1_795_200_302_000_000_000),
      ("2026-11-20T11:45:02-07:00", 1_795_200_302_000_000_000),
      ("2026-11-20T19:45:02.5+0100", 1_795_200_302_500_000_000),
      ("2026-11-20T18:45:02.1234567899Z", 1_795_200_302_123_456_789),
      ("2024-02-29T23:59:60Z", 1_709_251_199_000_000_000),
      ("1969-12-31T23:59:59Z", -1_000_000_000),
    ] as [(String, Int64)])
  func readsRFC3339(text: String, nanoseconds: Int64) {
    #expect(Timestamp.parseRFC3339(text)?.nanoseconds == nanoseconds)
  }

  @Test(
    "What is not a moment is refused",
    arguments: [
      "", "now", "2026-11-20", "2026-11-20T18:45:02", "2026-13-20T18:45:02Z", "2026-02-29T18:45:02Z",
      "2026-11-20T24:00:00Z", "2026-11-20T18:45:02.Z", "2026-11-20T18:45:02Zjunk", "9999-11-20T18:45:02Z",
      "0000-00-00T00:00:00Z", "２０２６-11-20T18:45:02Z", "2026-11-20T18:45:02+99:00", "-026-11-20T18:45:02Z",
      String(repeating: "9", count: 5000),
    ])
  func refusesGarbage(text: String) {
    #expect(Timestamp.parseRFC3339(text) == nil)
    #expect(Timestamp.parseHTTPDate(text) == nil)
  }

  @Test(
    "HTTP and feed dates are read",
    arguments: [
      "Fri, 20 Nov 2026 18:45:02 GMT", "Friday, 20-Nov-26 18:45:02 GMT", "Fri Nov 20 18:45:02 2026",
      "Fri, 20 Nov 2026 10:45:02 PST", "Fri, 20 Nov 2026 18:45:02 +0000", "Fri, 20 Nov 2026 11:45:02 -0700",
      "Fri, 20 Nov 2026 11:45:02 PDT",
    ])
  func readsHTTPDates(text: String) {
    #expect(Timestamp.parseHTTPDate(text).map(Timestamp.rfc3339) == "2026-11-20T18:45:02Z")
  }

  @Test("Moments are written in UTC")
  func writes() {
    let moment = Instant(nanoseconds: 1_795_200_302_987_654_321)
    #expect(Timestamp.rfc3339(moment) == "2026-11-20T18:45:02Z")
    #expect(Timestamp.rfc3339Milliseconds(moment) == "2026-11-20T18:45:02.987Z")
    #expect(Timestamp.clock(moment) == "18:45:02Z")
    #expect(Timestamp.date(moment) == "2026-11-20")
    #expect(Timestamp.basic(moment) == "20261120T184502Z")
    #expect(Timestamp.rfc3339(Instant(nanoseconds: -1)) == "1969-12-31T23:59:59Z")
    #expect(CivilTime(moment).weekday == 5)
  }

  @Test("Every day from 1678 to 2261 survives there and back")
  func roundTrips() {
    for day in stride(from: Int64(-106_000), through: 106_000, by: 37) {
      let moment = Instant(seconds: day * 86_400 + 3723)
      #expect(Timestamp.parseRFC3339(Timestamp.rfc3339(moment)) == moment)
    }
  }
}
