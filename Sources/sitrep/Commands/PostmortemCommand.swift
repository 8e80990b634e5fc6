import SitrepAdapters
import SitrepCore

/// Drafts a postmortem, with or without a running engine.
enum PostmortemCommand {
  static let output = OptionSpec(name: "-o", value: "FILE", help: "write there; - for standard output")

  static let spec = CommandSpec(
    name: "postmortem", operands: "[INC]", summary: "Markdown of an incident; the newest by default",
    options: [output, .state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let directory = context.paths(invocation)
    let state = try await Attached.state(directory, context)
    let incident = try Attached.incident(invocation.operands.first, in: state)
    let target = invocation.value(output)
    if target == nil, directory.engine != nil { return try await ask(incident, directory, context) }
    let events = try await Attached.events(
      directory, context, from: max(1, incident.openedBySequence - 5000), to: state.sequence)
    let fresh = PostmortemDocument.render(
      incident: incident, events: events, state: state, now: context.clock.now())
    let file = PostmortemFile(directory: directory.postmortems)
    switch target {
    case "-": context.print(fresh)
    case let path?:
      try await file.write(fresh, to: path)
      context.print(path + "\n")
    case nil: context.print(try await file.write(incident, events: events, state: state) + "\n")
    }
    return .ok
  }

  /// The engine writes it, so that the timeline tells of it.
  private static func ask(
    _ incident: Incident, _ directory: Paths, _ context: Context
  ) async throws -> ExitCode {
    let connection = try await Attached.connect(directory, context)
    let request = ActionRequest(
      action: .postmortem, target: incident.name,
      actor: Operator(Host.user),
      key: "postmortem-\(String(SystemRandom.word(), radix: 36))")
    switch await connection.perform(request) {
    case .answered(let path): context.print(path + "\n")
    case .done(_, let said): context.print(said + "\n")
    case .refused(let refusal): throw CommandError(refusal.reason)
    }
    return .ok
  }
}

/// Walks the journal's hash chain.
enum VerifyCommand {
  static let spec = CommandSpec(
    name: "verify", operands: "", summary: "check the journal's hash chain", options: [.state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let report = try await Attached.reader(context.paths(invocation)).verify()
    context.print("\(report)\n")
    return report.isSound ? .ok : .failing
  }
}
