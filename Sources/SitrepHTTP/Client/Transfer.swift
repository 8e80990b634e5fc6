import CCurl

/// One request under way: its curl handle, its handler, and what has come so far.
///
/// Loop thread only.
final class Transfer {
  let id: TransferID
  let request: HTTPRequest
  let location: HTTPLocation
  let handler: any TransferHandler
  let handle: EasyHandle
  private var parser: HeadParser
  private(set) var received = 0
  private(set) var hasHead = false
  /// Set when we end the transfer ourselves; it then explains whatever curl says.
  var verdict: HTTPError.Code?
  var isFinished = false
  var isPaused = false
  var lastProgress: UInt64 = 0
  var firstByteTimer: TimerID?
  var idleTimer: TimerID?

  init(id: TransferID, request: HTTPRequest, handler: any TransferHandler, handle: EasyHandle) {
    self.id = id
    self.request = request
    self.handler = handler
    self.handle = handle
    location = HTTPLocation(request.url)
    parser = HeadParser(limit: request.limits.maxHeader, followsRedirects: request.followRedirects > 0)
  }

  var easy: UnsafeMutableRawPointer { unsafe handle.easy }

  // MARK: What curl delivers

  /// False refuses the line, which ends the transfer.
  func take(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard verdict == nil else { return false }
    switch unsafe parser.take(line) {
    case .more:
      return true
    case .complete(let head):
      hasHead = true
      lastProgress = LoopCore.now()
      handler.transfer(id, head: head)
      return verdict == nil
    case .tooLarge:
      verdict = .tooLarge
      return false
    case .malformed:
      verdict = .protocolError
      return false
    }
  }

  func take(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard verdict == nil else { return false }
    received += bytes.count
    guard received <= request.limits.maxBody else {
      verdict = .tooLarge
      return false
    }
    if idleTimer != nil { lastProgress = LoopCore.now() }
    unsafe handler.transfer(id, chunk: bytes.span)
    return verdict == nil
  }

  // MARK: What it came to

  func result(of code: CURLcode) -> Result<HTTPCompletion, HTTPError> {
    if let verdict { return .failure(error(verdict)) }
    guard code == CURLE_OK else { return .failure(error(Self.meaning(of: code, self), Int32(code.rawValue))) }
    guard hasHead else { return .failure(error(.protocolError)) }
    guard request.notesFacts else { return .success(.bare(bodyBytes: received)) }
    return .success(
      HTTPCompletion(
        phases: phases, bodyBytes: received, remoteAddress: remoteAddress, reusedConnection: isReused,
        certificateEnds: certificateEnds))
  }

  func error(_ code: HTTPError.Code, _ underlying: Int32? = nil) -> HTTPError {
    let proxy = request.isDirect ? nil : ProxyChoice.current.proxy(for: location, secure: request.url)
    return HTTPError(
      code: code, operation: request.method, detail: location.redacted, underlying: underlying,
      explanation: code == .tls ? explanation : nil, phases: phases, proxy: proxy)
  }
}
