/// What a page's own list of past incidents said at one fetch.
///
/// It is no word about now: many posts are born resolved and never stand among the unresolved ones.
package struct PageHistory: Hashable, Codable, Sendable {
  /// Incidents that are over and were written about lately, newest first; nil when nothing is new.
  package var incidents: [PageIncident]?

  package init(incidents: [PageIncident]?) {
    self.incidents = incidents
  }

  /// How long ago the newest post of a past incident may be.
  package static let span = TimeSpan.hours(24)
  /// Most incidents and most posts of each that are kept.
  package static let mostIncidents = 10
  package static let mostPosts = 12

  /// Those of a page's list that are over and were written about within `span`, newest first and bounded.
  package static func lately(_ incidents: [PageIncident], at now: Instant) -> [PageIncident] {
    let over = incidents.filter { incident in
      incident.phase.isOver && incident.publishedAt.map { now - $0 <= span } ?? false
    }
    let sorted = over.sorted {
      ($0.publishedAt ?? .distantPast, $0.id) > ($1.publishedAt ?? .distantPast, $1.id)
    }
    return sorted.prefix(mostIncidents).map { incident in
      var short = incident
      // The first post says how it began, so it stays when the middle goes.
      if let first = incident.updates.last, incident.updates.count > mostPosts {
        short.updates = incident.updates.prefix(mostPosts - 1) + [first]
      }
      return short
    }
  }
}

/// What is kept of a page's past incidents, and when we last looked.
package struct FeedHistory: Hashable, Codable, Sendable {
  package var readAt: Instant
  /// Newest first, at most `PageHistory.mostIncidents`.
  package var incidents: [PageIncident]

  package init(readAt: Instant, incidents: [PageIncident]) {
    self.readAt = readAt
    self.incidents = incidents
  }
}

extension PageIncident {
  /// When its newest post was there for all to read.
  package var publishedAt: Instant? { updates.map(\.publishedAt).max() }

  /// Whether its very first post said that it was over: nobody could have learned of it in time.
  package var isBornResolved: Bool { updates.last?.phase.isOver ?? false }
}

extension Instant {
  fileprivate static let distantPast = Instant(nanoseconds: 0)
}

extension FeedState {
  /// `history` with its back-dated posts marked: those that our last look at the list should have had.
  package func marked(_ incidents: [PageIncident]) -> [PageIncident] {
    incidents.map { incident in
      var marked = incident
      for place in incident.updates.indices {
        let post = incident.updates[place]
        if let old = knownPost(post.id, of: incident.id) {
          marked.updates[place].missingAt = old.missingAt
        } else if let readAt = history?.readAt, readAt - post.postedAt > FeedState.backDatedAfter,
          readAt - post.postedAt < PageHistory.span
        {
          marked.updates[place].missingAt = readAt
        }
      }
      return marked
    }
  }

  /// A post of the page as it was, or of its past incidents.
  private func knownPost(_ post: String, of incident: String) -> PageUpdate? {
    let known = (snapshot?.incidents ?? []) + (history?.incidents ?? [])
    return known.lazy.filter { $0.id == incident }.flatMap(\.updates).first { $0.id == post }
  }

  /// Keeps what the page's list of past incidents said; nothing else changes by it.
  mutating func take(_ told: PageHistory, at now: Instant) {
    let fresh = marked(told.incidents ?? [])
    let ids = Set(fresh.map(\.id))
    let kept = (history?.incidents ?? []).filter { !ids.contains($0.id) }
    history = FeedHistory(readAt: now, incidents: PageHistory.lately(fresh + kept, at: now))
  }

  /// What a look at the list of past incidents adds: posts that no reading of ours had, oldest first.
  package func news(of told: PageHistory, at now: Instant) -> [PageChange] {
    let isFirst = history == nil
    let fresh = marked(told.incidents ?? []).flatMap { incident -> [(PageIncident, PageUpdate)] in
      let posts = incident.updates.filter { post in
        knownPost(post.id, of: incident.id) == nil && now - post.publishedAt <= PageHistory.span
      }
      // What went on before our first look is told by its last word.
      return (isFirst ? Array(posts.prefix(1)) : posts).map { (incident, $0) }
    }
    return fresh.sorted { $0.1.publishedAt < $1.1.publishedAt }.suffix(PageHistory.mostPosts)
      .map { incident, post in
        incident.isBornResolved && post.id == incident.updates.last?.id
          ? .bornResolved(post, about: incident.name) : .posted(post, about: incident.name)
      }
  }
}
