/// Failure rate and latency over an incident in a bounded number of columns.
struct IncidentChart {
  struct Column {
    var attempts = 0
    var failed = 0
    var latencies: [TimeSpan] = []
    var calls = 0
    var failedCalls = 0

    var failedShare: Double? { attempts == 0 ? nil : Double(failed) / Double(attempts) }
    var failedCallShare: Double? { calls == 0 ? nil : Double(failedCalls) / Double(calls) }
    var median: TimeSpan? { latencies.isEmpty ? nil : latencies.sorted()[latencies.count / 2] }
  }

  /// As many as fit beside each other in a terminal of 80 columns.
  static let limit = 60

  let start: Instant
  /// How long one column is.
  let step: TimeSpan
  private(set) var columns: [Column]
  private(set) var cited = CitedCount()
  private(set) var citedTraffic = CitedCount()

  /// Columns of 30 s, or of as many whole minutes as the span needs.
  init(from start: Instant, to end: Instant) {
    let span = max(.seconds(30), end - start)
    let whole = span.nanoseconds / Int64(IncidentChart.limit) / 1_000_000_000
    let seconds = [2, 5, 10, 30].first { $0 > whole } ?? (whole / 60 + 1) * 60
    step = .seconds(seconds)
    self.start = Instant(seconds: start.wholeSeconds - start.wholeSeconds % seconds)
    let count = (end - self.start).nanoseconds / step.nanoseconds + 1
    columns = Array(repeating: Column(), count: Int(min(Int64(IncidentChart.limit) + 2, max(1, count))))
  }

  var end: Instant { start + step * Double(columns.count) }

  private func index(_ moment: Instant) -> Int? {
    guard moment >= start else { return nil }
    let index = Int((moment - start).nanoseconds / step.nanoseconds)
    return index < columns.count ? index : nil
  }

  mutating func take(_ observation: Observation, _ sequence: Int64) {
    guard let index = index(observation.startedAt) else { return }
    cited.add(sequence)
    columns[index].attempts += 1
    if observation.outcome.isFailure {
      columns[index].failed += 1
    } else if let latency = observation.latency {
      columns[index].latencies.append(latency)
    }
  }

  mutating func take(_ report: TrafficReport, at moment: Instant, _ sequence: Int64) {
    guard let index = index(moment) else { return }
    let calls = report.flows.reduce(0) { $0 + $1.calls }
    guard calls > 0 else { return }
    citedTraffic.add(sequence)
    columns[index].calls += calls
    columns[index].failedCalls += report.flows.reduce(0) { $0 + $1.failures }
  }

  // MARK: Sparklines

  /// Shares of 0…1 as bars: the lowest is exactly none, a dot is not measured.
  static func bars(shares: [Double?]) -> String {
    let heights = Array("▂▃▄▅▆▇█")
    return String(
      shares.map { share -> Character in
        guard let share else { return "·" }
        guard share > 0 else { return "▁" }
        return heights[min(heights.count - 1, Int(share * Double(heights.count)))]
      })
  }

  /// Latencies between none and the greatest.
  static func bars(latencies: [TimeSpan?]) -> String {
    let most = latencies.compactMap { $0?.inSeconds }.max() ?? 0
    return bars(shares: latencies.map { $0.map { most > 0 ? max(0.001, $0.inSeconds / most) : 0.001 } })
  }
}
