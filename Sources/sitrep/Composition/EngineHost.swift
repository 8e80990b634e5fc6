import SitrepAdapters
import SitrepCore
import SitrepEngine
import SitrepGateway
import SitrepHTTP

/// An engine with everything it needs, from the lock to the socket; wired here and nowhere else.
struct EngineHost: Sendable {
  let directory: Paths
  let blueprint: Blueprint
  let context: Context
  /// Reads the configuration again, on SIGHUP; nil when there is none to read.
  var reread: (@Sendable () throws -> Blueprint)?

  /// Runs until it is told to stop, by a person, a signal or its own lingering.
  func run(_ lifetime: Lifetime) async throws {
    let quarters = try await Quarters.take(directory, context)
    let journal = quarters.journal
    let loop = try EventLoop(name: "sitrep-http")
    defer { loop.stop() }
    let client = try HTTPClient(loop: loop, trust: HTTPTrust(environment: context.environment))
    let (reports, reporter) = AsyncStream.makeStream(of: EventBody.self)
    let start = folded(try await journal.load())
    try refuseMixing(with: start)
    let keys = ProbeKeys()
    try await keys.read(blueprint.configuration, context.environment)
    let gateway = try await startGateway(loop, start, reporter)
    let store = blueprint.credentials(client, context)
    let clock = context.clock
    let pages = StatusPageFetcher(client: client, sources: blueprint.pages, now: { clock.now() })
    let engine = try await Engine(
      ports: ports(journal, client, store, keys, gateway, pages, reports),
      identity: identity(quarters.remark))
    let health = try await startHealth(loop)
    // The last of what can fail: whoever finds the socket may attach.
    let server = try AttachServer(
      path: quarters.paths.socket, holding: quarters.lock, service: engine, version: Sitrep.version,
      pid: Host.pid)
    await withTaskGroup { group in
      group.addTask { await engine.run(blueprint.settings) }
      if let health { group.addTask { await serve(health, engine) } }
      group.addTask { await server.run() }
      group.addTask { await keepWatch(client, store, keys, pages, health, engine, gateway) }
      group.addTask { await lifetime.watch(engine, server.viewerCounts, context.clock) }
      await group.next()
      group.cancelAll()
    }
    gateway?.stop()
  }

  /// Simulated and real happenings never share a journal: neither could be believed afterwards.
  private func refuseMixing(with state: State) throws {
    guard state.sequence > 0, state.settings.mode.isDrill != blueprint.settings.mode.isDrill else { return }
    let (old, new) =
      state.settings.mode.isDrill ? ("drill", "a live engine") : ("real", "a drill")
    throw CommandError(
      "the journal of \(directory.state) holds \(old) events; \(new) needs a state directory of its own")
  }

  private func identity(_ remark: CleanText?) -> EngineIdentity {
    EngineIdentity(version: Sitrep.version, pid: Host.pid, host: Host.name, remark: remark)
  }

  private func folded(_ journal: (checkpoint: State?, tail: [Event])) -> State {
    var state = journal.checkpoint ?? State()
    for event in journal.tail { state.fold(event) }
    return state
  }

  private func ports(
    _ journal: any JournalPort, _ client: HTTPClient, _ store: CredentialStore, _ keys: ProbeKeys,
    _ gateway: Gateway?, _ pages: StatusPageFetcher, _ reports: AsyncStream<EventBody>
  ) -> EnginePorts {
    let clock = context.clock
    return EnginePorts(
      clock: clock, journal: journal,
      probes: PlatformProber(
        client: client, page: blueprint.webPage, now: { clock.now() },
        access: { keys.apply(to: await store.access(to: $0)) }),
      feeds: pages,
      ownSide: OwnSideChecker(client: client), consumers: gateway.map { [$0] } ?? [],
      postmortems: PostmortemFile(
        directory: directory.postmortems, template: blueprint.configuration.postmortemTemplate),
      gateway: reports,
      random: { SystemRandom.word() })
  }

  private func startGateway(
    _ loop: EventLoop, _ state: State, _ reporter: AsyncStream<EventBody>.Continuation
  ) async throws -> Gateway? {
    guard let entry = blueprint.gateway else { return nil }
    var settings = GatewaySettings()
    (settings.host, settings.port) = try ListenAddress.split(entry.listen)
    settings.token = try await entry.token?.secret(context.environment, for: "gateway.token")
    var control = state.control
    if control.order.isEmpty { control = Control(order: blueprint.settings.route) }
    let breakers = Dictionary(state.breakers.map { ($0.target, $0.breaker) }) { first, _ in first }
    return try Gateway.start(
      loop: loop, trust: HTTPTrust(environment: context.environment), settings: settings,
      wiring: Gateway.Wiring(
        access: Dictionary(blueprint.access.map { ($0.platform, $0) }) { first, _ in first },
        models: ModelMap(entry.models),
        table: RoutingTable(control: control, settings: blueprint.settings), breakers: breakers,
        keys: state.keys,
        now: { [clock = context.clock] in clock.now() }, random: { SystemRandom.word() },
        report: { reporter.yield(.trafficMeasured($0)) }, transition: { reporter.yield(.breakerChanged($0)) },
        key: { reporter.yield(.keyChanged($0)) })
    )
  }
}

extension Blueprint {
  /// The credentials of every door, as they are kept fresh; asks nobody yet.
  func credentials(_ client: HTTPClient, _ context: Context) -> CredentialStore {
    let clock = context.clock
    return CredentialStore(
      fixed: doors.fixed, lookups: doors.lookups,
      tools: CredentialTools(client: client, environment: context.environment, now: { clock.now() }),
      clock: clock)
  }
}

/// "127.0.0.1:4000" in its parts.
enum ListenAddress {
  static func split(_ text: String) throws -> (host: String, port: UInt16) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      throw CommandError("gateway.listen is \(text); expected HOST:PORT, as 127.0.0.1:4000")
    }
    return (String(text[..<colon]), port)
  }
}
