import Glibc

/// The programs built beside the tests.
package enum BuiltProgram {
  /// The path of the built `sitrep`, which stands beside the test binary.
  package static var sitrep: String { path("sitrep") }

  package static func path(_ name: String) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard let slash = own.lastIndex(of: "/") else { return name }
    return own[...slash] + name
  }
}
