import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// One attempt of a call at one platform: reads its answer, watches its progress, judges its end.
///
/// Loop thread only. Once it has told its driver how it ended, it says nothing more.
final class UpstreamAttempt: TransferHandler {
  /// Larger error bodies are cut.
  private static let errorBodyLimit = 256 << 10

  let target: BreakerTarget
  private let access: PlatformAccess
  private let core: GatewayCore
  private let call: IncomingCall
  private let number: Int
  private var driver: CallDriver?
  private var transfer: TransferID?
  private var head: HTTPResponseHead?
  private var reader = AnswerReader(contentType: nil)
  private var held: [UInt8] = []
  private var errorBody: [UInt8] = []
  private var isFlowing = false
  private var isPaused = false
  private(set) var isComplete = false
  private(set) var failure: UpstreamFailure?
  private var hasEndMark = false
  private let startedAt: Instant
  private var firstByte: TimeSpan?
  private var firstContent: TimeSpan?
  private var hasContent = false
  private var lastProgress: Instant
  private var stallTimer: TimerID?

  init(
    driver: CallDriver, core: GatewayCore, call: IncomingCall, number: Int, access: PlatformAccess,
    _ target: BreakerTarget
  ) {
    self.access = access
    self.driver = driver
    self.core = core
    self.call = call
    self.number = number
    self.target = target
    startedAt = core.now()
    lastProgress = startedAt
  }

  func start(_ request: HTTPRequest) {
    var request = request
    let settings = core.settings
    let answer = settings.wholeAnswerLimit(maxTokens: call.maxTokens)
    request.timeouts = HTTPTimeouts(
      connect: settings.connect.duration, firstByte: (call.isStream ? firstContentLimit : answer).duration,
      total: (call.isStream ? settings.lifetime : answer).duration)
    request.limits = HTTPLimits(maxBody: 256 << 20)
    request.notesFacts = false
    transfer = core.client.start(request, handler: self)
  }

  /// The request could not even be made.
  func failUnsent(_ reason: String) {
    fail(UpstreamFailure(FailureEvidence(transport: .local), on: target.platform, message: reason))
  }

  // MARK: For the driver

  /// Lets go of what was held; from now on pieces go straight to the caller.
  func flow() -> [UInt8] {
    isFlowing = true
    defer { held = [] }
    return held
  }

  func pause() {
    guard let transfer, driver != nil else { return }
    isPaused = true
    core.client.pause(transfer)
  }

  func resume() {
    guard let transfer, isPaused else { return }
    isPaused = false
    lastProgress = core.now()
    core.client.resume(transfer)
  }

  func cancel() {
    driver = nil
    if let stallTimer { core.loop.cancel(stallTimer) }
    stallTimer = nil
    if let transfer { core.client.cancel(transfer) }
  }

  // MARK: The transfer

  func transfer(_ id: TransferID, head: HTTPResponseHead) {
    guard driver != nil else { return }
    self.head = head
    lastProgress = core.now()
    firstByte = lastProgress - startedAt
    guard isGood else { return }
    reader = AnswerReader(contentType: head.headers["content-type"])
    if reader.isStream { watchProgress() }
  }

  func transfer(_ id: TransferID, chunk: Span<UInt8>) {
    guard let driver else { return }
    guard isGood else {
      if errorBody.count < Self.errorBodyLimit { errorBody.append(chunk) }
      return
    }
    var translated: [UInt8] = []
    var told: VendorError?
    var mayBeSeen = false
    let isReadable = reader.take(chunk, into: &translated) { sign in
      switch sign {
      case .ping: return
      case .opening: break
      case .content: mayBeSeen = true
      case .end:
        mayBeSeen = true
        hasEndMark = true
      case .error(let error): told = told ?? error
      }
      lastProgress = core.now()
    }
    if mayBeSeen, !hasContent {
      hasContent = true
      firstContent = lastProgress - startedAt
    }
    if reader.isVerbatim {
      pass(chunk, to: driver)
    } else {
      pass(translated.span, to: driver)
    }
    if let told { return fail(told) }
    guard isReadable else { return fail(end: .badFrame) }
    if !isFlowing, mayBeSeen || held.count > core.settings.heldBytes {
      driver.take(.content(attempt: number))
    }
  }

  func transfer(_ id: TransferID, finished: Result<HTTPCompletion, HTTPError>) {
    transfer = nil
    guard driver != nil else { return }
    switch finished {
    case _ where head != nil && !isGood: failByStatus()
    case .success where isWhole, .success where hasEndMark, .failure where hasEndMark: complete()
    case .success: fail(end: reader.isStream ? .truncated : .unreadable)
    case .failure(let error):
      var failure = UpstreamFailure(
        error, status: head?.status, on: target.platform, requestID: requestID)
      // What breaks while a slow caller holds it back says nothing about the platform.
      if isPaused { failure.failure.countsForBreaker = false }
      fail(failure)
    }
  }

  private func pass(_ bytes: Span<UInt8>, to driver: CallDriver) {
    guard !bytes.isEmpty else { return }
    if !isFlowing {
      held.append(bytes)
    } else if !driver.write(bytes) {
      pause()
    }
  }

  // MARK: How it ends

  private func complete() {
    isComplete = true
    let driver = driver
    let success = CallSuccess(firstByte: firstByte, latency: latency, limits: limits)
    cancel()
    driver?.take(.completed(attempt: number, success))
  }

