/// The impact cut into minutes, each with the worst that the probes of the incident met in it.
///
/// A minute is *down* when every attempt of it failed, *degraded* when some failed or were slow, *unknown*
/// when there was none. Weights are 1, 0.5 and none (notes/incidents.md D1, "Budget accounting").
struct ImpactMinutes {
  struct Row {
    var down = 0.0
    var degraded = 0.0
    var good = 0.0
    var unknown = 0.0
    var cited = CitedCount()

    var weighted: Double { down + degraded * 0.5 }
  }

  /// What the linter looks for before it lets a document say outage.
  static let noneDown = "No minute was fully down."

  /// How long one cell is: a minute, or the longest cadence among the series when that is longer.
  let cell: TimeSpan
  private(set) var all = Row()
  private(set) var rows: [(SeriesID, Row)] = []

  private struct Cell {
    var attempts = 0
    var failed = 0
    var slow = 0
  }

  /// Takes scheduled attempts of the series that took part, with their events, from the first failed attempt to
  /// when failures ceased.
  init(
    _ observations: [(observation: Observation, event: Int64)], from start: Instant, to end: Instant,
    plans: [ProbePlan]
  ) {
    let hit = Set(observations.map(\.observation.series))
    let longest = plans.filter { hit.contains($0.series) }.map(\.cadence).max() ?? .minutes(1)
    cell = .minutes(max(1, (longest.wholeSeconds + 59) / 60))
    let cells = max(
      1, Int((end - start).nanoseconds.addingSaturating(cell.nanoseconds - 1) / cell.nanoseconds))
    guard end > start, cells <= 100_000 else { return }
    all = row(observations, start, end, cells)
    rows = hit.sorted().map { series in
      (series, row(observations.filter { $0.observation.series == series }, start, end, cells))
    }
  }

  private func row(
    _ observations: [(observation: Observation, event: Int64)], _ start: Instant, _ end: Instant, _ count: Int
  ) -> Row {
    var cells = [Cell](repeating: Cell(), count: count)
    var row = Row()
    for (observation, event) in observations
    where observation.startedAt >= start && observation.startedAt < end {
      let index = Int((observation.startedAt - start).nanoseconds / cell.nanoseconds)
      row.cited.add(event)
      cells[index].attempts += 1
      if observation.outcome.isFailure { cells[index].failed += 1 }
      if observation.outcome == .slow { cells[index].slow += 1 }
    }
    for (index, found) in cells.enumerated() {
      let until = min(end, start + cell * Double(index + 1))
      let minutes = (until - (start + cell * Double(index))).inSeconds / 60
      if found.attempts == 0 {
        row.unknown += minutes
      } else if found.failed == found.attempts {
        row.down += minutes
      } else if found.failed + found.slow > 0 {
        row.degraded += minutes
      } else {
        row.good += minutes
      }
    }
    return row
  }
}
