/// Quantiles of any number of latencies in little room, each off by 1 % at most (DDSketch, α = 0.01).
///
/// A bucket holds what lies between two powers of γ = (1 + α) / (1 − α). Merging adds buckets up, so the
/// sketch of a day is the same whether made at once or from its minutes (notes/incidents.md D2).
package struct DDSketch: Hashable, Sendable {
  /// Relative error of every quantile.
  package static let accuracy = 0.01
  /// Most buckets between the lowest and the highest: latencies as far apart as 1 : 700 million.
  package static let span = 1024

  struct Bucket: Hashable, Sendable {
    /// The bucket holds latencies in (γ^(index−1), γ^index] nanoseconds.
    var index: Int
    var count: Int
  }

  private static let gamma = (1 + accuracy) / (1 - accuracy)
  private static let logarithmOfGamma = gamma.naturalLogarithm

  /// Ascending by index, none empty.
  private(set) var buckets: [Bucket] = []
  package private(set) var count = 0

  package init() {}

  package init(_ latencies: some Sequence<TimeSpan>) {
    for latency in latencies { insert(latency) }
  }

  package var isEmpty: Bool { count == 0 }

  /// Counts a latency; what is not positive counts as one nanosecond.
  package mutating func insert(_ latency: TimeSpan) {
    let nanoseconds = Double(max(1, latency.nanoseconds))
    let index = (nanoseconds.naturalLogarithm / DDSketch.logarithmOfGamma).rounded(.up)
    add(Bucket(index: Int(index), count: 1))
    collapse()
  }

  /// Takes in another sketch; in whatever order and grouping, the result is the same.
  package mutating func merge(_ other: DDSketch) {
    guard !other.isEmpty else { return }
    var merged: [Bucket] = []
    merged.reserveCapacity(buckets.count + other.buckets.count)
    var (mine, theirs) = (buckets[...], other.buckets[...])
    while let left = mine.first, let right = theirs.first {
      if left.index == right.index {
        merged.append(Bucket(index: left.index, count: left.count + right.count))
      } else {
        merged.append(left.index < right.index ? left : right)
      }
      if left.index <= right.index { mine.removeFirst() }
      if right.index <= left.index { theirs.removeFirst() }
    }
    buckets = merged + mine + theirs
    count += other.count
    collapse()
  }

  /// The latency that at least `percent` of all do not exceed, to within 1 %; nil when there are none.
  package func quantile(_ percent: Int) -> TimeSpan? {
    guard !isEmpty else { return nil }
    var rank = (min(100, max(1, percent)) * count + 99) / 100
    for bucket in buckets {
      rank -= bucket.count
      if rank <= 0 { return DDSketch.value(of: bucket.index) }
    }
    return buckets.last.map { DDSketch.value(of: $0.index) }
  }

  /// The point of a bucket from which both its ends are equally far, as shares of themselves.
  private static func value(of index: Int) -> TimeSpan {
    var (power, base, rest) = (1.0, gamma, index)
    while rest > 0 {
      if rest & 1 == 1 { power *= base }
      base *= base
      rest >>= 1
    }
    return .fractionalSeconds(2 * power / (gamma + 1) / 1e9)
  }

  private mutating func add(_ bucket: Bucket) {
    count += bucket.count
    var (low, high) = (0, buckets.count)
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].index < bucket.index { low = middle + 1 } else { high = middle }
    }
    if low < buckets.count, buckets[low].index == bucket.index {
      buckets[low].count += bucket.count
    } else {
      buckets.insert(bucket, at: low)
    }
  }

  /// Counts what lies too far below the highest bucket into the lowest that is kept: fast answers lose
  /// their exactness before slow ones do.
  private mutating func collapse() {
    guard let last = buckets.last, let first = buckets.first, last.index - first.index >= DDSketch.span else {
      return
    }
    let floor = last.index - DDSketch.span + 1
    let kept = buckets.drop { $0.index <= floor }
    let lost = buckets.prefix { $0.index <= floor }.reduce(0) { $0 + $1.count }
    buckets = [Bucket(index: floor, count: lost)] + kept
  }
}

extension DDSketch {
  /// Highest index that a latency can have: that of 292 years.
  private static let highest = 2200

  /// Number of buckets, then of each its distance from the one before and its count.
  package func write(to text: inout VariableLengthText) {
    text.append(buckets.count)
    var before = 0
    for bucket in buckets {
      text.append(bucket.index - before)
      text.append(bucket.count)
      before = bucket.index
    }
  }

  /// Nil when the text is not that of a sketch.
  package init?(from reader: inout VariableLengthReader) {
    guard let length = reader.next(), length <= DDSketch.span else { return nil }
    var index = 0
    for position in 0..<length {
      guard let step = reader.next(), let number = reader.next(), step > 0 || position == 0,
        step <= DDSketch.highest, number > 0, number <= 1 << 40
      else { return nil }
      index += step
      guard index <= DDSketch.highest else { return nil }
      buckets.append(Bucket(index: index, count: number))
      count += number
    }
  }
}

extension DDSketch: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    var reader = VariableLengthReader(try container.decode(String.self))
    guard let sketch = DDSketch(from: &reader), reader.isAtEnd else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no sketch of latencies")
    }
    self = sketch
  }

  package func encode(to encoder: any Encoder) throws {
    var text = VariableLengthText()
    write(to: &text)
    var container = encoder.singleValueContainer()
    try container.encode(text.text)
  }
}
