import CMicrohttpd

/// One request and its answer, on microhttpd's terms.
///
/// Loop thread only.
///
/// `@safe`: `handle` is microhttpd's connection and is forgotten in `completed`, the last callback about it.
@safe final class ExchangeCore {
  enum Phase {
    case new, body, waiting
    /// An answer is there and has yet to be given to the daemon.
    case ready
    case answering, over
  }

  /// An answer before the daemon has taken it.
  struct Answer {
    var status: Int
    var headers: HTTPHeaders
    /// Nil when the body is to be written piece by piece.
    var body: [UInt8]?
    /// Of a streamed body, when it is known before.
    var length: UInt64?

    static func tooLarge(_ refusal: HTTPServerLimits.Refusal) -> Answer {
      var headers = refusal.headers
      headers["Content-Type"] = refusal.contentType
      headers["Connection"] = "close"
      return Answer(status: 413, headers: headers, body: Array(refusal.body.utf8))
    }
  }

  /// Unsent bytes above this mean "wait for `onDrain`".
  static let highWater = 32 << 10

  let server: ServerCore
  private unowned let connection: ServerConnection
  private var handle: OpaquePointer?
  let target: String
  var method = ""
  var headers = HTTPHeaders()
  var body: [UInt8] = []
  var phase = Phase.new
  private var surplus = 0
  private var isSuspended = false
  private var isStreamed = false
  private var answer: Answer?
  private var pending = PendingBytes()
  private var hasEnded = false
  private var isAborted = false
  private var isGone = false
  private var wasFull = false
  var onDrain: (() -> Void)?
  var onClientGone: (() -> Void)? {
    didSet {
      if isGone { reportGone() } else if phase == .over, onClientGone != nil { onClientGone = nil }
    }
  }

  init(server: ServerCore, connection: ServerConnection, handle: OpaquePointer, target: String) {
    self.server = server
    self.connection = connection
    unsafe self.handle = unsafe handle
    self.target = target
  }