  /// What a breaker judges as slow: a long whole answer is not, as long as its length may take.
  private var latency: TimeSpan? {
    if isStream { return firstContent }
    return max(.zero, core.now() - startedAt - GatewaySettings.expected(maxTokens: call.maxTokens))
  }

  /// What the header says is left, where it matters.
  private var limits: [LimitReading] {
    guard core.guards.keys.hasChoice(target.platform), let head else { return [] }
    return HeadroomHeaders.parse(lookup: { head.headers[$0] }, now: core.now())
  }

  private func fail(_ failure: UpstreamFailure) {
    var failure = failure
    failure.answer.message = KeyMask.masked(failure.answer.message, known: access.credential.secrets)
    self.failure = failure
    let driver = driver
    cancel()
    driver?.take(.failed(attempt: number, failure.failure))
  }

  private func fail(end: AnswerEnd) {
    fail(
      UpstreamFailure(
        FailureEvidence(status: head?.status, end: end), on: target.platform, requestID: requestID))
  }

  /// The stream itself told of an error; what is held, or was passed on, holds it already.
  private func fail(_ told: VendorError) {
    var failure = UpstreamFailure(
      told.evidence(status: head?.status), on: target.platform, requestID: requestID)
    failure.failure.isTold = true
    fail(failure)
  }

  private func failByStatus() {
    let error = VendorError(body: errorBody, typeHeader: head?.headers["x-amzn-errortype"])
    let id = requestID ?? error.requestID?.text
    var failure = UpstreamFailure(error.evidence(status: head?.status), on: target.platform, requestID: id)
    failure.failure.wait = wait ?? error.retryDelay
    fail(failure)
  }

  /// How long the header asks to wait: `retry-after`, else until a limit that is used up is full again.
  private var wait: TimeSpan? {
    guard let head else { return nil }
    let now = core.now()
    if let asked = RetryAfter.parse(lookup: { head.headers[$0] }, now: now) { return asked }
    let used = HeadroomHeaders.parse(lookup: { head.headers[$0] }, now: now).filter { $0.remaining == 0 }
    return used.compactMap(\.reset).map { $0 - now }.filter { $0 > .zero }.max()
  }

  // MARK: Progress

  private var firstContentLimit: TimeSpan {
    call.mayThink ? core.settings.firstContentThinking : core.settings.firstContent
  }

  /// One timer that looks when it is due how long the silence really is; pings do not break it.
  private func watchProgress() {
    let now = core.now()
    if isPaused { lastProgress = now }
    let gap = call.mayThink ? core.settings.gapThinking : core.settings.gap
    let silence = now - (hasContent ? lastProgress : startedAt)
    let limit = hasContent ? gap : firstContentLimit
    guard silence < limit else { return stall() }
    stallTimer = core.loop.schedule(after: min(limit - silence, gap).forTimer) { [weak self] in
      self?.stallTimer = nil
      if self?.driver != nil { self?.watchProgress() }
    }
  }

  private func stall() {
    hasEndMark ? complete() : fail(end: hasContent ? .stalled : .noFirstContent)
  }
}

// MARK: - What it was answered

extension UpstreamAttempt {
  var status: Int { head?.status ?? 502 }
  var isStream: Bool { reader.isStream }
  var isAtBoundary: Bool { reader.isAtBoundary }
  var hasToldInStream: Bool { failure?.failure.isTold ?? false }
  var retryAfter: String? { head?.headers["retry-after"] }

  /// Of a whole answer that is passed on before its end.
  var announcedLength: UInt64? {
    isStream ? nil : head?.headers["content-length"].flatMap { UInt64($0) }
  }

  /// The platform's error where callers of the Messages API understand it as it is.
  var readableErrorBody: [UInt8]? {
    guard head != nil, !isGood else { return nil }
    if target.platform == .anthropic { return masked(errorBody) }
    return JSONMembers(errorBody)?.string("type") == "error" ? masked(errorBody) : nil
  }

  /// A platform's words without anything that looks like a key; the bytes themselves where there is none.
  func masked(_ bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    let masked = KeyMask.masked(text, known: access.credential.secrets)
    return masked == text ? bytes : Array(masked.utf8)
  }

  /// Of the key that was used; nil when it was the caller's own.
  var fingerprint: String? { access.credential.fingerprint }

  /// The platform's header without what belongs to its connection, with ours.
  func answerHeaders(adding own: HTTPHeaders) -> HTTPHeaders {
    var headers = HopByHop.removed(from: head?.headers ?? [:], also: [])
    if !reader.isVerbatim { headers["content-type"] = "text/event-stream; charset=utf-8" }
    if headers["request-id"] == nil, let requestID { headers["request-id"] = requestID }
    for field in own.fields { headers[field.name] = field.value }
    return headers
  }

  private var isGood: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  private var requestID: String? { head?.headers["request-id"] ?? head?.headers["x-amzn-requestid"] }

  /// A document that came whole; a cut one that nobody announced is found by its brackets.
  private var isWhole: Bool {
    guard isGood, !reader.isStream, let type = head?.headers["content-type"] else { return false }
    let isJSON = MediaType.begins(type, with: "application/json") || type.lowercased().contains("json")
    return isJSON && (isFlowing || JSONMembers.isObject(held))
  }
}

extension VendorError {
  fileprivate func evidence(status: Int?) -> FailureEvidence {
    FailureEvidence(status: status, errorType: type, errorCode: code, message: message?.text)
  }
}
