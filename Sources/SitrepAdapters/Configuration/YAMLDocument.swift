/// A YAML file as a tree: one document, no aliases, of bounded size and depth.
package struct YAMLDocument: Hashable, Sendable {
  package static let longest = 4 << 20
  package static let deepest = 64

  package var file: String
  package var root: YAMLNode

  /// Reads `bytes`; `file` is only the name that errors show.
  package static func parse(_ bytes: [UInt8], file: String) throws(ConfigurationError) -> YAMLDocument {
    guard bytes.count <= longest else {
      throw ConfigurationError(
        file: file, position: nil, "the file has \(bytes.count) bytes, expected at most \(longest)")
    }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw ConfigurationError(file: file, position: nil, "the file is not UTF-8 text")
    }
    var builder = YAMLBuilder(file: file)
    let parser = try YAMLEvents(bytes, file: file)
    while let event = try parser.next() { try builder.take(event) }
    return YAMLDocument(file: file, root: builder.root)
  }

  /// Reads the file at `path`.
  package static func read(_ path: String) throws(ConfigurationError) -> YAMLDocument {
    do {
      return try parse(try SafeFile.read(path, limit: longest), file: path)
    } catch let error as ConfigurationError {
      throw error
    } catch {
      throw ConfigurationError(file: path, position: nil, "\(error)")
    }
  }
}
