import FoundationEssentials
import SitrepCore
import Testing

/// Latencies as vendors have them: log-normal around `median`, some far out.
private func latencies(_ count: Int, median: Double = 0.7, seed: UInt64) -> [TimeSpan] {
  var noise = Noise(seed: seed)
  return (0..<count).map { _ in .fractionalSeconds(noise.logNormal(median: median, spread: 0.6)) }
}

private func isClose(_ found: TimeSpan?, _ exact: TimeSpan?) -> Bool {
  guard let found, let exact else { return found == exact }
  // One part in a million for the rounding of logarithms at the edge of a bucket.
  return (found - exact).magnitude.inSeconds <= exact.inSeconds * (DDSketch.accuracy + 1e-6)
}

@Suite struct DDSketchTests {
  @Test(arguments: [1, 2, 7, 100, 5000], [1, 2, 3] as [UInt64])
  func `every quantile is within one percent of the exact one`(count: Int, seed: UInt64) {
    let values = latencies(count, seed: seed)
    let sketch = DDSketch(values)
    let sorted = values.sorted()
    #expect(sketch.count == count)
    for percent in 1...100 {
      let exact = Quantile.nearestRank(percent, ofSorted: sorted)
      let found = sketch.quantile(percent)
      #expect(isClose(found, exact), "seed \(seed) p\(percent): \(String(describing: found))")
    }
  }

  @Test(arguments: [1, 999, 1_000_000, 10_000_000_000, 600_000_000_000, Int64.max])
  func `a single latency of any size is told within one percent`(nanoseconds: Int64) {
    let exact = TimeSpan(nanoseconds: nanoseconds)
    #expect(isClose(DDSketch([exact]).quantile(50), exact))
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `merging is the same in every order and grouping, and as one sketch of all`(seed: UInt64) {
    // Wide enough apart that the lowest buckets collapse.
    let parts = [
      latencies(300, median: 0.5, seed: seed), latencies(200, median: 4e-9, seed: seed &+ 10),
      latencies(100, median: 90_000_000, seed: seed &+ 20), [],
    ]
    func merged(_ order: [Int]) -> DDSketch {
      order.reduce(into: DDSketch()) { $0.merge(DDSketch(parts[$1])) }
    }
    var right = DDSketch(parts[1])
    right.merge(DDSketch(parts[2]))
    var grouped = DDSketch(parts[0])
    grouped.merge(right)
    let all = DDSketch(parts.joined())
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 0, 3, 2], [2, 1, 0]] {
      #expect(merged(order) == all, "seed \(seed), order \(order)")
    }
    #expect(grouped == all, "seed \(seed)")
    #expect(all.count == 600)
  }

  @Test func `what collapses is the fast end; the slow end stays exact`() {
    var values = (0..<2000).map { TimeSpan(nanoseconds: Int64($0 % 40) + 1) }
    values += latencies(2000, median: 90_000_000, seed: 5)
    let sketch = DDSketch(values)
    #expect(isClose(sketch.quantile(99), Quantile.nearestRank(99, ofSorted: values.sorted())))
    #expect(sketch.count == 4000)
  }

  @Test func `nothing measured has no quantile`() {
    #expect(DDSketch().quantile(50) == nil)
    #expect(DDSketch().isEmpty)
  }

  @Test(arguments: [0, 1, 500])
  func `a sketch survives its encoding, in little room`(count: Int) throws {
    let sketch = DDSketch(latencies(count, seed: 9))
    let bytes = try JSONEncoder().encode(sketch)
    #expect(try JSONDecoder().decode(DDSketch.self, from: bytes) == sketch)
    #expect(bytes.count <= 700)
  }

  @Test(arguments: ["A", "B", "BAA", "BAAA", "CCCAC", "gggggggggggggg", "B!B", "", "CfCfCfC", "DBBBBB"])
  func `what is no sketch is refused, not misread`(text: String) {
    let decoded = try? JSONDecoder().decode(DDSketch.self, from: Data("\"\(text)\"".utf8))
    #expect(decoded == nil || decoded == DDSketch() && text == "A")
  }

  @Test(arguments: [
    (1.0, 0.0), (2, 0.693_147_180_559_945_3), (10, 2.302_585_092_994_046), (0.5, -0.693_147_180_559_945_3),
    (1e-9, -20.723_265_836_946_41), (6e11, 27.120_195_492_162_559),
    (1.414_213_562_373_095, 0.346_573_590_279_972_6),
  ])
  func `logarithms are those of the tables`(number: Double, logarithm: Double) {
    #expect(abs(number.naturalLogarithm - logarithm) <= 4e-15 * max(1, abs(logarithm)))
  }

  @Test(arguments: [0, -1, Double.nan, .infinity])
  func `what has no logarithm has none`(number: Double) {
    #expect(number.naturalLogarithm.isNaN)
  }

  @Test(arguments: [0, 1, 31, 32, 1023, 1024, 30_000_000, 1 << 40])
  func `numbers survive as text`(number: Int) {
    var text = VariableLengthText()
    text.append(number)
    text.append(7)
    var reader = VariableLengthReader(text.text)
    #expect(reader.next() == number)
    #expect(reader.next() == 7)
    #expect(reader.isAtEnd && reader.next() == nil)
  }
}
