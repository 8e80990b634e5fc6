import CCurl
import Glibc

/// What curl knows about a transfer, in our words.
extension Transfer {
  var phases: HTTPPhases {
    HTTPPhases(
      dns: isReused || location.isNumeric ? nil : time(CURLINFO_NAMELOOKUP_TIME_T),
      connect: isReused ? nil : time(CURLINFO_CONNECT_TIME_T),
      tls: isReused ? nil : time(CURLINFO_APPCONNECT_TIME_T),
      firstByte: hasHead || received > 0 ? time(CURLINFO_STARTTRANSFER_TIME_T) : nil,
      total: time(CURLINFO_TOTAL_TIME_T))
  }

  /// A connection is there and no new one was made for this request.
  var isReused: Bool {
    unsafe srt_curl_get_long(easy, CURLINFO_NUM_CONNECTS) == 0
      && srt_curl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T) > 0
  }

  var remoteAddress: String? {
    guard let text = unsafe srt_curl_get_text(easy, CURLINFO_PRIMARY_IP) else { return nil }
    let address = unsafe String(cString: text)
    guard !address.isEmpty else { return nil }
    let port = unsafe srt_curl_get_long(easy, CURLINFO_PRIMARY_PORT)
    return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
  }

  /// What curl wrote of a failure; printable ASCII and short, since a certificate may hold anything.
  var explanation: String? {
    let text = unsafe String(cString: handle.errorText)
    let clean = text.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.prefix(160)
    return clean.isEmpty ? nil : String(String.UnicodeScalarView(clean))
  }

  var certificateEnds: String? {
    guard request.notesCertificate, let text = unsafe srt_curl_get_certificate_end(easy) else { return nil }
    return unsafe String(cString: text)
  }

  /// Microseconds from the start; curl says 0 for what did not happen.
  private func time(_ fact: CURLINFO) -> Duration? {
    let microseconds = unsafe srt_curl_get_size(easy, fact)
    return microseconds > 0 ? .microseconds(Int64(microseconds)) : nil
  }

  /// The host answered that nothing listens there; what is in between is well.
  private var isRefused: Bool { unsafe srt_curl_get_long(easy, CURLINFO_OS_ERRNO) == Int(ECONNREFUSED) }

  private var wasSent: Bool { unsafe srt_curl_get_size(easy, CURLINFO_PRETRANSFER_TIME_T) > 0 }

  /// curl has one code for every timeout: before the request could be sent it was the connecting.
  private var timeoutMeaning: HTTPError.Code {
    let elapsed = phases.total ?? .zero
    return wasSent || elapsed >= request.timeouts.total ? .timeoutTotal : .timeoutConnect
  }

  static func meaning(of code: CURLcode, _ transfer: Transfer) -> HTTPError.Code {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: transfer.timeoutMeaning
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
    case CURLE_COULDNT_CONNECT where transfer.isRefused: .refused
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .reset
    case CURLE_PARTIAL_FILE: .truncated
    // Said of an address before anything was sent, and after that of an answer that is not HTTP.
    case CURLE_UNSUPPORTED_PROTOCOL: transfer.wasSent ? .protocolError : .badRequest
    case CURLE_URL_MALFORMAT: .badRequest
    case CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY, CURLE_TOO_MANY_REDIRECTS,
      CURLE_BAD_CONTENT_ENCODING:
      .protocolError
    default: .other
    }
  }
}
