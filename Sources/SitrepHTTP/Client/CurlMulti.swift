import CCurl
import CLinux

/// libcurl's global state, set up once for the process and never torn down; true when that worked.
///
/// curl takes a buffer of 16 kB for every transfer, and glibc sweeps its fast bins for each of that size.
private let isCurlReady: Bool = {
  srt_drop_fast_bins()
  return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}()

/// curl's multi handle driven by the loop: sockets become watches, its timer a loop timer.
///
/// Loop thread only.
///
/// `@safe`: the multi handle lives from `init` to `deinit`, handles in `idle` belong to no transfer.
@safe final class CurlMulti {
  private static let idleHandles = 256
  private static let keptConnections = 512

  private let loop: EventLoop
  private let trust: HTTPTrust
  private let multi: UnsafeMutableRawPointer
  private var transfers: [UInt64: Transfer] = [:]
  private var idle: [EasyHandle] = []
  private var timer: (id: TimerID, due: UInt64)?
  /// When curl wants to be called, on the monotonic clock; the timer may be due earlier.
  private var wanted: UInt64?
  private var isInsideCurl = false
  private var isTimeoutQueued = false
  private lazy var onTurn: () -> Void = { [unowned self] in
    isTimeoutQueued = false
    onTimeout()
  }
  private lazy var onReady: (Int32, Readiness) -> Void = { [unowned self] fd, events in
    ready(fd, events)
  }

  init(loop: EventLoop, trust: HTTPTrust) throws(HTTPError) {
    guard isCurlReady, let multi = unsafe curl_multi_init() else {
      throw HTTPError(code: .system, operation: "start", detail: "the HTTP client")
    }
    self.loop = loop
    self.trust = trust
    unsafe self.multi = unsafe multi
    unsafe srt_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
    unsafe srt_curl_multi_set_host(
      multi,
      { _, fd, what, context, _ in
        guard let context = unsafe context else { return 0 }
        unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().watch(fd, what)
        return 0
      },
      { _, milliseconds, context in
        guard let context = unsafe context else { return 0 }
        unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds)
        return 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    unsafe srt_curl_multi_set_host(multi, nil, nil, nil)
    idle = []
    unsafe curl_multi_cleanup(multi)
  }

  // MARK: Requests

  func start(_ id: TransferID, _ request: HTTPRequest, _ handler: any TransferHandler) {
    guard !isInsideCurl else { return loop.soon { self.start(id, request, handler) } }
    guard let handle = idle.popLast() ?? EasyHandle() else {
      return loop.soon { handler.transfer(id, finished: .failure(.outOfHandles)) }
    }
    let transfer = Transfer(id: id, request: request, handler: handler, handle: handle)
    transfers[id.value] = transfer
    guard transfer.configure(trust), unsafe curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
      transfer.verdict = .badRequest
      return loop.soon { self.finish(transfer, CURLE_OK) }
    }
    startTimers(of: transfer)
  }

  func pause(_ id: TransferID) {
    guard let transfer = transfers[id.value], !transfer.isPaused, transfer.verdict == nil else { return }
    transfer.isPaused = true
    unsafe curl_easy_pause(transfer.easy, CURLPAUSE_RECV)
  }

  func resume(_ id: TransferID) {
    guard let transfer = transfers[id.value], transfer.isPaused, transfer.verdict == nil else { return }
    guard !isInsideCurl else { return loop.soon { self.resume(id) } }
    transfer.isPaused = false
    transfer.lastProgress = LoopCore.now()
    insideCurl { unsafe curl_easy_pause(transfer.easy, CURLPAUSE_CONT) }
  }

  func cancel(_ id: TransferID, as verdict: HTTPError.Code = .cancelled) {
    guard let transfer = transfers[id.value], transfer.verdict == nil else { return }
    transfer.verdict = verdict
    loop.soon { self.finish(transfer, CURLE_OK) }
  }

  func cancelAll() {
    for transfer in transfers.values {
      transfer.verdict = transfer.verdict ?? .cancelled
      finish(transfer, CURLE_OK)
    }
  }

  private func finish(_ transfer: Transfer, _ code: CURLcode) {
    guard !transfer.isFinished else { return }
    transfer.isFinished = true
    transfers[transfer.id.value] = nil
    if let timer = transfer.firstByteTimer { loop.cancel(timer) }
    if let timer = transfer.idleTimer { loop.cancel(timer) }
    let result = transfer.result(of: code)
    unsafe curl_multi_remove_handle(multi, transfer.easy)
    transfer.handle.shrink()
    if idle.count < Self.idleHandles { idle.append(transfer.handle) }
    transfer.handler.transfer(transfer.id, finished: result)
  }

