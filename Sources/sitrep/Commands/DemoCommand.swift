import SitrepAdapters
import SitrepCore
import SitrepSimulator

/// Everything real on simulated vendors over loopback; ends with its dashboard.
enum DemoCommand {
  static let spec = CommandSpec(
    name: "demo", operands: "[DRILL]",
    summary: "everything real on simulated vendors; needs no key and no network",
    options: WatchCommand.screenOptions + [.state], run: run)

  private static func run(_ invocation: Invocation, _ world: Context) async throws -> ExitCode {
    var context = world
    let word = invocation.operands.first ?? EmbeddedDrills.defaultName
    let drill = try Drills.named(word)
    try WatchCommand.requireTerminal()
    let own = context.paths(invocation)
    if own.demo.engine != nil { return try await join(own.demo, invocation, context) }
    let directory = try prepare(own)
    // A demo has keys of its own and never sees a real one.
    let account = DemoAccount.path(in: directory)
    context.environment.merge(DemoConfiguration.environment(account: account)) { $1 }
    context.environment["GOOGLE_OAUTH_ACCESS_TOKEN"] = nil
    let vendors = try await DemoVendors.start(word, directory, context)
    let launcher = EngineLauncher(
      paths: directory, context: context,
      arguments: [
        "--config", directory.configurationFile, "--drill", drill.name, "--parent", "\(Host.pid)",
      ])
    let link = Link(
      paths: directory, context: context,
      hello: WatchCommand.hello(context, isReadOnly: invocation.has(WatchCommand.readOnly)),
      launcher: launcher,
      farewell: "the demo is over; what it wrote stays in \(directory.postmortems)")
    do {
      try await link.open()
      let code = try await WatchCommand.show(link, invocation, context, theme: "default")
      await end(vendors, directory, context)
      return code
    } catch {
      await end(vendors, directory, context)
      throw error
    }
  }

  /// A demo runs already: look at that one.
  private static func join(
    _ directory: Paths, _ invocation: Invocation, _ context: Context
  ) async throws -> ExitCode {
    context.complain("a demo is running; attaching to it")
    let link = Link(
      paths: directory, context: context,
      hello: WatchCommand.hello(context, isReadOnly: invocation.has(WatchCommand.readOnly)), launcher: nil)
    try await link.open()
    return try await WatchCommand.show(link, invocation, context, theme: "default")
  }

  /// A place with an empty journal; on a disk that takes nothing, among temporary files.
  private static func prepare(_ own: Paths) throws -> Paths {
    do {
      try clear(own.demo)
      return own.demo
    } catch let error as SystemError where error.isOfDisk {
      let elsewhere = try own.shelteredDemo()
      try clear(elsewhere)
      return elsewhere
    }
  }

  /// A demo begins with an empty journal; what the last one wrote is gone, its postmortems stay.
  private static func clear(_ directory: Paths) throws {
    try directory.create()
    for file in [directory.journal, directory.journal + "-wal", directory.journal + "-shm"] {
      try SafeFile.remove(file)
    }
    try SafeFile.remove(directory.configurationFile)
  }

  private static func end(_ vendors: Int, _ directory: Paths, _ context: Context) async {
    if let connection = try? await Attached.connect(directory, context) {
      await connection.stop(reason: "the demo's dashboard was left")
    }
    Signals.terminate(pid: vendors)
  }
}
