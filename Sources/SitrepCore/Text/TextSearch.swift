extension String {
  /// Whether `part` occurs in it, byte for byte; an empty one does.
  ///
  /// The standard library's `contains` is made for any collection, and prepares tables for each search: in
  /// rules that are asked at every frame it cost more than all the rest.
  package func holds(_ part: String) -> Bool {
    let (bytes, wanted) = (utf8.span, part.utf8.span)
    guard wanted.count <= bytes.count else { return false }
    guard !wanted.isEmpty else { return true }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == wanted[0] {
      var length = 1
      while length < wanted.count, bytes[start + length] == wanted[length] { length += 1 }
      if length == wanted.count { return true }
    }
    return false
  }
}
