import SitrepAdapters
import SitrepCore
import Synchronization

/// Keys for probes alone, so that their use and their limits are told apart from those of traffic.
///
/// They are read at the start and on SIGHUP; a probe in flight keeps the one it went out with.
final class ProbeKeys: Sendable {
  private let credentials = Mutex<[Platform: Credential]>([:])

  /// Reads every probe key that `configuration` names, all or none.
  func read(_ configuration: Configuration, _ environment: [String: String]) async throws {
    var found: [Platform: Credential] = [:]
    for entry in configuration.platforms {
      guard let source = entry.probeKey else { continue }
      do {
        let key = try await source.secret(
          environment, for: "platforms.\(entry.platform.rawValue).probe_key")
        found[entry.platform] = entry.platform.credential(key)
      } catch {
        throw CommandError(error.reason)
      }
    }
    credentials.withLock { $0 = found }
  }

  /// The same doors, opened by a probe's own key where there is one.
  func apply(to access: [PlatformAccess]) -> [PlatformAccess] {
    let credentials = credentials.withLock { $0 }
    return access.map { door in
      guard let credential = credentials[door.platform] else { return door }
      var own = door
      (own.credential, own.spares) = (credential, [])
      return own
    }
  }

  var fingerprints: [Platform: String] {
    credentials.withLock { $0.compactMapValues(\.fingerprint) }
  }
}
