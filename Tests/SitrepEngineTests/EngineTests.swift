import SitrepCore
import SitrepEngine
import Synchronization
import Testing

/// An engine on a clock that stands still until a test moves it.
struct Rig {
  let clock = TestClock()
  let journal: MemoryJournal
  let probes: ScriptedProbes
  let consumer = RecordingConsumer()
  let gateway: AsyncStream<EventBody>.Continuation
  let engine: Engine

  init(journal: MemoryJournal = MemoryJournal()) async throws {
    self.journal = journal
    probes = ScriptedProbes(clock: clock)
    let (stream, continuation) = AsyncStream.makeStream(of: EventBody.self)
    gateway = continuation
    let world = QuietWorld(clock: clock)
    engine = try await Engine(
      ports: EnginePorts(
        clock: clock, journal: journal, probes: probes, feeds: world, ownSide: world, consumers: [consumer],
        postmortems: world, gateway: stream, random: { 1 << 63 }),
      identity: EngineIdentity(version: "test", pid: 1, host: "host"))
  }

  static let settings = Settings(
    mode: .live,
    probes: [plan(.anthropic, "claude-haiku-4-5"), plan(.bedrock, "anthropic.claude-haiku-4-5")],
    feeds: [], route: [.anthropic, .bedrock])

  static func plan(_ platform: Platform, _ model: String) -> ProbePlan {
    ProbePlan(
      series: SeriesID(platform: platform, region: "", capability: .messages, model: Model(model)),
      cadence: .seconds(10))
  }

  /// Runs `body` beside the engine, then stops it.
  func running(_ settings: Settings = Rig.settings, _ body: () async throws -> Void) async throws {
    try await withTaskExecutorPreference(clock.executor) {
      try await withThrowingTaskGroup { group in
        group.addTask { await engine.run(settings) }
        await settle { await engine.state().engine != nil }
        try await body()
        await engine.stop(reason: "test is over")
        try await group.waitForAll()
      }
    }
  }

  /// Lets everybody act, without time passing, and says whether something then holds.
  func settle(_ holds: () async -> Bool) async {
    await clock.executor.idle()
    #expect(await holds())
  }
}

@Suite struct EngineTests {
  @Test func `first results of all series come within the first round`() async throws {
    let rig = try await Rig()
    try await rig.running {
      await rig.clock.advance(by: .seconds(3))
      await rig.settle { Set(rig.probes.all.map(\.0)).count == 2 }
    }
  }

  @Test func `a failure is confirmed at 3, 8 and 20 seconds`() async throws {
    let rig = try await Rig()
    rig.probes.answer(.failed(.overload), 529)
    try await rig.running {
      await rig.clock.advance(by: .seconds(30))
      let anthropic = rig.probes.all.filter { $0.0.platform == .anthropic }
      let first = try #require(anthropic.first).2
      let confirms = anthropic.filter { $0.1 == .confirm }.map { ($0.2 - first).wholeSeconds }
      #expect(confirms == [3, 8, 20])
    }
  }

  @Test func `a process that stood still says so before anything it measured meanwhile`() async throws {
    let rig = try await Rig()
    try await rig.running {
      await rig.clock.advance(by: .seconds(15))
      let before = rig.journal.events.count
      await rig.clock.jump(by: .seconds(12))
      let first = try #require(rig.journal.events.dropFirst(before).first)
      guard case .clockStepped(let step) = first.body else {
        return #expect(Bool(false), "\(first.body.kind)")
      }
      #expect(step.slipped == true && step.by >= .seconds(11) && step.by <= .seconds(13))
      #expect(await rig.engine.state().standstills?.count == 1)
    }
  }

  @Test func `time that passes evenly is no standstill`() async throws {
    let rig = try await Rig()
    try await rig.running {
      await rig.clock.advance(by: .minutes(2))
      #expect(!rig.journal.events.contains { $0.body.kind == "clock-stepped" })
    }
  }

  @Test func `policy speaks through the journal and consumers obey`() async throws {
    let rig = try await Rig()
    try await rig.running {
      rig.probes.answer(.failed(.overload), 529)
      await rig.clock.advance(by: .seconds(40))
      await rig.settle {
        Set(rig.journal.events.map(\.body.kind))
          .isSuperset(of: ["breaker-changed", "severity-measured", "incident-opened"])
      }
      #expect(!rig.consumer.all.isEmpty)
      await rig.settle { rig.consumer.witnessed == rig.probes.all.count }
    }
  }

  @Test func `newer settings start what they add and go on with what was agreed to`() async throws {
    let rig = try await Rig()
    var settings = Rig.settings
    settings.probes[1].idle = "looking for credentials"
    try await rig.running(settings) {
      await rig.clock.advance(by: .seconds(3))
      #expect(Set(rig.probes.all.map(\.0.platform)) == [.anthropic])
      settings.probes[1].idle = nil
      await rig.engine.adopt(settings)
      await rig.clock.advance(by: .seconds(3))
      #expect(Set(rig.probes.all.map(\.0.platform)) == [.anthropic, .bedrock])
      for index in settings.probes.indices { settings.probes[index].idle = Settings.waitsForConsent }
      settings.probes.append(Rig.plan(.vertex, "new"))
      settings.probes[2].idle = Settings.waitsForConsent
      await rig.engine.adopt(settings)
      await rig.settle { await rig.engine.state().settings.probes.count == 3 }
      #expect(await rig.engine.state().settings.probes.map { $0.idle == nil } == [true, true, false])
    }
  }

