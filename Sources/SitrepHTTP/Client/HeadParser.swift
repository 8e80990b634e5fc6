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

  mutating func take(_ line: some BidirectionalCollection<UInt8>) -> Outcome {
    guard !isDone else { return .more }  // trailers
    size += line.count
    guard size <= limit else { return .tooLarge }
    let text = trimmed(line[...])
    if text.starts(with: "HTTP/".utf8) { return begin(String(decoding: text, as: UTF8.self)) }
    if text.isEmpty { return end() }
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return .malformed }
    let value = trimmed(text[text.index(after: colon)...])
    head?.headers.add(String(decoding: text[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    return .more
  }

  private mutating func begin(_ text: String) -> Outcome {
    let parts = text.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard parts.count >= 2, let status = Int(Substring(parts[1])) else { return .malformed }
    head = HTTPResponseHead(
      status: status, headers: [:], httpVersion: String(Substring(parts[0].dropFirst(5))))
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

  private func trimmed<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes) -> Bytes
  where Bytes.SubSequence == Bytes {
    var bytes = bytes
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    return bytes
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}
