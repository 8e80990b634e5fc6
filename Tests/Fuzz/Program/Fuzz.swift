import Glibc
import SitrepFuzz

/// libFuzzer's own loop, from the toolchain's runtime.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ input: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What libFuzzer calls with every input.
@c(LLVMFuzzerTestOneInput)
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  for text in parser.read(bytes)
  where text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
    fatalError("\(parser.rawValue) lets a control character through")
  }
  return 0
}

/// The program's beginning, by the name that the package manager gives it.
@c(sitrep_fuzz_main)
public func fuzz(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var (count, arguments) = unsafe (count, arguments)
  return unsafe runDriver(&count, &arguments) { unsafe fuzzOne($0, $1) }
}

/// The environment's `PARSER` says whom the inputs are for.
private let parser: Parser = {
  let name = unsafe getenv("PARSER").map { unsafe String(cString: $0) } ?? ""
  guard let parser = Parser(rawValue: name) else {
    fatalError("PARSER is one of: \(Parser.allCases.map(\.rawValue).joined(separator: " "))")
  }
  return parser
}()
