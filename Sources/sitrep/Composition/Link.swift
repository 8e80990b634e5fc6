import SitrepAdapters
import SitrepCore

/// A dashboard's line to its engine: attaches, follows, and attaches again when the line is lost.
actor Link {
  enum Change: Sendable {
    case lost
    case restored
    case said(String)
    /// The engine ended on purpose.
    case stopped(String)
  }

  private let paths: Paths
  private let context: Context
  private let hello: Hello
  /// Starts an engine anew after the old one vanished; nil for viewers that may not.
  private let launcher: EngineLauncher?
  private var connection: AttachConnection?
  /// Said instead of what the engine's own lingering would be.
  private let ownFarewell: String?

  init(paths: Paths, context: Context, hello: Hello, launcher: EngineLauncher?, farewell: String? = nil) {
    ownFarewell = farewell
    self.paths = paths
    self.context = context
    self.hello = hello
    self.launcher = launcher
  }

  /// Attaches for the first time, starting an engine when none serves.
  func open() async throws {
    if let pid = paths.engine {
      do throws(AttachError) {
        return connection = try await connect()
      } catch {
        // One that is about to end still holds its lock; another one takes over once it is gone.
        let isOver = await paths.waitForEnd(of: pid, within: Link.lastMoments, context.clock)
        guard error.code != .refused, isOver else { throw error }
      }
    }
    guard let launcher else { throw CommandError.noEngine(paths) }
    try await launcher.start()
    connection = try await connect()
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
  func follow(_ mirror: Mirror, _ tell: @MainActor @Sendable (Change) -> Void) async {
    while !Task.isCancelled {
      if let connection {
        await mirror.follow(connection)
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

  private func reopen(_ tell: @MainActor @Sendable (Change) -> Void) async {
    var tries = 0
    while connection == nil, !Task.isCancelled {
      try? await context.clock.sleep(until: context.clock.now() + .milliseconds(500))
      tries += 1
      if paths.engine == nil, tries >= 3, let launcher {
        do {
          try await launcher.start()
          await tell(.said("the engine ended without a word; started again from its journal"))
        } catch {
          await tell(.said("\(error)"))
        }
      }
      connection = try? await AttachClient.connect(path: paths.socket, hello: hello)
    }
    if connection != nil { await tell(.restored) }
  }

  func perform(_ request: ActionRequest) async -> ActionReply {
    guard let connection else { return .refused(Refusal("no engine is attached; nothing was done")) }
    return await connection.perform(request)
  }

  /// What a person reads after leaving.
  func farewell() async -> String {
    if let ownFarewell { return ownFarewell }
    guard let state = await connection?.state() else { return "detached" }
    if state.settings.mode.isDrill {
      return launcher == nil ? "detached; the demo goes on" : "the demo is over"
    }
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
