package import SitrepCore

/// Reads a template for postmortems.
package enum PostmortemTemplateFile {
  private static let sizeLimit = 1 << 20

  /// - Throws: every problem of the file with its line and column.
  package static func read(_ path: String) throws(ConfigurationError) -> PostmortemTemplate {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try SafeFile.read(path, limit: sizeLimit)
    } catch {
      throw ConfigurationError(file: path, position: nil, "\(error)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError(file: path, position: nil, "a template must be UTF-8 text")
    }
    do throws(PostmortemTemplateError) {
      return try PostmortemTemplate(text)
    } catch {
      throw ConfigurationError(
        error.problems.map {
          ConfigurationError.Problem(
            file: path, position: YAMLPosition(line: $0.line, column: $0.column), sentence: $0.sentence)
        })
    }
  }
}
