import CExpat

/// Reads an XML document with expat, strictly: one that is not well-formed is refused.
///
/// A document type is refused too. No feed needs one, and it is where entities are declared: without it,
/// none can be expanded into more than was sent, nor fetched from elsewhere.
///
/// `@safe`: the parser lives from `init` to `deinit`, and its callbacks only come inside `parse`.
@safe
final class XMLReader {
  private static let deepest = 32
  private static let mostElements = 20_000
  /// Longest kept text of one element in bytes.
  private static let longestText = 64 << 10

  private let parser: XML_Parser
  private var open: [XMLElement] = []
  private var root: XMLElement?
  private var count = 0
  private var refusal: String?

  private init?() {
    guard let parser = unsafe XML_ParserCreate(nil) else { return nil }
    unsafe self.parser = parser
  }

  deinit {
    unsafe XML_ParserFree(parser)
  }

  /// The document's root element.
  static func parse(_ bytes: [UInt8]) throws(PageParseError) -> XMLElement {
    guard let reader = XMLReader() else { throw .notXML("out of memory") }
    guard let root = reader.read(bytes) else {
      throw .notXML(reader.refusal ?? "no element in it")
    }
    return root
  }

  private func read(_ bytes: [UInt8]) -> XMLElement? {
    listen()
    let status = unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { text in
        unsafe XML_Parse(parser, text.baseAddress, Int32(clamping: text.count), 1)
      }
    }
    guard status == XML_STATUS_OK, refusal == nil else {
      refusal = refusal ?? complaint()
      return nil
    }
    return root
  }

  /// Expat's own words, with their line.
  private func complaint() -> String {
    let line = unsafe XML_GetCurrentLineNumber(parser)
    guard let words = unsafe XML_ErrorString(XML_GetErrorCode(parser)) else { return "line \(line)" }
    return unsafe "line \(line): \(String(cString: words))"
  }

  private func listen() {
    unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    unsafe XML_SetElementHandler(
      parser,
      { context, name, attributes in
        guard let context = unsafe context, let name = unsafe name else { return }
        let reader = unsafe Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue()
        unsafe reader.begin(String(cString: name), attributes)
      },
      { context, _ in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue().end()
      })
    unsafe XML_SetCharacterDataHandler(parser) { context, bytes, count in
      guard let context = unsafe context, let bytes = unsafe bytes else { return }
      let text = unsafe UnsafeRawBufferPointer(start: bytes, count: Int(count))
      let reader = unsafe Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue()
      reader.take(unsafe String(decoding: text, as: UTF8.self))
    }
    unsafe XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<XMLReader>.fromOpaque(context).takeUnretainedValue()
        .refuse("it declares a document type, which no feed needs")
    }
  }

  private func begin(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    count += 1
    guard open.count < Self.deepest, count <= Self.mostElements else {
      return refuse("it is nested deeper or has more elements than any feed")
    }
    var element = XMLElement(name: name)
    var next = unsafe attributes
    while let pair = unsafe next, let name = unsafe pair[0], let value = unsafe pair[1] {
      unsafe element.attributes[String(cString: name)] = unsafe String(cString: value)
      unsafe next = unsafe pair + 2
    }
    open.append(element)
  }

  private func end() {
    guard let element = open.popLast() else { return }
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  private func take(_ text: String) {
    guard !open.isEmpty, open[open.count - 1].text.utf8.count < Self.longestText else { return }
    open[open.count - 1].text += text
  }

  private func refuse(_ reason: String) {
    refusal = refusal ?? reason
    unsafe XML_StopParser(parser, 0)
  }
}
