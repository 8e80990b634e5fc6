import CMicrohttpd

/// The C side of a server: each callback finds its object and passes on.
extension ServerCore {
  func installCallbacks(in setup: inout srt_mhd_setup) {
    unsafe setup.connection = { context, connection, slot, event in
      guard let core = unsafe ServerCore.from(context), let connection = unsafe connection else { return }
      unsafe core.connection(connection, slot, hasStarted: event == .CONNECTION_NOTIFY_STARTED)
    }
    unsafe setup.target = { context, uri, connection in
      guard let core = unsafe ServerCore.from(context), let uri = unsafe uri,
        let connection = unsafe connection
      else { return nil }
      return unsafe core.begin(String(cString: uri), connection)
    }
    unsafe setup.request = { context, connection, _, method, _, bytes, count, slot in
      guard let core = unsafe ServerCore.from(context), let connection = unsafe connection,
        let exchange = unsafe ExchangeCore.from(slot?.pointee), let count = unsafe count
      else { return .NO }
      return unsafe core.request(exchange, connection, method: method, bytes: bytes, count: count)
    }
    unsafe setup.completed = { _, _, slot, how in
      guard let slot = unsafe slot, let raw = unsafe slot.pointee else { return }
      unsafe slot.pointee = nil
      unsafe Unmanaged<ExchangeCore>.fromOpaque(raw).takeRetainedValue()
        .completed(well: how == .REQUEST_TERMINATED_COMPLETED_OK)
    }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> ServerCore? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<ServerCore>.fromOpaque(context).takeUnretainedValue()
  }

  private func connection(
    _ connection: OpaquePointer, _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, hasStarted: Bool
  ) {
    guard let slot = unsafe slot else { return }
    if hasStarted {
      let mine = ServerConnection(fd: unsafe srt_mhd_socket(connection))
      unsafe slot.pointee = unsafe Unmanaged.passRetained(mine).toOpaque()
      begin(mine)
    } else if let raw = unsafe slot.pointee {
      unsafe slot.pointee = nil
      end(unsafe Unmanaged<ServerConnection>.fromOpaque(raw).takeRetainedValue())
    }
  }

  /// The request line has come: its target, before anything in it is unescaped.
  private func begin(_ target: String, _ connection: OpaquePointer) -> UnsafeMutableRawPointer? {
    guard let raw = unsafe srt_mhd_socket_context(connection) else { return nil }
    let mine = unsafe Unmanaged<ServerConnection>.fromOpaque(raw).takeUnretainedValue()
    let exchange = unsafe ExchangeCore(server: self, connection: mine, handle: connection, target: target)
    mine.exchange = exchange
    return unsafe Unmanaged.passRetained(exchange).toOpaque()
  }

  /// Called for the head, for each piece of the body, at its end, and again after each wait.
  private func request(
    _ exchange: ExchangeCore, _ connection: OpaquePointer, method: UnsafePointer<CChar>?,
    bytes: UnsafePointer<CChar>?, count: UnsafeMutablePointer<Int>
  ) -> MHD_Result {
    switch exchange.phase {
    case .new:
      unsafe readHead(of: exchange, connection, method: method)
      return exchange.isRefusedAtOnce ? exchange.queue(.tooLarge(limits.tooLarge)) : .YES
    case .body where unsafe count.pointee > 0:
      let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: count.pointee)
      unsafe count.pointee = 0
      return unsafe exchange.take(piece) ? .YES : .NO
    case .body:
      if exchange.isTooLarge { return exchange.queue(.tooLarge(limits.tooLarge)) }
      exchange.phase = .waiting
      handler(Exchange(exchange, loop: loop))
      return exchange.proceed()
    default:
      return exchange.proceed()
    }
  }

  private func readHead(of exchange: ExchangeCore, _ connection: OpaquePointer, method: UnsafePointer<CChar>?)
  {
    exchange.method = unsafe method.map { unsafe String(cString: $0) } ?? ""
    exchange.phase = .body
    unsafe MHD_get_connection_values_n(
      connection, .HEADER_KIND,
      { context, _, name, nameCount, value, valueCount in
        guard let exchange = unsafe ExchangeCore.from(context) else { return .NO }
        let name = unsafe UnsafeRawBufferPointer(start: name, count: nameCount)
        let value = unsafe UnsafeRawBufferPointer(start: value, count: valueCount)
        unsafe exchange.headers.add(
          String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        return .YES
      }, Unmanaged.passUnretained(exchange).toOpaque())
  }
}
