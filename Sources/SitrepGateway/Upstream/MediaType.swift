/// What a `content-type` names.
enum MediaType {
  /// Whether `type` begins with `prefix`, which is in lower case; letters of `type` may be in any.
  static func begins(_ type: String, with prefix: String) -> Bool {
    let (bytes, wanted) = (type.utf8, prefix.utf8)
    guard bytes.count >= wanted.count else { return false }
    return zip(bytes, wanted).allSatisfy { (0x41...0x5A ~= $0 ? $0 | 0x20 : $0) == $1 }
  }
}
