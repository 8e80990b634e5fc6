/// Whether a rate limit runs out before it is full again, at the present rate of use.
///
/// The rate is a Theil–Sen slope (the median of all pairwise slopes) over the readings since the last
/// refill, so one odd reading or rounding to thousands does not bend it.
package struct HeadroomForecast: Hashable, Sendable {
  package var kind: LimitKind
  /// Net use per minute; nil when too little is known, 0 when what is left does not shrink.
  package var perMinute: Double?
  package var prospect: Prospect
  /// Whether it refills all the time: its reset is then when it would be full if nobody used it.
  package var isBucket = false

  package enum Prospect: Hashable, Sendable {
    /// Too few readings, too close together, or none.
    case unknown
    /// Nothing is left.
    case exhausted(resets: TimeSpan?)
    /// The reading is from before a reset that has passed since; nothing is known of the time after it.
    case refilled(ago: TimeSpan)
    /// Runs out at this rate, before any reset.
    case runsOut(in: TimeSpan, resets: TimeSpan?)
    /// Lasts: `lasts` is how long without a reset, nil when use does not shrink it.
    case safe(lasts: TimeSpan?, resets: TimeSpan?)
  }

  /// Beyond this a forecast from a few minutes of readings says nothing more than "lasts".
  package static let horizon = TimeSpan.hours(1)
  private static let fewestPoints = 3
  private static let shortestSpan = TimeSpan.seconds(10)

  package init(_ state: HeadroomState, kind: LimitKind, at now: Instant) {
    self.init(
      points: state.history[kind] ?? [], reading: state.readings.first { $0.kind == kind }, kind: kind,
      at: now)
  }

  /// The forecast from readings of one limit, oldest first; `reading` is the newest.
  package init(points: [HeadroomPoint], reading: LimitReading?, kind: LimitKind, at now: Instant) {
    self.kind = kind
    guard let reading, let newest = points.last else {
      prospect = .unknown
      return
    }
    let known = HeadroomForecast.sinceRefill(points, limit: reading.limit)
    let reset = reading.reset.flatMap { $0 > newest.at ? $0 : nil }
    perMinute = HeadroomForecast.use(known).map { $0 * 60 }
    if let reset, reset <= now {
      prospect = .refilled(ago: now - reset)
      return
    }
    let resets = reset.map { $0 - now }
    guard reading.remaining > 0 else {
      prospect = .exhausted(resets: resets)
      return
    }
    guard let perMinute else {
      prospect = .unknown
      return
    }
    let isWindow = HeadroomForecast.isWindow(known)
    isBucket = resets != nil && !isWindow
    prospect = HeadroomForecast.prospect(
      left: newest.remaining, asOf: newest.at, perMinute: perMinute, resets: resets, isWindow: isWindow,
      at: now)
  }

  private static func prospect(
    left: Int, asOf: Instant, perMinute: Double, resets: TimeSpan?, isWindow: Bool, at now: Instant
  ) -> Prospect {
    guard perMinute > 0 else { return .safe(lasts: nil, resets: resets) }
    let end = asOf + .fractionalSeconds(Double(left) / perMinute * 60)
    let lasts = max(.zero, end - now)
    // A bucket that refills all the time shrinks in spite of its refill: its reset, which is when it
    // would be full if nobody used it, comes to no one's help.
    if isWindow, let resets, resets <= lasts { return .safe(lasts: lasts, resets: resets) }
    return lasts > horizon ? .safe(lasts: lasts, resets: resets) : .runsOut(in: lasts, resets: resets)
  }

  /// The newest readings that belong together: of one limit, and none after a rise of a tenth of it.
  private static func sinceRefill(_ points: [HeadroomPoint], limit: Int) -> [HeadroomPoint] {
    let rise = max(1, limit / 10)
    var start = points.count - 1
    while start > 0 {
      let (older, newer) = (points[start - 1], points[start])
      guard (older.limit ?? limit) == limit, older.remaining <= max(limit, newer.remaining) else { break }
      guard newer.remaining - older.remaining < rise, newer.at > older.at else { break }
      start -= 1
    }
    return Array(points[start...])
  }

  /// Units used per second, never negative; nil below three readings over ten seconds.
  private static func use(_ points: [HeadroomPoint]) -> Double? {
    guard points.count >= fewestPoints, let first = points.first, let last = points.last,
      last.at - first.at >= shortestSpan
    else { return nil }
    var slopes: [Double] = []
    for (index, older) in points.enumerated() {
      for newer in points[(index + 1)...] {
        slopes.append(Double(older.remaining - newer.remaining) / (newer.at - older.at).inSeconds)
      }
    }
    slopes.sort()
    let middle = slopes.count / 2
    let median =
      slopes.count.isMultiple(of: 2) ? (slopes[middle - 1] + slopes[middle]) / 2 : slopes[middle]
    return max(0, median)
  }

  /// A window resets at one moment whatever is used; a continuous bucket's reset moves with what is left.
  private static func isWindow(_ points: [HeadroomPoint]) -> Bool {
    let resets = points.compactMap(\.reset)
    guard let earliest = resets.min(), let latest = resets.max() else { return false }
    return latest - earliest <= .seconds(2)
  }
}

extension HeadroomForecast: CustomStringConvertible {
  /// "runs out in 4 min, resets in 9 min"; of a bucket "runs out in 4 min but refills".
  package var description: String {
    switch prospect {
    case .unknown: "rate of use unknown"
    case .exhausted(let resets):
      "exhausted" + (resets.map { ", resets in \(about($0))" } ?? ", reset unknown")
    case .refilled(let ago): "reset \(about(ago)) ago, no reading since"
    case .runsOut(let left, _) where isBucket: "runs out in \(about(left)) but refills"
    case .runsOut(let left, let resets):
      "runs out in \(about(left))" + (resets.map { ", resets in \(about($0))" } ?? "")
    case .safe(nil, let resets?) where isBucket: "not shrinking, full in \(about(resets)) if unused"
    case .safe(nil, let resets):
      "not shrinking" + (resets.map { ", resets in \(about($0))" } ?? "")
    case .safe(let lasts?, let resets?) where resets <= lasts && !isBucket:
      "resets in \(about(resets)), would last \(about(lasts))"
    case .safe(let lasts?, _): "lasts \(about(lasts)) at this rate"
    }
  }

  private func about(_ span: TimeSpan) -> String {
    let seconds = span.magnitude.wholeSeconds
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    return seconds < 86_400 ? "\(seconds / 3600) h" : "over a day"
  }
}
