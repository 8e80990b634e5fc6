import SitrepCore

/// The page's content at one moment of the drill: the posts up to it, folded.
struct PageView {
  private let startedAt: Instant
  private let posts: [PagePost]
  private var states: [PageComponentID: ComponentState] = [:]
  private var changedAt: [PageComponentID: Instant] = [:]
  /// State of each component before each post that names it.
  private var before: [String: [PageComponentID: ComponentState]] = [:]

  init(script: DrillScript, startedAt: Instant, moment: TimeSpan) {
    self.startedAt = startedAt
    posts = script.page.filter { $0.at <= moment }
    for post in posts {
      before[post.id] = states
      for change in post.components {
        states[change.component] = change.state
        changedAt[change.component] = startedAt + post.at
      }
    }
  }

  /// A day before the drill when nothing was posted yet: only incidents change it.
  var updatedAt: String {
    Timestamp.rfc3339Milliseconds(posts.last.map { startedAt + $0.at } ?? quiet)
  }

  var worst: ComponentState {
    let present = Set(states.values)
    return ComponentState.allCases.last { present.contains($0) } ?? .operational
  }

  var components: [JSON] { PageComponentID.allCases.map(component) }

  /// Newest first, at most the page's fifty.
  func incidents(openOnly: Bool) -> [JSON] {
    var order: [String] = []
    for post in posts where !order.contains(post.incident) { order.insert(post.incident, at: 0) }
    return order.prefix(50).compactMap { id in
      let own = posts.filter { $0.incident == id }
      guard let first = own.first, let last = own.last, !(openOnly && last.phase.isOver) else { return nil }
      return incident(first, last, own)
    }
  }

  private var quiet: Instant { startedAt - .hours(24) }

  private func component(_ id: PageComponentID) -> JSON {
    [
      "id": id.rawValue.json, "name": id.name.json,
      "status": (states[id] ?? .operational).rawValue.json, "created_at": id.createdAt.json,
      "updated_at": Timestamp.rfc3339Milliseconds(changedAt[id] ?? quiet).json, "position": id.position.json,
      "description": nil, "showcase": true, "start_date": id.startDate.json, "group_id": nil,
      "page_id": "tymt9n04zgry", "group": false, "only_show_if_degraded": false,
    ]
  }

  private func incident(_ first: PagePost, _ last: PagePost, _ own: [PagePost]) -> JSON {
    let named = Set(own.flatMap { $0.components.map(\.component) })
    return [
      "components": .list(PageComponentID.allCases.filter(named.contains).map(component)),
      "created_at": time(first), "id": first.incident.json, "impact": first.impact.rawValue.json,
      "incident_updates": .list(own.reversed().map(update)),
      "monitoring_at": own.last { $0.phase == .monitoring }.map(time) ?? .null, "name": first.name.json,
      "page_id": "tymt9n04zgry", "reminder_intervals": nil,
      "resolved_at": own.last { $0.phase == .resolved }.map(time) ?? .null,
      "shortlink": "https://stspg.io/\(first.incident)".json, "started_at": time(first),
      "status": last.phase.rawValue.json, "updated_at": time(last),
    ]
  }

  private func update(_ post: PagePost) -> JSON {
    [
      "affected_components": affected(post), "body": post.text.json, "created_at": time(post),
      "custom_tweet": nil, "deliver_notifications": true, "display_at": time(post), "id": post.id.json,
      "incident_id": post.incident.json, "status": post.phase.rawValue.json, "tweet_id": nil,
      "updated_at": time(post),
    ]
  }

  /// Null when the post names none, as on the real page.
  private func affected(_ post: PagePost) -> JSON {
    guard !post.components.isEmpty else { return .null }
    return .list(
      post.components.map { change in
        [
          "code": change.component.rawValue.json, "name": change.component.name.json,
          "new_status": change.state.rawValue.json,
          "old_status": (before[post.id]?[change.component] ?? .operational).rawValue.json,
        ]
      })
  }

  private func time(_ post: PagePost) -> JSON {
    Timestamp.rfc3339Milliseconds(startedAt + post.at).json
  }
}
