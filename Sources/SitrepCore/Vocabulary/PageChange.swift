/// One difference between two readings of a vendor's page.
package enum PageChange: Hashable, Sendable {
  /// A state that is absent means that the component was not, or is no longer, on the page.
  case component(CleanText, from: PageState?, to: PageState?, at: Instant?)
  case posted(PageUpdate, about: CleanText)
  /// The first post about an incident already said that it was over.
  case bornResolved(PageUpdate, about: CleanText)
  /// A page lists unresolved incidents only: one that is gone has been resolved.
  case gone(CleanText)

  /// Posts oldest first, then components in the page's order, then what is gone.
  ///
  /// The first reading of a page has no components that changed.
  package static func between(_ before: PageSnapshot?, _ after: PageSnapshot) -> [PageChange] {
    posts(before, after) + (before.map { components($0, after) + gone($0, after) } ?? [])
  }

  private static func posts(_ before: PageSnapshot?, _ after: PageSnapshot) -> [PageChange] {
    let known = Set(
      (before?.incidents ?? []).flatMap { incident in incident.updates.map { Key(incident, $0) } })
    let fresh = after.incidents.flatMap { incident in
      incident.updates.filter { !known.contains(Key(incident, $0)) }.map { (incident, $0) }
    }
    return fresh.sorted { $0.1.postedAt < $1.1.postedAt }.suffix(mostPosts)
      .map { incident, post in .posted(post, about: incident.name) }
  }

  /// A page that is read for the first time in a long incident must not fill the timeline.
  private static let mostPosts = 12

  private struct Key: Hashable {
    var incident: String
    var update: String

    init(_ incident: PageIncident, _ update: PageUpdate) {
      self.incident = incident.id
      self.update = update.id
    }
  }

  private static func components(_ before: PageSnapshot, _ after: PageSnapshot) -> [PageChange] {
    let old = Dictionary(before.components.map { ($0.id, $0) }) { first, _ in first }
    let new = Set(after.components.map(\.id))
    let changed = after.components.compactMap { component -> PageChange? in
      let was = old[component.id]?.state
      guard was != component.state else { return nil }
      return .component(component.name, from: was, to: component.state, at: component.changedAt)
    }
    let dropped = before.components.filter { !new.contains($0.id) }
    return changed + dropped.map { .component($0.name, from: $0.state, to: nil, at: nil) }
  }

  private static func gone(_ before: PageSnapshot, _ after: PageSnapshot) -> [PageChange] {
    let present = Set(after.incidents.map(\.id))
    return before.incidents.filter { !present.contains($0.id) && !$0.phase.isOver }.map { .gone($0.name) }
  }

  /// As the timeline tells it, with the vendor's own time.
  package var sentence: String {
    switch self {
    case .component(let name, let from, let to, let at):
      let time = PageChange.time(at)
      guard let to else { return "\(name) is no longer on the page" }
      return "\(name) \(from.map { "\($0.word) → " } ?? "is new: ")\(to.word)\(time)"
    case .posted(let post, let name):
      return "\(post.phase.rawValue): \(name) (\(PageChange.time(of: post)))"
    case .bornResolved(let post, let name):
      return "posted already resolved: \(name) (\(PageChange.time(of: post)))"
    case .gone(let name): return "no longer listed as unresolved: \(name)"
    }
  }

  /// The vendor's own time of a change, in brackets.
  static func time(_ moment: Instant?) -> String {
    moment.map { " (vendor's time \(Timestamp.clock($0)))" } ?? ""
  }

  private static func time(of post: PageUpdate) -> String {
    let shown = Timestamp.clock(post.postedAt)
    if let missing = post.missingAt {
      return "back-dated to \(shown): not there yet at \(Timestamp.clock(missing))"
    }
    if let entered = post.enteredAt { return "back-dated to \(shown): written \(Timestamp.clock(entered))" }
    return "posted \(shown)"
  }
}

extension PageUpdate {
  /// When it was there for all to read, as far as anybody can prove: what the page shows, unless back-dated.
  package var publishedAt: Instant {
    max(postedAt, enteredAt ?? postedAt, missingAt ?? postedAt)
  }

  package var isBackDated: Bool { publishedAt > postedAt }
}

extension FeedState {
  /// How much later than the time it shows a post must appear to be called back-dated.
  static let backDatedAfter = TimeSpan.minutes(2)

  /// `page` with its back-dated posts marked: those that an earlier reading of ours should have had.
  ///
  /// A reopened incident comes back with posts that we no longer hold, so its posts are taken as they are.
  package func marked(_ page: PageSnapshot) -> PageSnapshot {
    guard let before = snapshot, let goodAt else { return page }
    var marked = page
    for index in marked.incidents.indices {
      let incident = marked.incidents[index]
      let known = before.incidents.first { $0.id == incident.id }
      guard known != nil || !incident.updates.contains(where: \.phase.isOver) else { continue }
      for place in incident.updates.indices {
        let post = incident.updates[place]
        if let old = known?.updates.first(where: { $0.id == post.id }) {
          marked.incidents[index].updates[place].missingAt = old.missingAt
        } else if goodAt - post.postedAt > FeedState.backDatedAfter {
          marked.incidents[index].updates[place].missingAt = goodAt
        }
      }
    }
    return marked
  }
}
