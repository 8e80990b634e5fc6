import CMicrohttpd

/// The loop's side of a server: drives microhttpd and knows its connections.
///
/// Loop thread only.
///
/// `@safe`: the daemon lives from `listen` to `close`, and its callbacks come only from inside `run`.
@safe final class ServerCore {
  let loop: EventLoop
  let limits: HTTPServerLimits
  let handler: HTTPServer.Handler
  private var daemon: OpaquePointer?
  private var epoll: Int32 = -1
  private var timer: TimerID?
  private var isRunQueued = false
  private var isRunning = false
  private var stopHook: UInt64?
  private var connections: [ObjectIdentifier: ServerConnection] = [:]

  init(loop: EventLoop, limits: HTTPServerLimits, handler: @escaping HTTPServer.Handler) {
    self.loop = loop
    self.limits = limits
    self.handler = handler
    unsafe daemon = nil
  }

  func listen(on socket: consuming ListeningSocket) throws(HTTPError) {
    var setup = unsafe srt_mhd_setup()
    unsafe setup.connections = UInt32(clamping: limits.maxConnections)
    unsafe setup.idle_seconds = UInt32(clamping: max(1, limits.idleTimeout.components.seconds))
    unsafe setup.memory = limits.connectionMemory
    unsafe setup.listener = socket.descriptor
    unsafe setup.context = Unmanaged.passUnretained(self).toOpaque()
    unsafe installCallbacks(in: &setup)
    guard let daemon = unsafe srt_mhd_start(&setup) else {
      throw HTTPError(code: .system, operation: "listen on", detail: "port \(socket.port)")
    }
    _ = socket.handOver()  // the daemon closes it
    unsafe self.daemon = unsafe daemon
    epoll = unsafe srt_mhd_epoll_fd(daemon)
  }

  func open() {
    // The daemon's own epoll set is one descriptor of ours; without it nothing is ever served, so say so loudly.
    guard (try? loop.watch(epoll, for: .read, handler: { [unowned self] _, _ in run() })) != nil else {
      return close()
    }
    stopHook = loop.addStopHook { self.close() }
  }

  func close() {
    guard let daemon = unsafe daemon else { return }
    unsafe self.daemon = nil
    loop.unwatch(epoll)
    if let timer { loop.cancel(timer) }
    if let stopHook { loop.removeStopHook(stopHook) }
    // A suspended connection must be woken before the daemon may stop.
    for connection in connections.values { connection.exchange?.clientLeft() }
    unsafe MHD_stop_daemon(daemon)
  }

  /// Lets the daemon work after the present handler, once however often it is asked.
  func runSoon() {
    guard !isRunQueued else { return }
    isRunQueued = true
    loop.soon { [self] in
      isRunQueued = false
      run()
    }
  }

  private func run() {
    guard let daemon = unsafe daemon, !isRunning else { return }
    isRunning = true
    unsafe MHD_run(daemon)
    isRunning = false
    armTimer()
  }

  private func armTimer() {
    guard let daemon = unsafe daemon else { return }
    var milliseconds: UInt64 = 0
    guard unsafe MHD_get_timeout(daemon, &milliseconds) == .YES else { return }
    if milliseconds == 0 { return runSoon() }
    guard timer == nil else { return }
    timer = loop.schedule(after: milliseconds * 1_000_000) { [unowned self] in
      timer = nil
      run()
    }
  }

  // MARK: Connections

  func begin(_ connection: ServerConnection) {
    connections[ObjectIdentifier(connection)] = connection
    // Noticing that a caller left is worth a watch of its own: a suspended connection is not read.
    try? loop.watch(connection.fd, for: [.peerClosed, .edgeTriggered]) { [unowned connection] _, _ in
      connection.hasPeerClosed = true
      connection.exchange?.clientLeft()
    }
  }

  func end(_ connection: ServerConnection) {
    loop.unwatch(connection.fd)
    connections[ObjectIdentifier(connection)] = nil
  }
}

/// One connection of a server and the exchange it is busy with.
final class ServerConnection {
  let fd: Int32
  var exchange: ExchangeCore?
  var hasPeerClosed = false

  init(fd: Int32) { self.fd = fd }
}
