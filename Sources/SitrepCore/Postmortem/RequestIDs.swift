/// Request ids of failed calls: the first three and the last of each platform and class of failure.
struct RequestIDs {
  struct Entry {
    var id: CleanText
    var at: Instant
    var event: Int64
    var word: String
    var source: String
  }

  struct Group: Hashable, Comparable {
    var platform: Platform
    /// A class of failure, or "traffic" for calls that a gateway carried.
    var label: String

    static func < (left: Group, right: Group) -> Bool {
      (left.platform, left.label) < (right.platform, right.label)
    }
  }

  static let keptFirst = 3

  private(set) var samples: [Group: [Entry]] = [:]
  private(set) var counts: [Group: Int] = [:]
  private var sources: [SeriesID: String] = [:]

  mutating func take(_ observation: Observation, _ event: Event) {
    guard let id = observation.requestID, let failure = observation.outcome.failure else { return }
    let group = Group(platform: observation.series.platform, label: failure.rawValue)
    let word = [observation.failureWord, observation.errorType?.text].compactMap { $0 }.joined(separator: " ")
    add(
      Entry(
        id: id, at: observation.startedAt, event: event.sequence, word: word,
        source: source(observation.series)), to: group)
  }

  private mutating func source(_ series: SeriesID) -> String {
    if let known = sources[series] { return known }
    let source = "\(series.model.shortName) \(series.capability.rawValue)"
    sources[series] = source
    return source
  }

  mutating func take(_ report: TrafficReport, _ event: Event) {
    for flow in report.flows {
      let group = Group(platform: flow.target.platform, label: "traffic")
      for id in flow.failedRequestIDs {
        add(
          Entry(
            id: id, at: event.at, event: event.sequence, word: "failed call", source: report.consumer),
          to: group)
      }
    }
  }

  private mutating func add(_ entry: Entry, to group: Group) {
    counts[group, default: 0] += 1
    var kept = samples[group] ?? []
    if kept.count > RequestIDs.keptFirst { kept.removeLast() }
    kept.append(entry)
    samples[group] = kept
  }
}
