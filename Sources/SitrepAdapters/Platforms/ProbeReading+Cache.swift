package import SitrepCore

/// Prompt caching: two requests with the same long beginning.
extension ProbeReading {
  /// What the two came to: the second must read what the first wrote.
  ///
  /// The latency is that of the second; the reading tells what the first took longer.
  package func cached(_ first: Observation, _ second: Observation) -> Observation {
    var joined = second
    joined.startedAt = first.startedAt
    joined.usage = first.usage.flatMap { one in second.usage.map { one + $0 } } ?? second.usage ?? first.usage
    guard !second.outcome.isFailure else { return joined }
    let written = first.usage?.cacheWriteTokens ?? 0
    let read = second.usage?.cacheReadTokens ?? 0
    joined.cache = CacheReading(
      written: written, read: read, writeTook: first.phases.total ?? .zero,
      readTook: second.phases.total ?? .zero)
    guard let complaint = complaint(written: written, read: read, first) else { return joined }
    joined.outcome = .failed(.content)
    joined.errorType = CleanText(AnswerEnd.wrong.rawValue)
    joined.message = CleanText(complaint)
    return joined
  }

  private func complaint(written: Int, read: Int, _ first: Observation) -> String? {
    guard written > 0 else {
      return "nothing was written to the cache (\(first.usage?.inputTokens ?? 0) tokens were sent)"
    }
    return read > 0 ? nil : "cache miss: \(written) tokens written, none read again"
  }
}