  @Test func `settings that come before the engine runs are newer than those it is run with`() async throws {
    let rig = try await Rig()
    var newer = Rig.settings
    newer.notices = ["newer"]
    await rig.engine.adopt(newer)
    try await rig.running {
      await rig.settle { await rig.engine.state().settings.notices == ["newer"] }
    }
  }

  @Test func `sequences are gapless whatever comes at once`() async throws {
    let rig = try await Rig()
    try await rig.running {
      await withTaskGroup { group in
        for number in 0..<50 {
          group.addTask {
            _ = await rig.engine.perform(
              ActionRequest(action: .note, text: "note \(number)", actor: Operator("ab"), key: "\(number)"))
          }
        }
      }
      await rig.settle {
        let sequences = rig.journal.events.map(\.sequence)
        return sequences.count > 50 && sequences == Array(1...Int64(sequences.count))
      }
    }
  }

  @Test func `an act is durable before it is answered, and one key is one act`() async throws {
    let rig = try await Rig()
    try await rig.running {
      let request = ActionRequest(action: .trip, target: "anthropic", actor: Operator("ab"), key: "k")
      guard case .done(let sequence, let said) = await rig.engine.perform(request) else {
        Issue.record("refused")
        return
      }
      #expect(rig.journal.durable.contains(sequence))
      #expect(said == "breaker anthropic forced open")
      #expect(await rig.engine.perform(request) == .answered("done already"))
      await rig.settle { await rig.engine.state().control.active == .bedrock }
    }
  }

  @Test func `a journal that cannot be written refuses acts, keeps measuring and catches up`() async throws {
    let rig = try await Rig()
    try await rig.running {
      rig.journal.fail(true)
      await rig.clock.advance(by: .seconds(21))
      let reply = await rig.engine.perform(
        ActionRequest(action: .note, text: "lost?", actor: Operator("ab"), key: "n"))
      guard case .refused(let refusal) = reply else {
        Issue.record("a note was accepted that is on no disk")
        return
      }
      #expect(refusal.reason.contains("disk full"))
      let measured = await rig.engine.state().sequence
      #expect(measured > rig.journal.events.last?.sequence ?? 0)
      rig.journal.fail(false)
      await rig.clock.advance(by: .seconds(11))
      #expect(rig.journal.events.map(\.sequence) == Array(1...Int64(rig.journal.events.count)))
      #expect(rig.journal.events.count > measured)
    }
  }

  @Test func `a restart folds the same state and goes on`() async throws {
    let journal = MemoryJournal()
    let rig = try await Rig(journal: journal)
    try await rig.running {
      rig.probes.answer(.failed(.overload), 529)
      await rig.clock.advance(by: .seconds(40))
    }
    let before = await rig.engine.state()
    let again = try await Rig(journal: journal)
    #expect(await again.engine.state() == before)
    #expect(before.openIncident != nil)
  }

  @Test func `those who watch hear of the end at once, whatever is still under way`() async throws {
    let rig = try await Rig()
    rig.probes.hold()
    try await rig.running {
      await rig.clock.advance(by: .seconds(3))
      #expect(rig.probes.all.count == 2)
      let updates = await rig.engine.subscribe()
      let isOver = Mutex(false)
      async let watching: Void = {
        for await _ in updates {}
        isOver.withLock { $0 = true }
      }()
      await rig.engine.stop(reason: "enough")
      await rig.settle { isOver.withLock(\.self) }
      var late = await rig.engine.subscribe().makeAsyncIterator()
      #expect(await late.next() == nil)
      rig.probes.release()
      await watching
    }
  }

  @Test func `a subscriber that falls behind is given the whole state`() async throws {
    let rig = try await Rig()
    try await rig.running {
      let updates = await rig.engine.subscribe()
      for number in 0..<200 {
        _ = await rig.engine.perform(
          ActionRequest(action: .note, text: "note", actor: Operator("ab"), key: "n\(number)"))
      }
      var folded = State()
      var checkpoints = 0
      var iterator = updates.makeAsyncIterator()
      while folded.requests.last != "last" {
        guard let update = await iterator.next() else { break }
        switch update {
        case .checkpoint(let state):
          folded = state
          checkpoints += 1
        case .events(let events): for event in events { folded.fold(event) }
        case .trouble: break
        }
        if folded.requests.last != "last", !folded.requests.contains("last") {
          _ = await rig.engine.perform(
            ActionRequest(action: .note, text: "last", actor: Operator("ab"), key: "last"))
        }
      }
      #expect(checkpoints >= 2)
      #expect(folded == (await rig.engine.state()))
    }
  }

  @Test func `consent starts the probes that wait for it`() async throws {
    var settings = Rig.settings
    for index in settings.probes.indices {
      settings.probes[index].idle = Settings.waitsForConsent
      settings.probes[index].microdollars = 10
    }
    let rig = try await Rig()
    try await rig.running(settings) {
      await rig.clock.advance(by: .seconds(20))
      #expect(rig.probes.all.isEmpty)
      _ = await rig.engine.perform(ActionRequest(action: .consent, actor: Operator("ab"), key: "c"))
      await rig.clock.advance(by: .seconds(5))
      #expect(!rig.probes.all.isEmpty)
    }
  }
}
