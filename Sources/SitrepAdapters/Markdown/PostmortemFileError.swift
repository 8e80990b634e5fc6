package import SitrepCore

/// Why a postmortem was not written; the file, if there is one, is as it was.
package struct PostmortemFileError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    case system(SystemError)
    /// Its markers are damaged, or it has none.
    case markers(PostmortemMergeError)
    /// It is not UTF-8, so it could not be kept byte for byte.
    case notText
    /// Somebody wrote it while the new draft was being merged.
    case changedMeanwhile
    /// Its rights let nobody write it.
    case writeProtected
    /// A directory, a pipe or a device.
    case noFile
  }

  package var path: String
  package var reason: Reason

  package init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var description: String {
    switch reason {
    case .system(let error): error.description
    case .markers(let error): "\(path), \(error)"
    case .notText: "\(path) is not UTF-8 text; move it away to have it drafted anew"
    case .writeProtected: "\(path) is write-protected; chmod u+w lets it be drafted again"
    case .noFile: "\(path) is no ordinary file; name another with -o"
    case .changedMeanwhile: "\(path) was changed while it was being drafted; nothing was written, try again"
    }
  }
}
