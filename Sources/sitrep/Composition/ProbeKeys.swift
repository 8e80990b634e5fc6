import SitrepAdapters
import SitrepCore

/// Keys for probes alone, so that their use and their limits are told apart from those of traffic.
struct ProbeKeys: Sendable {
  private let credentials: [Platform: Credential]

  init(_ configuration: Configuration, _ environment: [String: String]) throws {
    var found: [Platform: Credential] = [:]
    for entry in configuration.platforms {
      guard let source = entry.probeKey else { continue }
      do {
        let key = try Doors.secret(source, environment)
        found[entry.platform] = [.anthropic, .gemini].contains(entry.platform) ? .apiKey(key) : .bearer(key)
      } catch let refusal as Refusal {
        throw CommandError("platforms.\(entry.platform.rawValue).probe_key: \(refusal.reason)")
      }
    }
    credentials = found
  }

  /// The same doors, opened by a probe's own key where there is one.
  func apply(to access: [PlatformAccess]) -> [PlatformAccess] {
    access.map { door in
      guard let credential = credentials[door.platform] else { return door }
      var own = door
      own.credential = credential
      return own
    }
  }
}
