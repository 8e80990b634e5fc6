import SitrepCore
import SitrepTerminal

/// What a series has to tell that percentiles cannot.
nonisolated enum ProbeTelling {
  /// Nil where the usual numbers say it.
  static func words(_ series: SeriesState, _ standing: Standing) -> String? {
    guard let last = series.last else { return nil }
    switch standing {
    // What was said instead of the right thing.
    case .failing(.content, _), .failing(.request, _): return last.message?.text
    case .ok, .slow: break
    default: return nil
    }
    switch series.id.capability {
    case .reach: return layers(last)
    case .promptCaching: return last.cache.map(cache)
    case .webUI: return last.message?.text
    default: return nil
    }
  }

  /// "dns 3ms tcp 9ms tls 20ms cert 63d": the way, part by part; a part that did not happen is left out.
  static func layers(_ last: Observation) -> String {
    let parts: [(String, TimeSpan?)] = [
      ("dns", last.phases.dns), ("tcp", last.phases.connect), ("tls", last.phases.tls),
    ]
    var words = parts.compactMap { name, span in span.map { "\(name) \(TimeWords.latency($0))" } }
    if let ends = last.certificateEnds {
      let days = (ends - last.startedAt).wholeSeconds / 86_400
      words.append(days < 0 ? "certificate ended" : "cert \(days)d")
    }
    if let status = last.status { words.append("answers \(status)") }
    return words.joined(separator: " ")
  }

  /// "wrote 780 in 1.2s, read 780 in 0.8s".
  private static func cache(_ cache: CacheReading) -> String {
    "wrote \(cache.written) in \(TimeWords.latency(cache.writeTook)), "
      + "read \(cache.read) in \(TimeWords.latency(cache.readTook))"
  }
}
