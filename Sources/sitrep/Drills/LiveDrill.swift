import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// A drill in real time and without a screen: simulated vendors on loopback, and the engine, gateway, journal
/// and socket that a demo has.
struct LiveDrill: Sendable {
  let drill: DrillScript
  let seed: UInt64
  let context: Context

  init(_ drill: DrillScript, seed: UInt64?, _ context: Context) throws {
    if let step = drill.own.first(where: { !$0.isOnTheLine }) {
      throw UsageError(
        "\(drill.name) changes our own side at \(Format.clock(step.at)) as only a virtual clock can; add --fast"
      )
    }
    self.drill = drill
    self.seed = seed ?? drill.seed
    self.context = context
  }

  /// Plays it to its end, which takes as long as the drill does.
  func play() async throws -> FastDrills.Result {
    let directory = try privateDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory.state) }
    let loop = try EventLoop(name: "sitrep-vendors")
    defer { loop.stop() }
    let clock = context.clock
    let account = try DemoAccount()
    let startedAt = clock.now()
    let vendors = try SimulatedVendors(
      loop: loop, world: VendorWorld(script: drill, seed: seed, startedAt: startedAt, keys: account.keys),
      now: { clock.now() })
    defer { vendors.stop() }
    try account.write(to: directory, vendors.endpoints)
    let port = try FreePort.pick()
    let blueprint = try Blueprint(
      drill, pace: .demo(of: drill), endpoints: vendors.endpoints, gatewayPort: port,
      account: DemoAccount.path(in: directory))
    let host = EngineHost(directory: directory, blueprint: blueprint, context: context)
    let load = LoadGenerator(
      client: try HTTPClient(loop: loop), baseURL: "http://127.0.0.1:\(port)",
      plan: LoadPlan(drill, seed: seed))
    return try await withThrowingTaskGroup(of: FastDrills.Result?.self) { group in
      group.addTask {
        try await host.run(Lifetime())
        return nil
      }
      group.addTask { try await LiveWatch(self, startedAt, directory).run(load) }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        if let result { return result }
      }
      throw CommandError("the drill \(drill.name) was ended before its time")
    }
  }

  /// A place of its own, gone with the drill; short, since a socket's path may not be long.
  private func privateDirectory() throws -> Paths {
    let base = context.environment["TMPDIR"] ?? "/tmp"
    let path = "\(base)/sitrep-drill-\(String(SystemRandom.word(), radix: 36))"
    try SafeFile.makeDirectory(path)
    return Paths(state: path, configuration: path)
  }
}

/// Watches one drill over the attach socket, as any dashboard does, and acts for its people.
private struct LiveWatch: Sendable {
  let live: LiveDrill
  let startedAt: Instant
  let directory: Paths

  /// How often it looks when nothing is said.
  private static let interval = TimeSpan.milliseconds(250)
  private static let patience = TimeSpan.seconds(10)

  private var clock: SystemClock { live.context.clock }

  init(_ live: LiveDrill, _ startedAt: Instant, _ directory: Paths) {
    self.live = live
    self.startedAt = startedAt
    self.directory = directory
  }

  func run(_ load: LoadGenerator) async throws -> FastDrills.Result {
    let connection = try await connect()
    let newest = NewestState()
    return try await withThrowingTaskGroup(of: FastDrills.Result?.self) { group in
      group.addTask {
        for await update in await connection.subscribe() { await newest.take(update) }
        throw CommandError("the drill \(live.drill.name) was ended before its time")
      }
      group.addTask {
        await load.run()
        return nil
      }
      group.addTask { try await look(connection, newest) }
      defer { group.cancelAll() }
      while let result = try await group.next() {
        guard let result else { continue }
        await connection.stop(reason: "the drill is over")
        return result
      }
      throw CommandError("the drill \(live.drill.name) was ended before its time")
    }
  }

  private func connect() async throws -> AttachConnection {
    let deadline = clock.now() + LiveWatch.patience
    while true {
      do {
        return try await AttachClient.connect(
          path: directory.socket, hello: WatchCommand.hello(live.context, isReadOnly: false))
      } catch {
        guard clock.now() < deadline else { throw error }
        try await clock.sleep(until: clock.now() + .milliseconds(20))
      }
    }
  }

  /// Judges each moment by the state of then, and acts when somebody is to.
  private func look(_ connection: AttachConnection, _ newest: NewestState) async throws -> FastDrills.Result {
    let drill = live.drill
    var watch = DrillWatch(drill, startedAt: startedAt)
    var acts: [DrillAct] = []
    var moments = Set(drill.expect.compactMap(\.when.moment) + drill.acts.map(\.at) + [drill.length])
      .sorted()[...]
    while let moment = moments.first {
      let due = startedAt + moment
      let next = min(due, clock.now() + LiveWatch.interval)
      try await clock.sleep(until: next)
      if next == due {
        moments.removeFirst()
        for (index, step) in drill.acts.enumerated() where step.at == moment {
          acts.append(DrillAct(step, refusal: await perform(step.request(index), connection)))
        }
      }
      if let state = await newest.state { watch.look(state, at: min(next, startedAt + drill.length)) }
    }
    let state = try await connection.fetchState()
    let events = try await connection.events(from: 1, to: state.sequence)
    let end = startedAt + drill.length
    let score = watch.score(drill, seed: live.seed, state, at: end, events: events, acts: acts)
    return (score, DrillLedger(state: state, events: events, at: end))
  }

  private func perform(_ request: ActionRequest, _ connection: AttachConnection) async -> String? {
    guard case .refused(let refusal) = await connection.perform(request) else { return nil }
    return refusal.reason
  }
}

/// The newest state that the engine sent.
private actor NewestState {
  private(set) var state: State?

  func take(_ update: EngineUpdate) {
    switch update {
    case .checkpoint(let newest): state = newest
    case .events(let events): for event in events { state?.fold(event) }
    case .trouble: break
    }
  }
}
