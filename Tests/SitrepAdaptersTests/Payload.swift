import FoundationEssentials

/// Recorded and synthetic answers of vendors, stored beside the tests.
enum Payload {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Payloads/"

  /// The bytes of a file in `Payloads`.
  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(filePath: folder + name)))
  }

  /// The header lines of a recorded response head, by lower-case name.
  static func headers(_ name: String) throws -> [String: String] {
    let lines = String(decoding: try bytes(name), as: UTF8.self).split(whereSeparator: \.isNewline)
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimming(" ")
    }
    return headers
  }
}

extension Substring {
  fileprivate func trimming(_ unwanted: Character) -> String {
    String(String(drop { $0 == unwanted }.reversed()).drop { $0 == unwanted }.reversed())
  }
}
