/// A place in a JSON document (RFC 6901): "/incidents/0/name"; "" is the whole document.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
  private let parts: [String]
  package let description: String

  /// Nil when the text is no pointer.
  package init?(_ text: String) {
    guard text.isEmpty || text.hasPrefix("/"), text.utf8.count <= 400 else { return nil }
    description = text
    var parts: [String] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      // A tilde stands only for itself or a slash, and is then followed by 0 or 1.
      let escapes = part.indices.filter { part[$0] == "~" }.map { part[part.index(after: $0)...].first }
      guard escapes.allSatisfy({ $0 == "0" || $0 == "1" }) else { return nil }
      parts.append(String(part).replacing("~1", with: "/").replacing("~0", with: "~"))
    }
    self.parts = parts
  }

  /// What stands there; nil when nothing does.
  package func find(in document: LooseJSON) -> LooseJSON? {
    var place = document
    for part in parts {
      let index = Int(part) ?? -1
      if place.isArray, !place.items.indices.contains(index) { return nil }
      guard let next = place.isArray ? place.items[index] : place[part] else { return nil }
      place = next
    }
    return place
  }
}
