import SitrepAdapters
import SitrepTerminal

/// The themes of the program, read from the files that are part of it.
enum Themes {
  struct Document: Decodable {
    var theme: String
    var about: String
    var roles: [String: String]
  }

  struct Entry {
    var name: String
    var about: String
    var theme: Theme
  }

  static func all() throws -> [Entry] {
    try files.map { name, bytes in
      let document = try YAMLDocument.parse(bytes, file: "themes/\(name).yaml").decode(Document.self)
      return Entry(
        name: document.theme, about: document.about,
        theme: try Theme(name: document.theme, roles: document.roles))
    }
  }

  static func named(_ name: String) throws -> Theme {
    let themes = try all()
    guard let entry = themes.first(where: { $0.name == name }) else {
      throw UsageError("there is no theme “\(name)”; there are \(themes.map(\.name).joined(separator: ", "))")
    }
    return entry.theme
  }

  private static var files: [(String, [UInt8])] {
    [
      ("default", PackageResources.default_yaml), ("light", PackageResources.light_yaml),
      ("colorblind", PackageResources.colorblind_yaml), ("mono", PackageResources.mono_yaml),
    ]
  }
}
