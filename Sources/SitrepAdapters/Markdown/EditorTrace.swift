import Glibc

/// What an editor leaves beside a file while it has it open.
package enum EditorTrace {
  /// The swap or lock file that says so; nil when there is none.
  ///
  /// vim and nano write `.NAME.swp`, emacs a dangling link `.#NAME`, kate `.NAME.kate-swp`.
  package static func of(_ path: String) -> String? {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let (directory, name) = (path[..<slash], path[slash...])
    let traces = [".\(name).swp", ".\(name).swo", ".\(name).swx", ".#\(name)", ".\(name).kate-swp"]
    return traces.map { directory + $0 }.first { trace in
      var status = stat()
      return unsafe lstat(trace, &status) == 0
    }
  }
}