  static func from(_ context: UnsafeMutableRawPointer?) -> ExchangeCore? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<ExchangeCore>.fromOpaque(context).takeUnretainedValue()
  }

  // MARK: The request

  /// Whether the body is announced as so large, or so politely, that it need not be read to refuse it.
  ///
  /// What is a little too large is read and dropped: a caller that is still sending would not see the answer.
  var isRefusedAtOnce: Bool {
    guard let length = headers["content-length"].flatMap({ Int($0) }), length > server.limits.maxBody else {
      return false
    }
    return length > longestRead || headers["expect"] != nil
  }

  /// Most bytes that are read of a body that is refused.
  private var longestRead: Int { server.limits.maxBody * 2 + (1 << 20) }

  var isTooLarge: Bool { surplus > 0 }

  /// False when the connection should be dropped: the caller was over the limit and goes on and on.
  func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard surplus == 0, body.count + piece.count <= server.limits.maxBody else {
      body = []
      surplus += piece.count
      return surplus <= longestRead
    }
    unsafe body.append(contentsOf: piece)
    return true
  }

  // MARK: The answer, from the handler

  func give(_ answer: Answer) {
    guard phase == .waiting, !isAborted else { return }
    self.answer = answer
    isStreamed = answer.body == nil
    phase = .ready
    wake()
  }

  /// False when the caller should wait for `onDrain`.
  func write(_ append: (inout [UInt8]) -> Void) -> Bool {
    guard phase == .ready || phase == .answering, !hasEnded, !isAborted, !isGone else { return false }
    pending.append(append)
    if pending.count >= Self.highWater { wasFull = true }
    wake()
    return !wasFull
  }

  var buffered: Int { pending.count }

  func end() {
    guard phase == .ready || phase == .answering else { return }
    hasEnded = true
    wake()
  }

  /// Nobody is left who could answer or go on.
  func abandon() {
    if phase == .waiting || (phase == .ready || phase == .answering) && !hasEnded && isStreamed { abort() }
  }

  func abort() {
    guard phase != .over else { return }
    isAborted = true
    wake()
  }

  func sendPastFraming(_ bytes: [UInt8]) {
    guard phase == .waiting, !isAborted, !isGone else { return }
    RawBytes.send(bytes, to: connection.fd)
  }

  private func wake() {
    guard isSuspended, let handle = unsafe handle else { return }
    isSuspended = false
    unsafe MHD_resume_connection(handle)
    server.runSoon()
  }

  private func suspend() {
    guard let handle = unsafe handle else { return }
    isSuspended = true
    unsafe MHD_suspend_connection(handle)
    // Seen before there was anything to tell.
    if connection.hasPeerClosed { clientLeft() }
  }

  // MARK: The answer, to the daemon

  /// Gives the daemon what there is, or has it wait.
  func proceed() -> MHD_Result {
    if isAborted { return .NO }
    if let answer {
      self.answer = nil
      return queue(answer)
    }
    if isGone { return .NO }
    suspend()
    return .YES
  }

  func queue(_ answer: Answer) -> MHD_Result {
    guard let handle = unsafe handle, let response = unsafe makeResponse(answer) else { return .NO }
    defer { unsafe MHD_destroy_response(response) }
    phase = .answering
    for field in answer.headers.fields where !Self.isFraming(field.name) {
      unsafe MHD_add_response_header(response, field.name, field.value)
    }
    return unsafe MHD_queue_response(handle, UInt32(clamping: answer.status), response)
  }

  /// The daemon frames the body itself.
  private static func isFraming(_ name: String) -> Bool {
    HTTPHeaders.same(name, "content-length") || HTTPHeaders.same(name, "transfer-encoding")
      || HTTPHeaders.same(name, "keep-alive")
  }

  private func takeCompleteBody(of answer: Answer) -> [UInt8]? {
    guard hasEnded, answer.length.map({ $0 == UInt64(pending.count) }) ?? true else { return nil }
    return pending.takeAll()
  }

  private func makeResponse(_ answer: Answer) -> OpaquePointer? {
    // A streamed answer that is already complete goes out with its head, in one piece.
    if let body = answer.body ?? takeCompleteBody(of: answer) {
      return unsafe body.withUnsafeBytes { bytes in
        // The daemon only reads from the address: it is told to make a copy.
        let address = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
        return unsafe MHD_create_response_from_buffer(bytes.count, address, .RESPMEM_MUST_COPY)
      }
    }
    return unsafe MHD_create_response_from_callback(
      answer.length ?? srt_mhd_size_unknown(), 16 << 10,
      { context, _, buffer, space in
        guard let exchange = unsafe ExchangeCore.from(context), let buffer = unsafe buffer else {
          return srt_mhd_end_with_error()
        }
        return unsafe exchange.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: space))
      }, Unmanaged.passRetained(self).toOpaque(),
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<ExchangeCore>.fromOpaque(context).release()
      })
  }

  /// Bytes for the daemon to send; 0 after suspending when there are none yet.
  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    if isAborted || isGone { return srt_mhd_end_with_error() }
    guard pending.count > 0 else {
      if hasEnded { return srt_mhd_end_of_stream() }
      suspend()
      return 0
    }
    let count = unsafe pending.take(into: buffer)
    if wasFull, pending.count <= Self.highWater / 2 {
      wasFull = false
      // Not from here: the daemon is in the middle of its work.
      if let onDrain { server.loop.soon(onDrain) }
    }
    return count
  }

  // MARK: The end

  /// The caller closed its side; what it asked for is no longer wanted.
  func clientLeft() {
    guard !isGone, phase == .waiting || phase == .ready || phase == .answering else { return }
    isGone = true
    reportGone()
    wake()
  }

  func completed(well: Bool) {
    if !well, !isAborted, !isGone, phase != .new, phase != .body {
      isGone = true
      reportGone()
    }
    phase = .over
    isSuspended = false
    unsafe handle = nil
    onDrain = nil
    onClientGone = nil
    if connection.exchange === self { connection.exchange = nil }
  }

  private func reportGone() {
    guard let onClientGone else { return }
    self.onClientGone = nil
    server.loop.soon(onClientGone)
  }
}
