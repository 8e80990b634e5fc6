import SitrepCore
import Synchronization

/// Which of a platform's keys each probe uses: all of them in turn, but not one that was just refused.
///
/// Shared by the tasks that probe; the lock is held for a choice only.
final class ProbeKeys: Sendable {
  private struct Turns {
    var rings: [Platform: KeyRing] = [:]
    /// Counted per series, or two series and two keys would always meet in the same pairs.
    var turns: [SeriesID: Int] = [:]
  }

  private let turns = Mutex(Turns())

  /// The place of the key to use; nil where there is none to choose from.
  func choose(for series: SeriesID, of access: PlatformAccess, at now: Instant) -> Int? {
    let names = access.fingerprints
    guard names.count > 1, names.count == access.credentials.count else { return nil }
    return turns.withLock { turns in
      var ring = turns.rings[series.platform] ?? KeyRing(series.platform, fingerprints: names)
      ring.adopt(names)
      let turn = turns.turns[series, default: 0]
      turns.turns[series] = (turn + 1) % names.count
      let order = names.indices.map { (turn + $0) % names.count }
      // With no key left that works, probes must go on telling so.
      let place = order.first { ring.isFree($0, for: series.model, at: now) } ?? order[0]
      ring.begin(place, at: now)
      turns.rings[series.platform] = ring
      return place
    }
  }

  /// Keeps what a probe found out about its key.
  func keep(_ observation: Observation, _ place: Int, at now: Instant) {
    turns.withLock { turns in
      _ = turns.rings[observation.series.platform]?.witness(observation, place, at: now, word: .max / 2)
    }
  }
}
