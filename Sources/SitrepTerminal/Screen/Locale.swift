import CLinux
import Glibc

/// The language of letters; nothing else of the locale is taken, so numbers stay as they are.
nonisolated enum Locale {
  /// Takes the locale of this name for letters and says in which codeset it writes.
  ///
  /// One that names UTF-8 and is not installed here still speaks of a terminal that reads UTF-8.
  static func adopt(_ name: String?) -> String {
    let wanted = name ?? "C"
    if unsafe setlocale(LC_CTYPE, wanted) == nil {
      let lowered = wanted.lowercased()
      let isUTF8 = lowered.contains("utf-8") || lowered.contains("utf8")
      _ = unsafe setlocale(LC_CTYPE, isUTF8 ? "C.UTF-8" : "C")
    }
    guard let codeset = unsafe nl_langinfo(nl_item(CODESET)) else { return "" }
    return unsafe String(cString: codeset)
  }
}
