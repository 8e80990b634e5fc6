import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// The vendors of a demo, in a process of their own, so that an engine can be killed without killing them.
enum SimulateCommand {
  static let spec = CommandSpec(
    name: "simulate", operands: "DRILL", summary: "simulated vendors and a little load, for a demo",
    options: [.state, ServeCommand.parent], isInternal: true, run: run)

  /// Whether a service's end is the end of all.
  private typealias IsOver = Bool

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let drill = try Drills.named(invocation.operands.first ?? EmbeddedDrills.defaultName)
    let state = context.paths(invocation).state
    let paths = Paths(state: state, configuration: state)
    let loop = try EventLoop(name: "sitrep-vendors")
    defer { loop.stop() }
    let account = try DemoAccount()
    let clock = context.clock
    let startedAt = clock.now()
    let vendors = try SimulatedVendors(
      loop: loop, world: VendorWorld(script: drill, startedAt: startedAt, keys: account.keys),
      now: { clock.now() })
    let gateway = try FreePort.pick()
    let config = DemoConfiguration(
      drill: drill, endpoints: vendors.endpoints, pace: .demo(of: drill), gatewayPort: gateway,
      isWithAccount: true)
    try SafeFile.makeDirectory(state)
    try account.write(to: paths, vendors.endpoints)
    try SafeFile.write(Array(config.yaml.utf8), to: paths.configurationFile)
    let load = LoadGenerator(
      client: try HTTPClient(loop: loop), baseURL: "http://127.0.0.1:\(gateway)",
      plan: drill.traffic.isEmpty
        ? LoadPlan(seed: drill.seed, models: drill.asked, length: .hours(12))
        : LoadPlan(drill, until: .hours(12)))
    let parent = invocation.value(ServeCommand.parent).flatMap { Int($0) }
    await withTaskGroup(of: IsOver.self) { group in
      group.addTask {
        // The gateway needs a moment to listen; calls before that would count as failed.
        try? await clock.sleep(until: startedAt + .seconds(2))
        await load.run()
        return false
      }
      group.addTask {
        for await _ in Signals.watch([.terminate, .interrupt]) { break }
        return true
      }
      group.addTask {
        while parent == nil || Host.parentPid == parent, !Task.isCancelled {
          try? await clock.sleep(until: clock.now() + .milliseconds(500))
        }
        return true
      }
      while let isOver = await group.next(), !isOver {}
      group.cancelAll()
    }
    vendors.stop()
    return .ok
  }
}

/// Starts the vendors of a demo and waits until their configuration is there.
enum DemoVendors {
  private static let patience = TimeSpan.seconds(30)

  /// Returns the pid of the vendors' process.
  static func start(_ drill: String, _ paths: Paths, _ context: Context) async throws -> Int {
    let pid = try ProcessLauncher.startDetached(
      context.program, ["simulate", drill, "--state", paths.state, "--parent", "\(Host.pid)"],
      environment: context.environment, log: paths.log)
    let deadline = context.clock.now() + patience
    while context.clock.now() < deadline {
      if SafeFile.exists(paths.configurationFile) { return pid }
      if let status = ProcessLauncher.collect(pid: pid) {
        throw CommandError("the simulated vendors ended with status \(status); their log is \(paths.log)")
      }
      try await context.clock.sleep(until: context.clock.now() + .milliseconds(10))
    }
    throw CommandError("the simulated vendors did not listen within \(patience.wholeSeconds) s")
  }
}
