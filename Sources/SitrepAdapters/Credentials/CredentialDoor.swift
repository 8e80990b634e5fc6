import SitrepCore

/// One platform's credential between two looks at its source.
struct CredentialDoor: Sendable {
  let source: any CredentialSource
  private let place: PlatformAccess
  private var credential: TimedCredential?
  /// Why the last look failed; nil after one that did not.
  private var failure: CleanText?
  private var failures = 0
  private(set) var isUnasked: Bool
  /// When the source is asked next; nil for never.
  private(set) var nextLook: Instant?
  private var told: CredentialChange.Standing?

  init(_ lookup: CredentialLookup, at now: Instant) {
    source = lookup.source
    place = lookup.access
    credential = lookup.known
    isUnasked = lookup.known == nil
    nextLook = lookup.known.map { $0.nextLook(after: now) } ?? now
    told = standing(at: now)
  }

  // MARK: Taking in

  /// After a failure the source is asked again after this long, twice as long each time.
  private static let firstRetry = TimeSpan.seconds(15)
  private static let longestRetry = TimeSpan.minutes(5)

  mutating func take(_ answer: CredentialAnswer, at now: Instant) {
    isUnasked = false
    switch answer {
    case .found(let found) where found.isSpent(at: now): fail("its credential has ended already", now)
    case .found(let found):
      credential = found
      failure = nil
      failures = 0
      nextLook = found.nextLook(after: now)
    case .failed(let reason): fail(reason, now)
    case .absent(let reason):
      fail(reason, now)
      // A file caught while it was rewritten is no removal; two looks in a row are.
      if failures > 1, credential?.expires == nil { credential = nil }
    }
  }

  private mutating func fail(_ reason: CleanText, _ now: Instant) {
    failure = reason
    failures += 1
    let wait = CredentialDoor.firstRetry * Double(1 << min(failures - 1, 5))
    nextLook = now + min(wait, CredentialDoor.longestRetry)
  }

  // MARK: Asking

  /// Whether a request cannot go out before the source has been asked.
  func mustAsk(at now: Instant) -> Bool {
    guard credential.map({ $0.isSpent(at: now) }) ?? true else { return false }
    return nextLook.map { $0 <= now } ?? false
  }

  func usable(at now: Instant) -> PlatformAccess? {
    guard let credential, !credential.isSpent(at: now) else { return nil }
    var access = place
    access.credential = credential.credential
    access.spares = credential.spares
    return access
  }

  /// The next moment at which something changes by time alone.
  func nextWake(after now: Instant) -> Instant? {
    let end = credential?.expires.flatMap { $0 > now ? $0 : nil }
    guard let nextLook, let end else { return nextLook ?? end }
    return min(nextLook, end)
  }

  /// Nil while nobody has been asked yet.
  func standing(at now: Instant) -> CredentialChange.Standing? {
    if let access = usable(at: now) {
      return .ready(access, trouble: failure.map { trouble($0) } ?? credential?.trouble)
    }
    return failure.map { .shut(ended($0)) }
  }

  private func ended(_ failure: CleanText) -> CleanText {
    if let end = credential?.expires { return "credentials ended \(Timestamp.clock(end)): \(failure)" }
    return failure.text.hasPrefix("no credentials") ? failure : "no credentials: \(failure)"
  }

  private func trouble(_ failure: CleanText) -> CleanText {
    let end = credential?.expires.map { "end \(Timestamp.clock($0)) and " } ?? ""
    return "\(place.platform.rawValue) credentials \(end)cannot be renewed: \(failure)"
  }

  /// What is new since the last time this was asked.
  mutating func news(at now: Instant) -> CredentialChange.Standing? {
    guard let standing = standing(at: now), standing.gist != told?.gist else { return nil }
    told = standing
    return standing
  }
}

extension CredentialChange.Standing {
  /// Without the numbers in its words: a time or a count that changes at every retry is no news.
  fileprivate var gist: CredentialChange.Standing {
    switch self {
    case .ready(let access, let trouble): .ready(access, trouble: trouble?.withoutDigits)
    case .shut(let reason): .shut(reason.withoutDigits)
    }
  }
}

extension CleanText {
  fileprivate var withoutDigits: CleanText { CleanText(text.filter { !$0.isNumber }) }
}
