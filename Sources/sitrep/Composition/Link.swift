import SitrepAdapters
import SitrepCore

/// A dashboard's line to its engine: attaches, follows, and attaches again when the line is lost.
actor Link {
  enum Change: Sendable {
    case lost
    /// Attached, but a question of ours has had no answer since then.
    case silent(Instant)
    case restored
    case said(String)
    /// The engine ended on purpose.
    case stopped(String)
  }

  nonisolated let named: Paths
  private let context: Context
  private let hello: Hello
  /// Starts an engine anew after the old one vanished; nil for viewers that may not.
  private let launcher: EngineLauncher?
  private var connection: AttachConnection?
  /// Said instead of what the engine's own lingering would be.
  nonisolated let ownFarewell: String?
  /// The engine came from here, and with it this environment's credentials.
  private var isOurs = false

  init(paths: Paths, context: Context, hello: Hello, launcher: EngineLauncher?, farewell: String? = nil) {
    ownFarewell = farewell
    named = paths
    self.context = context
    self.hello = hello
    self.launcher = launcher
  }

  /// Where the engine is found now: one whose disk takes nothing serves from another place.
  private var paths: Paths { named.resolved() }

  /// Attaches for the first time, starting an engine when none serves.
  func open() async throws {
    if let pid = paths.engine {
      do throws(AttachError) {
        return connection = try await connect()
      } catch {
        if error.code == .refused { throw error }
        // One that is about to end still holds its lock; another one takes over once it is gone.
        let isOver = await paths.waitForEnd(of: pid, within: Link.lastMoments, context.clock)
        guard isOver else { throw error.code == .gone ? CommandError.hungEngine(paths, pid) : error }
      }
    }
    guard let launcher else { throw CommandError.noEngine(paths) }
    try await launcher.start()
    isOurs = true
    do throws(AttachError) {
      connection = try await connect()
    } catch {
      throw error.code == .absent ? launcher.lastWords() : error
    }
  }

  private static let lastMoments = TimeSpan.seconds(3)

  /// An engine that has just taken its lock may need a moment to listen.
  private static let patience = TimeSpan.seconds(10)

  private func connect() async throws(AttachError) -> AttachConnection {
    let deadline = context.clock.now() + Link.patience
    while true {
      do throws(AttachError) {
        return try await AttachClient.connect(path: paths.socket, hello: hello)
      } catch {
        let isWorthIt = error.code == .absent && paths.engine != nil && context.clock.now() < deadline
        guard isWorthIt, !Task.isCancelled else { throw error }
      }
      try? await context.clock.sleep(until: context.clock.now() + .milliseconds(10))
    }
  }

  /// Follows the engine through losses until cancelled or stopped on purpose.
  func follow(_ mirror: Mirror, _ tell: @escaping @MainActor @Sendable (Change) -> Void) async {
    while !Task.isCancelled {
      if let connection {
        await withDiscardingTaskGroup { group in
          group.addTask { await self.listen(to: connection, tell) }
          await mirror.follow(connection)
          group.cancelAll()
        }
        if Task.isCancelled { return }
        if let reason = await connection.ending, reason.code == .stopped {
          return await tell(.stopped(reason.description))
        }
        self.connection = nil
        await tell(.lost)
      }
      await reopen(tell)
    }
  }

  /// How often a quiet engine is asked whether it is there, and how long it may take to say so.
  private static let heartbeat = TimeSpan.seconds(2)
  private static let heartbeatPatience = TimeSpan.seconds(3)

  /// An engine that hangs closes nothing: only an answer that does not come tells (DESIGN section 5, "Truth").
  private func listen(
    to connection: AttachConnection, _ tell: @escaping @MainActor @Sendable (Change) -> Void
  ) async {
    let clock = context.clock
    var wasSilent = false
    while !Task.isCancelled {
      try? await clock.sleep(until: clock.now() + Link.heartbeat)
      let asked = clock.now()
      let (answers, isSilent) = await withTaskGroup(of: Void.self) { group in
        group.addTask {
          do { try await clock.sleep(until: asked + Link.heartbeatPatience) } catch { return }
          await tell(.silent(asked))
        }
        let answers = await connection.ping()
        let isSilent = clock.now() - asked >= Link.heartbeatPatience
        group.cancelAll()
        return (answers, isSilent)
      }
      guard await connection.ending == nil else { return }
      if answers, wasSilent || isSilent { await tell(.restored) }
      wasSilent = !answers
    }
  }

  /// Looks, two a second, before another's engine is started anew: its own starter has the right credentials.
  private static let courtesy = 8
  private static let respite = TimeSpan.seconds(5)

  private func reopen(_ tell: @MainActor @Sendable (Change) -> Void) async {
    var tries = 0
    while connection == nil, !Task.isCancelled {
      try? await context.clock.sleep(until: context.clock.now() + .milliseconds(500))
      tries += 1
      if paths.engine == nil, tries >= (isOurs ? 3 : Link.courtesy), let launcher {
        do {
          try await launcher.start()
          isOurs = true
          await tell(.said("the engine ended without a word; started again from its journal"))
        } catch {
          await tell(.said("\(error)"))
          // What kept it from starting seldom goes away by itself; do not hammer it.
          try? await context.clock.sleep(until: context.clock.now() + Link.respite)
        }
      }
      connection = try? await AttachClient.connect(path: paths.socket, hello: hello)
    }
    if connection != nil { await tell(.restored) }
  }

  /// Leaves the engine, so that nobody waits for an answer that does not come.
  func close() async {
    await connection?.close()
  }

  func perform(_ request: ActionRequest) async -> ActionReply {
    guard let connection else { return .refused(Refusal("no engine is attached; nothing was done")) }
    return await connection.perform(request)
  }

  /// What a person reads after leaving, from what the screen knew: asking could take long.
  static func farewell(_ state: State?) -> String {
    guard let state else { return "detached" }
    let rest = "sitrep stop ends it"
    if state.settings.mode.isDrill { return "detached; the demo ends with the dashboard that started it" }
    if let incident = state.openIncident {
      return "detached; the engine goes on while \(incident.name) is open; \(rest)"
    }
    if state.settings.gateway != nil {
      return "detached; the engine goes on, applications use its gateway; \(rest)"
    }
    return "detached; the engine goes on for \(Lifetime.standardLinger.wholeSeconds / 60) min; \(rest)"
  }
}
