import FoundationEssentials
import Glibc

/// A place among temporary files for the lock, the socket and the log of an engine whose own disk takes nothing.
///
/// Found by everybody from the state directory's name alone, so that viewers and commands need no word from it.
package enum Shelter {
  /// In the order in which they are tried; the second is memory, which a read-only system still has.
  private static let places = ["/tmp", "/dev/shm"]

  /// Those that are there for this state directory and belong to this user alone.
  package static func existing(for state: String) -> [String] {
    places.map { directory(in: $0, for: state) }.filter { isOurs(parent(of: $0)) && isOurs($0) }
  }

  /// Makes one, for this user only.
  package static func make(for state: String) throws(SystemError) -> String {
    var trouble = SystemError("make directory", places[0], errno: ENOENT)
    for place in places {
      let wanted = directory(in: place, for: state)
      do throws(SystemError) {
        for path in [parent(of: wanted), wanted] { try makeOurs(path) }
        return wanted
      } catch {
        trouble = error
      }
    }
    throw trouble
  }

  private static func directory(in place: String, for state: String) -> String {
    let path = state.hasPrefix("/") ? state : FileManager.default.currentDirectoryPath + "/" + state
    // FNV-1a, which spreads names well enough; whose the directory is gets checked, not guessed.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return "\(place)/sitrep-\(geteuid())/\(String(hash, radix: 16))"
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? path
  }

  private static func makeOurs(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw SystemError("make directory", path)
    }
    // Anybody may make a directory of that name in /tmp before us.
    guard isOurs(path) else { throw SystemError("use the directory", path, errno: EACCES) }
  }

  /// A directory, no link to one, of this user, closed to everybody else.
  private static func isOurs(_ path: String) -> Bool {
    var facts = stat()
    guard unsafe lstat(path, &facts) == 0 else { return false }
    return facts.st_mode & S_IFMT == S_IFDIR && facts.st_uid == geteuid() && facts.st_mode & 0o077 == 0
  }
}

extension Paths {
  /// The same with the shelter in which an engine serves this state directory now, if it does so from one.
  package func resolved() -> Paths {
    var plain = self
    plain.shelter = nil
    for place in Shelter.existing(for: state) {
      var there = plain
      there.shelter = place
      if JournalLock.holder(file: there.lock) != nil { return there }
    }
    return plain
  }

  /// The same with a shelter made for it.
  package func sheltered() throws(SystemError) -> Paths {
    var there = self
    there.shelter = try Shelter.make(for: state)
    return there
  }
}
