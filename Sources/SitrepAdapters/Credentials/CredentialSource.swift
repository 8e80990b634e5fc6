package import SitrepCore
package import SitrepHTTP

/// A credential and until when it may be used.
package struct TimedCredential: Hashable, Sendable {
  package var credential: Credential
  /// Nil when its source names no end.
  package var expires: Instant?
  /// How often to look whether its source says something else by now; nil when only the end counts.
  package var recheck: TimeSpan?
  /// Further keys of the same source, used in turn with the first.
  package var spares: [Credential] = []
  /// What is wrong with the rest of its source although this works.
  package var trouble: CleanText?

  package init(_ credential: Credential, expires: Instant? = nil, recheck: TimeSpan? = nil) {
    self.credential = credential
    self.expires = expires
    self.recheck = recheck
  }

  package func isSpent(at now: Instant) -> Bool {
    expires.map { $0 <= now } ?? false
  }

  /// Refreshed this long before the end (facts/vertex.md 5.1).
  static let margin = TimeSpan.minutes(5)

  /// When to ask again for what came at `now`; what lives shorter than the margin is asked for at half its rest.
  func nextLook(after now: Instant) -> Instant? {
    let forced = expires.map { end in
      max(end - TimedCredential.margin, now + max(.seconds(1), min(.minutes(1), (end - now) * 0.5)))
    }
    let curious = recheck.map { now + $0 }
    guard let forced, let curious else { return forced ?? curious }
    return min(forced, curious)
  }
}

/// What a source of credentials answers.
package enum CredentialAnswer: Hashable, Sendable {
  case found(TimedCredential)
  /// There is nothing there; the next source is asked.
  case absent(CleanText)
  /// The source is there and refuses; no other is asked in its place.
  case failed(CleanText)
}

/// What sources may use of the world.
package struct CredentialTools: Sendable {
  package var client: HTTPClient
  package var now: @Sendable () -> Instant
  /// What child processes get to see.
  package var environment: [String: String]

  package init(
    client: HTTPClient, environment: [String: String], now: @escaping @Sendable () -> Instant
  ) {
    self.client = client
    self.environment = environment
    self.now = now
  }
}

/// A place where a credential can be had, again and again.
///
/// Bounded in time and bytes; no answer says anything of the secret.
package protocol CredentialSource: Sendable {
  func fetch(_ tools: CredentialTools) async -> CredentialAnswer
}

/// One platform's door whose credential is looked for and kept fresh.
package struct CredentialLookup: Sendable {
  /// The place, its credential `none`.
  package var access: PlatformAccess
  /// What the files said at once, without asking anybody.
  package var known: TimedCredential?
  package var source: any CredentialSource
  /// Whether it gives keys that last, not tokens that are renewed: those are told apart by fingerprint.
  package var isLasting = false

  package init(
    access: PlatformAccess, known: TimedCredential? = nil, source: any CredentialSource,
    isLasting: Bool = false
  ) {
    self.isLasting = isLasting
    self.access = access
    self.known = known
    self.source = source
  }
}
