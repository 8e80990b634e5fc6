import FoundationEssentials
package import SitrepCore

/// Where people and terminals left the dashboard last, kept beside the journal.
///
/// A convenience: one that cannot be read or written is as none.
package struct SeenMarks: Sendable {
  package struct Mark: Hashable, Codable, Sendable {
    package var at: Instant
    package var sequence: Int64

    package init(at: Instant, sequence: Int64) {
      self.at = at
      self.sequence = sequence
    }
  }

  /// The oldest are forgotten beyond this.
  package static let kept = 64
  private static let longestFile = 65_536

  private let path: String

  package init(_ paths: Paths) {
    path = "\(paths.state)/seen.json"
  }

  package var all: [String: Mark] {
    guard let bytes = try? SafeFile.read(path, limit: SeenMarks.longestFile) else { return [:] }
    return (try? JSONDecoder().decode([String: Mark].self, from: Data(bytes))) ?? [:]
  }

  /// Notes one mark under each of `names`; what others wrote meanwhile is kept.
  package func note(_ mark: Mark, as names: [String]) {
    var marks = all
    for name in names { marks[name] = mark }
    let newest = marks.sorted { ($0.value.at, $0.key) > ($1.value.at, $1.key) }.prefix(SeenMarks.kept)
    let kept = Dictionary(newest.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
    guard let data = try? JSONEncoder().encode(kept) else { return }
    try? SafeFile.write([UInt8](data), to: path)
  }
}