  // MARK: Our own time limits

  private func startTimers(of transfer: Transfer) {
    let limits = transfer.request.timeouts
    if limits.firstByte < limits.total {
      transfer.firstByteTimer = loop.schedule(after: limits.firstByte.clampedNanoseconds) { [unowned self] in
        transfer.firstByteTimer = nil
        if !transfer.hasHead { cancel(transfer.id, as: .timeoutFirstByte) }
      }
    }
    if let allowed = limits.idle { watchIdle(transfer, allowed.clampedNanoseconds, after: 0) }
  }

  /// One timer that looks when it is due how long the silence really is.
  ///
  /// Before the head it only waits.
  private func watchIdle(_ transfer: Transfer, _ allowed: UInt64, after silence: UInt64) {
    transfer.idleTimer = loop.schedule(after: allowed - silence) { [unowned self] in
      let silence = transfer.hasHead && !transfer.isPaused ? LoopCore.now() - transfer.lastProgress : 0
      guard silence < allowed else { return cancel(transfer.id, as: .stalled) }
      watchIdle(transfer, allowed, after: silence)
    }
  }

  // MARK: What curl asks of the loop

  private func watch(_ fd: Int32, _ what: Int32) {
    var events: Readiness = []
    switch what {
    case CURL_POLL_IN: events = .read
    case CURL_POLL_OUT: events = .write
    case CURL_POLL_INOUT: events = [.read, .write]
    default: return loop.unwatch(fd)
    }
    guard loop.isWatching(fd) else {
      // A descriptor that cannot be watched shows as the transfer's timeout.
      return (try? loop.watch(fd, for: events, handler: onReady)) ?? ()
    }
    loop.rewatch(fd, for: events)
  }

  /// Curl moves its timer for every request; one that is due too early just looks again.
  private func setTimer(_ milliseconds: Int) {
    wanted = milliseconds > 0 ? LoopCore.now() + UInt64(milliseconds) * 1_000_000 : nil
    if let wanted { arm(wanted) }
    guard milliseconds == 0, !isTimeoutQueued else { return }
    isTimeoutQueued = true
    loop.soon(onTurn)
  }

  private func arm(_ due: UInt64) {
    if let timer {
      guard timer.due > due else { return }
      loop.cancel(timer.id)
    }
    let now = LoopCore.now()
    let id = loop.schedule(after: due > now ? due - now : 0) { [weak self] in self?.timerIsDue() }
    timer = (id, due)
  }

  private func timerIsDue() {
    timer = nil
    guard let wanted else { return }
    guard wanted <= LoopCore.now() else { return arm(wanted) }
    self.wanted = nil
    onTimeout()
  }

  private func onTimeout() { act(CURL_SOCKET_TIMEOUT, 0) }

  private func ready(_ fd: Int32, _ events: Readiness) {
    var mask: Int32 = 0
    if events.contains(.read) || events.contains(.hangup) { mask |= CURL_CSELECT_IN }
    if events.contains(.write) { mask |= CURL_CSELECT_OUT }
    if events.contains(.error) { mask |= CURL_CSELECT_ERR }
    act(fd, mask)
  }

  private func act(_ fd: Int32, _ mask: Int32) {
    insideCurl {
      var running: Int32 = 0
      unsafe curl_multi_socket_action(multi, fd, mask, &running)
    }
    var code = CURLE_OK
    while let easy = unsafe srt_curl_multi_next_done(multi, &code) {
      guard let context = unsafe srt_curl_get_private(easy) else { continue }
      finish(unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue(), code)
    }
  }

  private func insideCurl(_ body: () -> Void) {
    let wasInside = isInsideCurl
    isInsideCurl = true
    body()
    isInsideCurl = wasInside
  }
}

extension HTTPError {
  fileprivate static let outOfHandles = HTTPError(code: .system, operation: "start", detail: "a transfer")
}

extension Duration {
  /// Never negative, and no more than three centuries.
  var clampedNanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0 else { return 0 }
    guard seconds < 9_000_000_000 else { return 9_000_000_000_000_000_000 }
    return UInt64(seconds) * 1_000_000_000 + UInt64(max(0, attoseconds)) / 1_000_000_000
  }
}
