package import SitrepCore

/// Numbers made from the samples once per sample, so that a frame need not sort.
package nonisolated struct Digest: Hashable, Sendable {
  package var objectives: ObjectiveReport?
  /// What the sparklines' full height stands for: 1, 2, 5 or 10 s.
  package var ceiling = TimeSpan.seconds(1)
  /// The newest sample of each series and the targets that this was made from.
  private var source: [Instant?] = []
  private var targets: ObjectiveTargets?

  package init() {}

  package init(_ state: State) {
    objectives = ObjectiveReport(state, at: state.at)
    let start = state.at - state.settings.objectives.window
    ceiling = Digest.ceiling(
      over: state.series.flatMap { $0.samples.since(start).compactMap(\.latency) }.sorted())
    source = Digest.source(state)
    targets = state.settings.objectives
  }

  /// Whether a state has the same samples; its numbers then need not be made again.
  func isOf(_ state: State) -> Bool {
    objectives != nil && source == Digest.source(state) && targets == state.settings.objectives
  }

  /// With the minute: one that passes without a sample is unknown.
  private static func source(_ state: State) -> [Instant?] {
    state.series.map { $0.samples.samples.last?.at } + [Instant(seconds: state.at.wholeSeconds / 60 * 60)]
  }

  /// The first step that holds nine of ten; what is above is drawn as clipped.
  private static func ceiling(over sorted: [TimeSpan]) -> TimeSpan {
    let steps: [TimeSpan] = [.seconds(1), .seconds(2), .seconds(5), .seconds(10)]
    guard let most = Quantile.nearestRank(90, ofSorted: sorted) else { return steps[0] }
    return steps.first { most <= $0 } ?? .seconds(10)
  }
}
