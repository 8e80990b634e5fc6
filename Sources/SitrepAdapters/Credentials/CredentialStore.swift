package import SitrepCore

/// What became of one platform's credential.
package struct CredentialChange: Hashable, Sendable {
  package var platform: Platform
  package var standing: Standing

  package enum Standing: Hashable, Sendable {
    /// The newest credential; `trouble` says why it cannot be renewed, and when it ends.
    case ready(PlatformAccess, trouble: CleanText?)
    /// There is none that may be used, and why.
    case shut(CleanText)
  }
}

/// Keeps every platform's credential fresh: asks its source early, once at a time, and keeps the old one
/// until it ends when the source fails.
package actor CredentialStore {
  /// What is told when something changed; one reader.
  package nonisolated let changes: AsyncStream<CredentialChange>

  private var fixed: [PlatformAccess]
  private let tools: CredentialTools
  private let clock: any EngineClock
  private let teller: AsyncStream<CredentialChange>.Continuation
  private var doors: [Platform: CredentialDoor]
  private var waiters: [Platform: [CheckedContinuation<Void, Never>]] = [:]
  private let replacements: AsyncStream<Void>
  private let replaced: AsyncStream<Void>.Continuation

  /// `fixed` are doors whose credentials never change while we run.
  package init(
    fixed: [PlatformAccess], lookups: [CredentialLookup], tools: CredentialTools, clock: any EngineClock
  ) {
    self.fixed = fixed
    self.tools = tools
    self.clock = clock
    let now = clock.now()
    doors = Dictionary(lookups.map { ($0.access.platform, CredentialDoor($0, at: now)) }) { first, _ in first
    }
    (changes, teller) = AsyncStream.makeStream(of: CredentialChange.self)
    (replacements, replaced) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// What opens a platform now; empty when nothing does.
  ///
  /// Waits for a fresh credential only when the old one has ended, as after a night's suspension.
  package func access(to platform: Platform) async -> [PlatformAccess] {
    if let door = doors[platform], door.mustAsk(at: clock.now()) { await look(platform) }
    guard let door = doors[platform] else { return fixed.filter { $0.platform == platform } }
    return door.usable(at: clock.now()).map { [$0] } ?? []
  }

  /// Asks every source that has not been asked, all at once, and returns when each has answered.
  package func resolve() async {
    await withDiscardingTaskGroup { group in
      for (platform, door) in doors where door.isUnasked { group.addTask { await self.look(platform) } }
    }
  }

  /// How each platform that is looked for stands.
  package func standings() -> [CredentialChange] {
    let now = clock.now()
    return doors.keys.sorted().compactMap { platform in
      doors[platform]?.standing(at: now).map { CredentialChange(platform: platform, standing: $0) }
    }
  }

  /// Goes on with other doors, as when the configuration was read again: every source is asked anew.
  package func replace(fixed: [PlatformAccess], lookups: [CredentialLookup]) {
    self.fixed = fixed
    let now = clock.now()
    doors = Dictionary(lookups.map { ($0.access.platform, CredentialDoor($0, at: now)) }) { first, _ in first
    }
    replaced.yield()
  }

  /// Keeps everything fresh until the task is cancelled.
  package func run() async {
    while !Task.isCancelled {
      await withTaskGroup { group in
        for platform in doors.keys { group.addTask { await self.keepFresh(platform) } }
        for await _ in replacements { break }
        group.cancelAll()
      }
    }
  }

  // MARK: Inside

  private func keepFresh(_ platform: Platform) async {
    while !Task.isCancelled {
      guard let door = doors[platform] else { return }
      let now = clock.now()
      if let due = door.nextLook, due <= now { await look(platform) } else { tell(platform) }
      let wake = doors[platform]?.nextWake(after: clock.now()) ?? clock.now() + .hours(1)
      do { try await clock.sleep(until: wake) } catch { return }
    }
  }

  /// Asks the source, or waits for whoever is asking it.
  private func look(_ platform: Platform) async {
    guard let source = doors[platform]?.source else { return }
    if waiters[platform] != nil {
      await withCheckedContinuation { waiters[platform]?.append($0) }
      return
    }
    waiters[platform] = []
    let answer = await source.fetch(tools)
    // An answer that was cut short says nothing of its source.
    if !Task.isCancelled || answer.isFound { doors[platform]?.take(answer, at: clock.now()) }
    for waiter in waiters.removeValue(forKey: platform) ?? [] { waiter.resume() }
    tell(platform)
  }

  private func tell(_ platform: Platform) {
    guard let standing = doors[platform]?.news(at: clock.now()) else { return }
    teller.yield(CredentialChange(platform: platform, standing: standing))
  }
}

extension CredentialAnswer {
  fileprivate var isFound: Bool {
    if case .found = self { return true }
    return false
  }
}
