import CFyaml
import Glibc

/// The steps through a YAML text as libfyaml takes them; the tree is ours, so that no alias is ever resolved.
@safe
final class YAMLEvents {
  private let file: String
  private let parser: OpaquePointer
  private let diagnostics: OpaquePointer
  /// The parser reads from here until it is destroyed.
  private let text: UnsafeMutableBufferPointer<CChar>

  init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
    self.file = file
    var quiet = unsafe fy_diag_cfg()
    unsafe fy_diag_cfg_default(&quiet)
    unsafe quiet.fp = nil
    guard let diagnostics = unsafe fy_diag_create(&quiet) else { throw Self.outOfMemory(file) }
    unsafe fy_diag_set_collect_errors(diagnostics, true)
    var settings = unsafe fy_parse_cfg()
    unsafe settings.flags = fy_parse_cfg_flags(rawValue: 0)
    unsafe settings.diag = diagnostics
    guard let parser = unsafe fy_parser_create(&settings) else {
      unsafe fy_diag_destroy(diagnostics)
      throw Self.outOfMemory(file)
    }
    unsafe self.diagnostics = diagnostics
    unsafe self.parser = parser
    unsafe text = .allocate(capacity: bytes.count + 1)
    unsafe text.initialize(repeating: 0)
    for (index, byte) in bytes.enumerated() { unsafe text[index] = CChar(bitPattern: byte) }
    guard unsafe fy_parser_set_string(parser, text.baseAddress, bytes.count) == 0 else {
      throw Self.outOfMemory(file)
    }
  }

  deinit {
    unsafe fy_parser_destroy(parser)
    unsafe fy_diag_destroy(diagnostics)
    unsafe text.deallocate()
  }

  private static func outOfMemory(_ file: String) -> ConfigurationError {
    ConfigurationError(file: file, position: nil, "cannot be read: out of memory")
  }

  /// The next step; nil at the end of the text.
  func next() throws(ConfigurationError) -> YAMLEvent? {
    while let event = unsafe fy_parser_parse(parser) {
      defer { unsafe fy_parser_event_free(parser, event) }
      if let step = unsafe Self.step(event) { return step }
    }
    if unsafe fy_parser_get_stream_error(parser) { throw syntaxError() }
    return nil
  }

  private static func step(_ event: UnsafeMutablePointer<fy_event>) -> YAMLEvent? {
    let kind: YAMLEvent.Kind
    switch unsafe event.pointee.type {
    case FYET_SCALAR: kind = unsafe scalar(event)
    case FYET_SEQUENCE_START: kind = .sequenceStart
    case FYET_MAPPING_START: kind = .mappingStart
    case FYET_SEQUENCE_END, FYET_MAPPING_END: kind = .end
    case FYET_ALIAS: kind = .alias
    case FYET_DOCUMENT_START: kind = .documentStart
    default: return nil
    }
    // Marks count from 0; that of an alias is behind its star.
    let mark = unsafe fy_event_start_mark(event)
    let column = unsafe Int(mark?.pointee.column ?? 0) + (event.pointee.type == FYET_ALIAS ? 0 : 1)
    let position = unsafe YAMLPosition(line: Int(mark?.pointee.line ?? 0) + 1, column: column)
    return YAMLEvent(kind: kind, position: position)
  }

  private static func scalar(_ event: UnsafeMutablePointer<fy_event>) -> YAMLEvent.Kind {
    guard let token = unsafe event.pointee.scalar.value else { return .scalar("", isPlain: true) }
    var length = 0
    let start = unsafe fy_token_get_text(token, &length)
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length)
    let isPlain = unsafe fy_token_scalar_style(token) == FYSS_PLAIN
    return .scalar(unsafe String(decoding: bytes, as: UTF8.self), isPlain: isPlain)
  }

  /// The first error that libfyaml collected, in its words.
  private func syntaxError() -> ConfigurationError {
    var cursor: UnsafeMutableRawPointer?
    guard let first = unsafe fy_diag_errors_iterate(diagnostics, &cursor),
      let words = unsafe first.pointee.msg
    else { return ConfigurationError(file: file, position: nil, "is not valid YAML") }
    let position = unsafe YAMLPosition(
      line: max(1, Int(first.pointee.line)), column: max(1, Int(first.pointee.column)))
    let sentence = unsafe String(cString: words)
    return ConfigurationError(file: file, position: position, "is not valid YAML: \(sentence)")
  }
}
