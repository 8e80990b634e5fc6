import SitrepAdapters
import SitrepCore
import SitrepTestKit
import Testing

@Suite("Credentials kept fresh", .timeLimit(.minutes(5)))
struct CredentialStoreTests {
  private static let start = Instant(seconds: 1_795_200_000)
  private static let place = PlatformAccess(
    platform: .vertex, baseURL: "http://127.0.0.1:1", region: "global", project: "p", credential: .none)

  private static func token(_ name: String, _ life: TimeSpan, from now: Instant = start) -> CredentialAnswer {
    .found(TimedCredential(.bearer(Secret(name)), expires: now + life))
  }

  /// A store with one source, running until the body returns.
  private func running(
    _ source: ScriptedSource, known: TimedCredential? = nil, isRunning: Bool = true,
    _ body: @escaping (CredentialStore, HandClock) async throws -> Void
  ) async throws {
    try await withService({ _ in Told(body: "") }) { tools, _ in
      let clock = HandClock(Self.start)
      let store = CredentialStore(
        fixed: [PlatformAccess(platform: .anthropic, credential: .apiKey(Secret("fixed")))],
        lookups: [CredentialLookup(access: Self.place, known: known, source: source)], tools: tools,
        clock: clock)
      try await withThrowingTaskGroup { group in
        if isRunning { group.addTask { await store.run() } }
        try await body(store, clock)
        group.cancelAll()
      }
    }
  }

  private func key(_ store: CredentialStore) async -> Credential? {
    await store.access(to: .vertex).first?.credential
  }

  @Test("A credential is asked for again five minutes before its end, and the newest is handed out")
  func early() async throws {
    let source = ScriptedSource([
      Self.token("one", .hours(1)), Self.token("two", .hours(1), from: Self.start + .minutes(55)),
    ])
    try await running(source) { store, clock in
      var changes = store.changes.makeAsyncIterator()
      #expect(await changes.next()?.credential == .bearer(Secret("one")))
      let due = Self.start + .minutes(55)
      try await Eventually.holds("the wait") { clock.deadlines.contains(due) }
      #expect(source.asked == 1)
      #expect(await key(store) == .bearer(Secret("one")))
      clock.set(due)
      #expect(await changes.next()?.credential == .bearer(Secret("two")))
      #expect(await key(store) == .bearer(Secret("two")))
      #expect(source.asked == 2)
    }
  }

