import SitrepCore
import Testing

@Suite struct FormatTests {
  @Test(arguments: [
    (0, "00:00"), (41, "00:41"), (724, "12:04"), (3599, "59:59"), (3723, "1:02:03"), (-5, "-00:05"),
    (360_000, "100:00:00"),
  ])
  func `a clock shows minutes and seconds, and hours once there are any`(seconds: Int, text: String) {
    #expect(Format.clock(.seconds(Int64(seconds))) == text)
  }

  @Test(arguments: [
    (0, "0s"), (41, "41s"), (724, "12m04s"), (3723, "1h02m"), (183_600, "2d03h"), (-552, "-9m12s"),
  ])
  func `a span shows its two greatest units`(seconds: Int, text: String) {
    #expect(Format.span(.seconds(Int64(seconds))) == text)
  }

  @Test func `a lag always shows its sign`() {
    #expect(Format.signedSpan(.seconds(552)) == "+9m12s")
    #expect(Format.signedSpan(.seconds(-41)) == "-41s")
  }

  @Test(arguments: [
    (0, "0ms"), (0.0002, "<1ms"), (0.0124, "12ms"), (0.412, "412ms"), (0.4996, "0.5s"), (0.8, "0.8s"),
    (1.06, "1.1s"), (29.97, "30.0s"), (99.94, "99.9s"), (99.96, "1m39s"), (124, "2m04s"), (-3, "0ms"),
  ])
  func `a latency is short and never wider than six cells`(seconds: Double, text: String) {
    #expect(Format.latency(.fractionalSeconds(seconds)) == text)
  }

  @Test(arguments: [
    (0.971, 1, "97.1%"), (1, 1, "100.0%"), (0.99996, 1, "99.9%"), (0.0001, 1, "<0.1%"), (0, 1, "0.0%"),
    (0.2, 0, "20%"), (0.999, 0, "99%"), (0.995, 2, "99.50%"), (.nan, 1, "–"), (-0.205, 1, "-20.5%"),
  ])
  func `a percentage never rounds to nothing or everything`(share: Double, digits: Int, text: String) {
    #expect(Format.percent(share, digits: digits) == text)
  }

  @Test(arguments: [(0, "0"), (9999, "9999"), (12_345, "12.3k"), (4_500_000, "4.5M"), (-20_000, "-20.0k")])
  func `a count is exact while it is small`(count: Int, text: String) {
    #expect(Format.count(count) == text)
  }

  @Test(arguments: [(8, "8s"), (755, "12m"), (11_000, "3h"), (200_000, "2d"), (-8, "-8s")])
  func `an age is one unit`(seconds: Int, text: String) {
    #expect(Format.age(.seconds(Int64(seconds))) == text)
  }

  @Test func `the ends of the range are formatted too`() {
    #expect(Format.span(TimeSpan(nanoseconds: .min)) == "-106751d23h")
    #expect(Format.latency(TimeSpan(nanoseconds: .max)) == "106751d23h")
    #expect(Format.fixed(1e300, digits: 1) == "–")
  }
}
