import Glibc
import SitrepFuzz

/// What libFuzzer calls with every input; the environment's `PARSER` says whom it is for.
@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for text in parser.read(bytes)
  where text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
    fatalError("\(parser.rawValue) lets a control character through")
  }
  return 0
}

private let parser: Parser = {
  let name = unsafe getenv("PARSER").map { unsafe String(cString: $0) } ?? ""
  guard let parser = Parser(rawValue: name) else {
    fatalError("PARSER is one of: \(Parser.allCases.map(\.rawValue).joined(separator: " "))")
  }
  return parser
}()
