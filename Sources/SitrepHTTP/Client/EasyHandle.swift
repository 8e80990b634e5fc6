import CCurl

/// One of curl's handles, with what it was told last: the next request tells it only what differs.
///
/// Loop thread only. Header lines and body lie in one block of its own, so that curl copies neither.
///
/// `@safe`: handle and memory live from `init` to `deinit`; curl reads the block only during a transfer.
@safe final class EasyHandle {
  /// Everything of a request that curl keeps from one transfer to the next.
  struct Shape: Equatable {
    var method: String
    var hasBody: Bool
    var bypassesProxy: Bool
    var followRedirects: Int
    var freshConnection: Bool
    var notesCertificate: Bool
    var decompress: Bool
    var trust: HTTPTrust
  }

  /// Room for an ordinary header and a short body.
  private static let usualBytes = 1024
  /// A larger block is not kept for the next request.
  private static let keptBytes = 64 << 10

  let easy: UnsafeMutableRawPointer
  /// Where curl writes what went wrong.
  let errorText: UnsafeMutablePointer<CChar>
  private(set) var shape: Shape?
  var url: String?
  private var block: UnsafeMutableRawBufferPointer

  init?() {
    guard let easy = unsafe curl_easy_init() else { return nil }
    unsafe self.easy = unsafe easy
    unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    unsafe block = .allocate(byteCount: EasyHandle.usualBytes, alignment: 16)
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe errorText.deallocate()
    unsafe block.deallocate()
  }

  /// True when the handle is as this shape wants it; else it has forgotten everything and is told anew.
  func isShaped(as wanted: Shape) -> Bool {
    unsafe errorText.pointee = 0
    guard shape != wanted else { return true }
    unsafe curl_easy_reset(easy)
    shape = wanted
    url = nil
    return false
  }

  /// Lets go of what a large request needed.
  func shrink() {
    guard unsafe block.count > Self.keptBytes else { return }
    unsafe block.deallocate()
    unsafe block = .allocate(byteCount: EasyHandle.usualBytes, alignment: 16)
  }

  // MARK: Header and body

  /// Tells curl the header, the lines it would otherwise add of its own accord, and the body.
  func tell(_ headers: HTTPHeaders, _ further: [StaticString], _ body: [UInt8]) {
    let lines = headers.fields.count + further.count
    let nodes = lines * LineWriter.nodeBytes
    let fields = headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
    let others = further.reduce(0) { $0 + $1.utf8CodeUnitCount + 1 }
    reserve(nodes + fields + others + body.count)
    var writer = unsafe LineWriter(block, lines: lines)
    for field in headers.fields { writer.add(field) }
    for line in further { writer.add(line) }
    unsafe srt_curl_set_list(easy, CURLOPT_HTTPHEADER, writer.first)
    if shape?.hasBody == true { tell(body, at: nodes + fields + others) }
  }

  private func tell(_ body: [UInt8], at offset: Int) {
    unsafe body.withUnsafeBytes { bytes in
      unsafe UnsafeMutableRawBufferPointer(rebasing: block[offset...]).copyMemory(from: bytes)
    }
    unsafe srt_curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    if let start = unsafe block.baseAddress {
      unsafe srt_curl_set_pointer(easy, CURLOPT_POSTFIELDS, start + offset)
    }
  }

  /// One byte more, so that an empty body has an address too.
  private func reserve(_ count: Int) {
    guard unsafe block.count <= count else { return }
    unsafe block.deallocate()
    unsafe block = .allocate(byteCount: max(count + 1, EasyHandle.usualBytes), alignment: 16)
  }
}

/// Writes curl's list of header lines: the nodes first, then the texts, all in one block.
///
/// `@safe`: the caller has measured what is written.
@safe private struct LineWriter {
  static var nodeBytes: Int { unsafe MemoryLayout<curl_slist>.stride }

  private let block: UnsafeMutableRawBufferPointer
  private let nodes: UnsafeMutablePointer<curl_slist>?
  private var written = 0
  private var end: Int

  init(_ block: UnsafeMutableRawBufferPointer, lines: Int) {
    unsafe self.block = unsafe block
    unsafe nodes = block.baseAddress?.bindMemory(to: curl_slist.self, capacity: lines)
    end = lines * LineWriter.nodeBytes
  }

  var first: UnsafeMutablePointer<curl_slist>? { unsafe nodes }

  /// curl sends a header without a value only when it is written with a semicolon.
  mutating func add(_ field: HTTPHeaders.Field) {
    let start = end
    put(field.name)
    put(field.value.isEmpty ? UInt8(ascii: ";") : UInt8(ascii: ":"))
    if !field.value.isEmpty {
      put(UInt8(ascii: " "))
      put(field.value)
    }
    close(start)
  }

  mutating func add(_ line: StaticString) {
    let start = end
    line.withUTF8Buffer { unsafe put($0) }
    close(start)
  }

  private mutating func put(_ text: String) {
    var text = text
    text.withUTF8 { unsafe put($0) }
  }

  private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: block[end...])
    unsafe rest.copyMemory(from: UnsafeRawBufferPointer(bytes))
    end += bytes.count
  }

  private mutating func put(_ byte: UInt8) {
    unsafe block[end] = byte
    end += 1
  }

  private mutating func close(_ start: Int) {
    put(0)
    guard let nodes = unsafe nodes, let base = unsafe block.baseAddress else { return }
    let text = unsafe (base + start).assumingMemoryBound(to: CChar.self)
    unsafe (nodes + written).initialize(to: curl_slist(data: text, next: nil))
    if written > 0 { unsafe nodes[written - 1].next = unsafe nodes + written }
    written += 1
  }
}
