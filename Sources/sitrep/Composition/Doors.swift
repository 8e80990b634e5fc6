import SitrepAdapters
import SitrepCore

/// Which platforms can be reached, by the file first, then the environment and the vendors' own files.
struct Doors: Sendable {
  /// Places that are known: those that open, and those whose credentials are still looked for.
  var open: [PlatformAccess] = []
  /// Why nothing is sent to a platform, or not yet.
  var shut: [Platform: CleanText] = [:]
  /// Credentials to look for and to keep fresh.
  var lookups: [CredentialLookup] = []
  /// What is wrong with credentials that still work.
  var troubles: [Platform: CleanText] = [:]
  /// Platforms whose credentials were there at some time of this run.
  private var seen: Set<Platform> = []

  /// What a plan says until its source has answered.
  static let looking: CleanText = "looking for credentials"

  /// A drill has the doors of its own file and no others: it must never knock at a real one.
  init(
    _ configuration: Configuration, _ environment: [String: String], home: String, mode: Mode
  ) throws {
    let search = DoorSearch(environment: environment, home: home)
    for platform in Platform.allCases {
      if mode.isDrill, configuration.platform(platform) == nil {
        shut[platform] = "not part of this drill"
        continue
      }
      switch try search.find(platform, configuration.platform(platform)) {
      case .open(let access):
        open.append(access)
        seen.insert(platform)
      case .lookup(let lookup): append(lookup)
      case .shut(let reason): shut[platform] = reason
      }
    }
  }

  private mutating func append(_ lookup: CredentialLookup) {
    var access = lookup.access
    lookups.append(lookup)
    if let known = lookup.known {
      access.credential = known.credential
      seen.insert(access.platform)
    } else {
      shut[access.platform] = Doors.looking
    }
    open.append(access)
  }

  /// Doors that open now.
  var usable: [PlatformAccess] { open.filter { shut[$0.platform] == nil } }

  /// Doors whose credentials stay as they are.
  var fixed: [PlatformAccess] {
    usable.filter { door in !lookups.contains { $0.access.platform == door.platform } }
  }

  /// The keys that stay as they are while we run, by fingerprint; tokens that are renewed are none.
  var keys: [KeyName] {
    let renewed = Set(lookups.filter { !$0.isLasting }.map(\.access.platform))
    return usable.filter { !renewed.contains($0.platform) }.flatMap { door in
      door.fingerprints.map { KeyName(platform: door.platform, fingerprint: $0) }
    }
  }

  /// Platforms that traffic may be meant for: one that was shut while we run keeps its place.
  var routed: [Platform] {
    open.map(\.platform).filter { shut[$0] == nil || shut[$0] == Doors.looking || seen.contains($0) }
  }

  mutating func take(_ change: CredentialChange) {
    switch change.standing {
    case .ready(let access, let trouble):
      open = open.map { $0.platform == access.platform ? access : $0 }
      shut[change.platform] = nil
      troubles[change.platform] = trouble
      seen.insert(change.platform)
    case .shut(let reason):
      shut[change.platform] = reason
      troubles[change.platform] = nil
    }
  }
}
