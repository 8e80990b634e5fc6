/// A piece of an XML document, as feeds need it.
package struct XMLElement: Hashable, Sendable {
  /// As written, with its prefix if it has one.
  package var name: String
  package var attributes: [String: String] = [:]
  /// Character data directly inside, CDATA included.
  package var text = ""
  package var children: [XMLElement] = []

  package init(name: String) {
    self.name = name
  }

  package func children(_ name: String) -> [XMLElement] {
    children.filter { $0.name == name }
  }

  package subscript(name: String) -> XMLElement? {
    children.first { $0.name == name }
  }

  /// Its own text and that of everything inside.
  package var wholeText: String {
    children.isEmpty ? text : ([text] + children.map(\.wholeText)).joined(separator: " ")
  }
}
