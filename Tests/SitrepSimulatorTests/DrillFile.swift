import CFyaml
import FoundationEssentials
import Glibc
import SitrepSimulator

/// Reads a drill's YAML for tests, as the program does through its adapters.
enum DrillFile {
  static func named(_ name: String) throws -> DrillScript {
    guard let drill = EmbeddedDrills.named(name) else { throw NotYAML() }
    return try read(String(decoding: drill.bytes, as: UTF8.self))
  }

  static func read(_ yaml: String) throws -> DrillScript {
    try JSONDecoder().decode(DrillScript.self, from: Data(json(yaml).utf8))
  }

  /// The library reads the text in place, so all happens while it is borrowed.
  private static func json(_ yaml: String) throws -> String {
    let text = unsafe yaml.withCString { bytes -> String? in
      let document = unsafe fy_document_build_from_string(nil, bytes, yaml.utf8.count)
      defer { unsafe fy_document_destroy(document) }
      guard let text = unsafe fy_emit_document_to_string(document, FYECF_MODE_JSON_ONELINE) else {
        return nil
      }
      defer { unsafe free(text) }
      return unsafe String(cString: text)
    }
    guard let text else { throw NotYAML() }
    return text
  }

  struct NotYAML: Error {}
}