  @Test("A failed renewal keeps the old credential until its end and says why; then it is shut")
  func failing() async throws {
    let source = ScriptedSource([
      Self.token("one", .minutes(6)), .failed("the endpoint answered HTTP 500"),
    ])
    try await running(source) { store, clock in
      var changes = store.changes.makeAsyncIterator()
      #expect(await changes.next()?.credential == .bearer(Secret("one")))
      try await Eventually.holds("the wait") { clock.deadlines.contains(Self.start + .minutes(1)) }
      clock.set(Self.start + .minutes(1))
      let troubled = await changes.next()
      #expect(troubled?.credential == .bearer(Secret("one")))
      #expect(
        troubled?.trouble
          == "vertex credentials end 18:46:00Z and cannot be renewed: the endpoint answered HTTP 500")
      #expect(await key(store) == .bearer(Secret("one")))
      try await Eventually.holds("the retry") { clock.deadlines.contains(Self.start + .seconds(75)) }
      clock.set(Self.start + .minutes(6))
      let shut = await changes.next()
      #expect(
        shut?.standing == .shut("credentials ended 18:46:00Z: the endpoint answered HTTP 500"))
      #expect(await store.access(to: .vertex).isEmpty)
      #expect(await store.access(to: .anthropic).count == 1)
    }
  }

  @Test("A source that comes back opens the door again")
  func recovering() async throws {
    let source = ScriptedSource([
      .absent("no credentials: sign in"), Self.token("late", .hours(1)),
    ])
    try await running(source) { store, clock in
      var changes = store.changes.makeAsyncIterator()
      #expect(await changes.next()?.standing == .shut("no credentials: sign in"))
      try await Eventually.holds("the retry") { clock.deadlines.contains(Self.start + .seconds(15)) }
      clock.set(Self.start + .seconds(15))
      #expect(await changes.next()?.credential == .bearer(Secret("late")))
    }
  }

  @Test("However many ask at once, the source is asked once")
  func single() async throws {
    let source = ScriptedSource([Self.token("one", .hours(1))], isHeld: true)
    try await running(source, isRunning: false) { store, _ in
      await withTaskGroup(of: Credential?.self) { group in
        for _ in 0..<20 { group.addTask { await self.key(store) } }
        try? await Eventually.holds("the question") { source.asked == 1 }
        for _ in 0..<100 { await Task.yield() }
        source.release()
        for await credential in group { #expect(credential == .bearer(Secret("one"))) }
      }
      #expect(source.asked == 1)
    }
  }

  @Test("After a night's suspension a probe waits for a fresh credential instead of sending the old one")
  func suspended() async throws {
    let morning = Self.start + .hours(9)
    let source = ScriptedSource([Self.token("new", .hours(1), from: morning)])
    let old = TimedCredential(.bearer(Secret("old")), expires: Self.start + .hours(1))
    try await running(source, known: old, isRunning: false) { store, clock in
      #expect(await key(store) == .bearer(Secret("old")))
      clock.set(morning)
      #expect(await key(store) == .bearer(Secret("new")))
      #expect(source.asked == 1)
    }
  }

  @Test("A failing source is left alone between its retries, however often probes ask")
  func backsOff() async throws {
    let source = ScriptedSource([.failed("no")])
    try await running(source, isRunning: false) { store, clock in
      for _ in 0..<5 { #expect(await key(store) == nil) }
      #expect(source.asked == 1)
      for (after, asked) in [(14, 1), (15, 2), (44, 2), (45, 3)] as [(Int64, Int)] {
        clock.set(Self.start + .seconds(after))
        _ = await key(store)
        #expect(source.asked == asked)
      }
    }
  }

  @Test("A look that was cut short is no answer of its source")
  func cancelled() async throws {
    let source = ScriptedSource([.failed("cancelled"), Self.token("one", .hours(1))], isHeld: true)
    try await running(source, isRunning: false) { store, _ in
      let first = Task { await self.key(store) }
      try await Eventually.holds("the question") { source.asked == 1 }
      first.cancel()
      source.release()
      #expect(await first.value == nil)
      #expect(await store.standings().isEmpty)
      #expect(await key(store) == .bearer(Secret("one")))
    }
  }

  @Test("Keys of a file are looked at every minute; one that is caught while it is rewritten stays")
  func rewritten() async throws {
    let keys = TimedCredential(.bearer(Secret("a")), recheck: .minutes(1))
    let newer = TimedCredential(.bearer(Secret("b")), recheck: .minutes(1))
    let source = ScriptedSource([.absent("empty"), .found(newer), .absent("gone")])
    try await running(source, known: keys, isRunning: false) { store, clock in
      await store.resolve()
      #expect(source.asked == 0)
      #expect(await store.standings().first?.credential == .bearer(Secret("a")))
    }
    try await running(source, known: keys) { store, clock in
      var changes = store.changes.makeAsyncIterator()
      try await Eventually.holds("the wait") { clock.deadlines.contains(Self.start + .minutes(1)) }
      clock.set(Self.start + .minutes(1))
      let caught = await changes.next()
      #expect(caught?.credential == .bearer(Secret("a")))
      #expect(caught?.trouble == "vertex credentials cannot be renewed: empty")
      try await Eventually.holds("the retry") { clock.deadlines.contains(Self.start + .seconds(75)) }
      clock.set(Self.start + .seconds(75))
      let renewed = await changes.next()
      #expect(renewed?.credential == .bearer(Secret("b")))
      #expect(renewed?.trouble == nil)
    }
  }

  @Test("A chain stays with the source that gave a credential, so that we do not become somebody else")
  func chain() async throws {
    let first = ScriptedSource([.absent("not here")])
    let second = ScriptedSource([
      Self.token("two", .hours(1)), .absent("silent"), Self.token("new", .hours(1)),
    ])
    let third = ScriptedSource([Self.token("three", .hours(1))])
    let chain = CredentialChain([first, second, third], advice: "set a key")
    try await withService({ _ in Told(body: "") }) { tools, _ in
      #expect(await chain.fetch(tools) == Self.token("two", .hours(1)))
      #expect(await chain.fetch(tools) == .failed("silent"))
      #expect(await chain.fetch(tools) == Self.token("new", .hours(1)))
      #expect([first.asked, second.asked, third.asked] == [1, 3, 0])
      let none = CredentialChain([first, first], advice: "set a key")
      #expect(await none.fetch(tools) == .absent("set a key; not here; not here"))
      let refused = CredentialChain([ScriptedSource([.failed("torn")]), third], advice: "")
      #expect(await refused.fetch(tools) == .failed("torn"))
    }
  }

  @Test("A reason that differs only in its numbers is told once")
  func numbers() async throws {
    let source = ScriptedSource([
      .failed("no answer after 12 ms"), .failed("no answer after 13 ms"), .failed("gone"),
    ])
    try await running(source) { store, clock in
      var changes = store.changes.makeAsyncIterator()
      #expect(await changes.next()?.standing == .shut("no credentials: no answer after 12 ms"))
      for (at, next) in [(15, 45), (45, 105)] as [(Int64, Int64)] {
        clock.set(Self.start + .seconds(at))
        try await Eventually.holds("the retry") { clock.deadlines.contains(Self.start + .seconds(next)) }
      }
      #expect(await changes.next()?.standing == .shut("no credentials: gone"))
    }
  }

  @Test("No description of a store's words shows a secret")
  func secrecy() async throws {
    let source = ScriptedSource([Self.token("not-seen-but-long-enough-to-tell", .hours(1))])
    try await running(source, isRunning: false) { store, _ in
      _ = await key(store)
      let standings = await store.standings()
      var dumped = ""
      dump(standings, to: &dumped)
      #expect(!"\(standings)\(dumped)".contains("not-seen"))
    }
  }
}

extension CredentialChange {
  fileprivate var credential: Credential? {
    guard case .ready(let access, _) = standing else { return nil }
    return access.credential
  }

  fileprivate var trouble: String? {
    guard case .ready(_, let trouble) = standing else { return nil }
    return trouble?.text
  }
}
