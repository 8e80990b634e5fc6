import CCurl

/// How a request is told to curl.
extension Transfer {
  /// False when the request cannot be sent as it is.
  func configure(_ trust: HTTPTrust) -> Bool {
    guard request.headers.fields.allSatisfy(Self.isSendable), Self.isToken(request.method) else {
      return false
    }
    if !handle.isShaped(as: shape(trust)) { setShape(trust) }
    unsafe srt_curl_set_pointer(easy, CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
    setAddress()
    tellHeadersAndBody()
    number(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.timeouts.connect))
    number(CURLOPT_TIMEOUT_MS, milliseconds(request.timeouts.total))
    setCallbacks()
    return true
  }

  private func shape(_ trust: HTTPTrust) -> EasyHandle.Shape {
    EasyHandle.Shape(
      method: request.method, hasBody: hasBody, bypassesProxy: location.isLoopback || request.isDirect,
      followRedirects: request.followRedirects, freshConnection: request.freshConnection,
      notesCertificate: request.notesCertificate, decompress: request.decompress, trust: trust)
  }

  /// What stays for the next request of this shape.
  private func setShape(_ trust: HTTPTrust) {
    unsafe srt_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, handle.errorText)
    setWays()
    setTrust(trust)
    setMethod()
    number(CURLOPT_NOSIGNAL, 1)
    // Without it, giving up on a slow resolver would hold the loop until the resolver answers.
    number(CURLOPT_QUICK_EXIT, 1)
  }

  /// A redirect leaves the handle with the address that it led to.
  private func setAddress() {
    guard handle.url != request.url || request.followRedirects > 0 else { return }
    text(CURLOPT_URL, request.url)
    handle.url = request.url
  }

  private func setWays() {
    text(CURLOPT_PROTOCOLS_STR, "http,https")
    text(CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    if location.isLoopback || request.isDirect { text(CURLOPT_PROXY, "") }
    number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    if request.followRedirects > 0 {
      number(CURLOPT_FOLLOWLOCATION, 1)
      number(CURLOPT_MAXREDIRS, request.followRedirects)
    }
    if request.freshConnection {
      number(CURLOPT_FRESH_CONNECT, 1)
      number(CURLOPT_FORBID_REUSE, 1)
      number(CURLOPT_DNS_CACHE_TIMEOUT, 0)
    }
    if request.notesCertificate { number(CURLOPT_CERTINFO, 1) }
    if request.decompress { text(CURLOPT_ACCEPT_ENCODING, "") }
  }

  private func setTrust(_ trust: HTTPTrust) {
    if let file = trust.file { text(CURLOPT_CAINFO, file) }
    if let directory = trust.directory { text(CURLOPT_CAPATH, directory) }
  }

  private var hasBody: Bool {
    switch request.method {
    case "POST", "PUT", "PATCH": true
    case "HEAD": false
    default: !request.body.isEmpty
    }
  }

  private func setMethod() {
    if hasBody {
      number(CURLOPT_POST, 1)
    } else if request.method == "HEAD" {
      number(CURLOPT_NOBODY, 1)
    } else if request.method == "GET" {
      number(CURLOPT_HTTPGET, 1)
    }
    if !["GET", "HEAD", "POST"].contains(request.method) || request.method == "GET" && hasBody {
      text(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// The caller's header and nothing else: what curl would add by itself is switched off.
  private func tellHeadersAndBody() {
    var further: [StaticString] = ["Expect:"]
    if request.headers["content-type"] == nil { further.append("Content-Type:") }
    if request.headers["accept"] == nil { further.append("Accept: */*") }
    handle.tell(request.headers, further, request.body)
  }

  private func setCallbacks() {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe srt_curl_set_header(
      easy,
      { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return unsafe transfer.take(headerLine: line.bindMemory(to: UInt8.self)) ? size * count : 0
      }, context)
    unsafe srt_curl_set_write(
      easy,
      { bytes, size, count, context in
        guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
        let body = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
        return unsafe transfer.take(body: body.bindMemory(to: UInt8.self)) ? size * count : 0
      }, context)
  }

  private func text(_ option: CURLoption, _ value: String) {
    unsafe srt_curl_set_text(easy, option, value)
  }

  private func number(_ option: CURLoption, _ value: Int) {
    unsafe srt_curl_set_long(easy, option, value)
  }

  /// At least one: curl reads 0 as "no limit".
  private func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    guard seconds < 1_000_000_000 else { return 1_000_000_000_000 }
    return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }

  /// Nothing that would begin a line of its own.
  private static func isSendable(_ field: HTTPHeaders.Field) -> Bool {
    isToken(field.name) && !field.value.utf8.contains { $0 == 0x0D || $0 == 0x0A || $0 == 0 }
  }

  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
  }
}
