/// What is kept of one series beyond its newest samples: minutes for six hours, hours for three days.
///
/// Bounded, and one short text in a checkpoint. Older minutes are the journal's.
package struct SeriesHistory: Hashable, Sendable {
  /// Minutes kept: the longest short burn window.
  package static let keptMinutes = 360
  /// Hours kept: the longest burn window, and the one that has begun.
  package static let keptHours = 73

  /// Oldest first; a minute without an attempt is absent.
  package private(set) var minutes: [Rollup] = []
  /// Oldest first; an hour without an attempt is absent.
  package private(set) var hours: [Rollup] = []
  /// Minute of the first attempt ever, so that what came before counts neither way.
  package private(set) var firstMinute: Int?

  package init() {}

  package mutating func take(_ outcome: Outcome, latency: TimeSpan?, at moment: Instant, isUnsure: Bool) {
    let minute = SeriesHistory.minute(of: moment)
    SeriesHistory.update(&minutes, number: minute, kept: SeriesHistory.keptMinutes) {
      $0.take(outcome, latency: latency, isUnsure: isUnsure)
    }
    SeriesHistory.update(
      &hours, number: SeriesHistory.hour(of: moment), kept: SeriesHistory.keptHours
    ) { $0.take(outcome, latency: latency, isUnsure: isUnsure) }
    firstMinute = min(firstMinute ?? minute, minute)
  }

  package static func minute(of moment: Instant) -> Int { Int(floor(moment.wholeSeconds, 60)) }

  static func hour(of moment: Instant) -> Int { Int(floor(moment.wholeSeconds, 3600)) }

  private static func floor(_ seconds: Int64, _ length: Int64) -> Int64 {
    seconds >= 0 ? seconds / length : (seconds - length + 1) / length
  }

  /// Finds or makes the roll-up with this number; one older than all that is kept is let go.
  private static func update(
    _ rollups: inout [Rollup], number: Int, kept: Int, _ change: (inout Rollup) -> Void
  ) {
    var index = rollups.count
    while index > 0, rollups[index - 1].number >= number { index -= 1 }
    if index == rollups.count || rollups[index].number != number {
      guard rollups.count < kept || index > 0 else { return }
      rollups.insert(Rollup(number: number), at: index)
    }
    change(&rollups[index])
    guard let newest = rollups.last?.number else { return }
    rollups.removeFirst(rollups.prefix { newest - $0.number >= kept }.count)
  }

  /// The roll-ups that overlap the window that ends at `now`; by the hour when it is longer than six hours.
  package func rollups(over window: TimeSpan, at now: Instant) -> ArraySlice<Rollup> {
    let start = now - window
    if window <= .minutes(Int64(SeriesHistory.keptMinutes)) {
      let first = SeriesHistory.minute(of: start) + (start.nanoseconds % 60_000_000_000 == 0 ? 0 : 1)
      return minutes.drop { $0.number < first }.prefix { $0.number <= SeriesHistory.minute(of: now) }
    }
    let first = SeriesHistory.hour(of: start) + 1
    return hours.drop { $0.number < first }.prefix { $0.number <= SeriesHistory.hour(of: now) }
  }

  /// Start of the oldest hour that is kept.
  package var oldest: Instant? {
    firstMinute.map { first in
      let minute = Instant(seconds: Int64(first).multipliedSaturating(60))
      let hour = hours.first.map { Instant(seconds: Int64($0.number).multipliedSaturating(3600)) } ?? minute
      return max(minute, hour)
    }
  }
}

extension SeriesHistory: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    var reader = VariableLengthReader(try container.decode(String.self))
    guard let first = reader.next(),
      let minutes = SeriesHistory.read(&reader, most: SeriesHistory.keptMinutes),
      let hours = SeriesHistory.read(&reader, most: SeriesHistory.keptHours), reader.isAtEnd
    else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no history of a series")
    }
    firstMinute = first == 0 ? nil : first - 1
    self.minutes = minutes
    self.hours = hours
  }

  package func encode(to encoder: any Encoder) throws {
    var text = VariableLengthText()
    text.append(firstMinute.map { $0 + 1 } ?? 0)
    for rollups in [minutes, hours] {
      text.append(rollups.count)
      var before = 0
      for rollup in rollups {
        rollup.write(to: &text, after: before)
        before = rollup.number
      }
    }
    var container = encoder.singleValueContainer()
    try container.encode(text.text)
  }

  private static func read(_ reader: inout VariableLengthReader, most: Int) -> [Rollup]? {
    guard let count = reader.next(), count <= most else { return nil }
    var rollups: [Rollup] = []
    for _ in 0..<count {
      guard let rollup = Rollup(from: &reader, after: rollups.last?.number ?? 0) else { return nil }
      if let last = rollups.last, rollup.number <= last.number { return nil }
      rollups.append(rollup)
    }
    return rollups
  }
}
