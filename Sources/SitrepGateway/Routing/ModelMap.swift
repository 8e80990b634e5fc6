package import SitrepCore

/// How each platform spells the models that callers ask for.
///
/// A name without an entry is passed on as it is.
package struct ModelMap: Hashable, Sendable {
  private var names: [Platform: [String: Model]]

  package init(_ names: [Platform: [String: Model]] = [:]) {
    self.names = names
  }

  package func model(_ name: String, on platform: Platform) -> Model {
    names[platform]?[name] ?? Model(name)
  }
}
