/// Collects header lines into the head of the final answer, passing over interim and redirected ones.
struct HeadParser {
  enum Outcome: Equatable {
    case more
    case complete(HTTPResponseHead)
    case tooLarge
    case malformed
  }

  private let limit: Int
  private let followsRedirects: Bool
  private var size = 0
  private var head: HTTPResponseHead?
  private var isDone = false

  init(limit: Int, followsRedirects: Bool) {
    self.limit = limit
    self.followsRedirects = followsRedirects
  }

  mutating func take(_ line: some Collection<UInt8>) -> Outcome {
    guard !isDone else { return .more }  // trailers
    size += line.count
    guard size <= limit else { return .tooLarge }
    let text = trimmed(line)
    if text.hasPrefix("HTTP/") { return begin(text) }
    if text.isEmpty { return end() }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return .malformed }
    let name = String(text[..<colon])
    let value = String(trimmed(text[text.utf8.index(after: colon)...].utf8))
    head?.headers.add(name, value)
    return .more
  }

  private mutating func begin(_ text: String) -> Outcome {
    let parts = text.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, let status = Int(parts[1]) else { return .malformed }
    head = HTTPResponseHead(status: status, headers: [:], httpVersion: String(parts[0].dropFirst(5)))
    return .more
  }

  private mutating func end() -> Outcome {
    guard let head else { return .malformed }
    let isInterim = head.status < 200 && head.status != 101
    let isPassedOn = followsRedirects && (300..<400).contains(head.status) && head.headers["location"] != nil
    guard !isInterim, !isPassedOn else { return .more }
    isDone = true
    return .complete(head)
  }

  private func trimmed(_ bytes: some Collection<UInt8>) -> String {
    var end = bytes.endIndex
    var start = bytes.startIndex
    while start != end, isSpace(bytes[start]) { start = bytes.index(after: start) }
    var lastKept = start
    var index = start
    while index != end {
      let next = bytes.index(after: index)
      if !isSpace(bytes[index]) { lastKept = next }
      index = next
    }
    end = lastKept
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}
