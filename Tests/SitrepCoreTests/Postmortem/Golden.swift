import Glibc
import Testing

/// Expected documents beside the test; `RECORD=1` rewrites them and fails.
enum Golden {
  static func expect(
    _ text: String, matches name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let path = "\(file.prefix(upTo: file.lastIndex(of: "/") ?? file.startIndex))/\(name)"
    if unsafe getenv("RECORD") != nil {
      write(text, to: path)
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
      return
    }
    let expected = read(path)
    let (new, old) = (lines(text), lines(expected))
    let differing = zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }
    let place = differing.map { "line \($0.offset + 1):\n  is \($0.element.0)\n  not \($0.element.1)" }
    #expect(text == expected, "\(name) \(place ?? "differs in length")", sourceLocation: sourceLocation)
  }

  /// Cells of a table row; an escaped pipe ends none.
  static func cells(_ row: some StringProtocol) -> Int {
    var count = 0
    var isEscaped = false
    for character in row {
      if character == "|", !isEscaped { count += 1 }
      isEscaped = character == "\\" && !isEscaped
    }
    return count - 1
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  private static func read(_ path: String) -> String {
    guard let file = unsafe fopen(path, "r") else { return "" }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private static func write(_ text: String, to path: String) {
    guard let file = unsafe fopen(path, "w") else { return }
    let bytes = Array(text.utf8)
    unsafe fwrite(bytes, 1, bytes.count, file)
    unsafe fclose(file)
  }
}
