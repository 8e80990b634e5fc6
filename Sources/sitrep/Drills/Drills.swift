import SitrepAdapters
package import SitrepSimulator

/// Drills by name or by path.
package enum Drills {
  package static func named(_ word: String) throws -> DrillScript {
    if let embedded = EmbeddedDrills.named(word) {
      return try YAMLDocument.parse(embedded.bytes, file: "\(word).yaml").decode(DrillScript.self)
    }
    guard word.contains("/") || word.hasSuffix(".yaml") else {
      let known = EmbeddedDrills.all.map(\.name).joined(separator: ", ")
      throw UsageError("there is no drill “\(word)”; there are \(known), or name a file")
    }
    return try YAMLDocument.read(word).decode(DrillScript.self)
  }
}
