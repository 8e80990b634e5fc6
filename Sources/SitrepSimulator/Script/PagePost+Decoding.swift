import SitrepCore

extension PagePost: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "a post of the page",
      keys: ["at", "incident", "id", "name", "impact", "phase", "components", "text"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    incident = try map.require("incident", "the page's id of the incident")
    id = try map.require("id", "an id of this update")
    name = try map.find("name", "the incident's title") ?? ""
    impact = try map.word("impact", Impact.self) ?? .none
    guard let phase = try map.word("phase", Phase.self) else {
      throw map.missing("phase", oneOf(Phase.allCases.map(\.rawValue)))
    }
    self.phase = phase
    components =
      try (map.find("components", "a mapping of components to states") as ComponentChanges?)?.all ?? []
    text = try map.require("text", "the text of the update")
  }

  /// Gives later posts the title and impact of their incident's first one.
  static func joined(_ posts: [PagePost]) -> [PagePost] {
    var first: [String: PagePost] = [:]
    return posts.map { post in
      guard let opening = first[post.incident] else {
        first[post.incident] = post
        return post
      }
      var post = post
      if post.name.isEmpty {
        post.name = opening.name
        post.impact = opening.impact
      }
      return post
    }
  }

  static func check(_ posts: [PagePost], _ map: StrictMap) throws {
    for (index, post) in posts.enumerated() {
      if post.name.isEmpty {
        throw map.refusal(
          "page", entry: index, "opens an incident without a name; expected name and impact")
      }
      if posts.prefix(index).contains(where: { $0.id == post.id }) {
        throw map.refusal("page", entry: index, "repeats the id \"\(post.id)\"; expected a new one")
      }
    }
  }
}

private struct ComponentChanges: Decodable {
  var all: [PagePost.ComponentChange] = []

  init(from decoder: any Decoder) throws {
    let map = try StrictMap(decoder, of: "components", keys: PageComponentID.allCases.map(\.word))
    for component in PageComponentID.allCases {
      guard let state = try map.word(component.word, ComponentState.self) else { continue }
      all.append(PagePost.ComponentChange(component: component, state: state))
    }
  }
}

extension PageComponentID {
  /// The word in a drill file.
  fileprivate var word: String {
    switch self {
    case .claudeAI: "claude.ai"
    case .console: "console"
    case .api: "api"
    case .code: "code"
    case .cowork: "cowork"
    case .government: "government"
    }
  }
}
