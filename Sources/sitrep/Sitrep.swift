import SitrepAdapters

/// The program: read the command line, run the command, map what went wrong to an exit code.
@main
enum Sitrep {
  static let version = "0.1.0"

  static func main() async {
    StandardOutput.occupyDescriptors()
    let context = Context.current()
    let code = await run(Array(CommandLine.arguments.dropFirst()), context)
    context.exit(code)
  }

  private static func run(_ arguments: [String], _ context: Context) async -> ExitCode {
    if arguments.contains("--version") {
      context.print("sitrep \(version)\n")
      return .ok
    }
    if arguments.first == "--help" || arguments.first == "-h" || arguments.first == "help" {
      let spec = arguments.dropFirst().first.flatMap { CommandTable.spec($0) }
      context.print(spec.map(Help.of) ?? Help.overview())
      return .ok
    }
    if arguments.contains("--help"), let spec = CommandTable.spec(arguments[0]) {
      context.print(Help.of(spec))
      return .ok
    }
    do {
      let invocation = try Invocation(arguments)
      guard let spec = CommandTable.spec(invocation.command) else { return .usage }
      return try await spec.run(invocation, context)
    } catch let error as UsageError {
      context.complain("sitrep: \(error)")
      return .usage
    } catch {
      context.complain("sitrep: \(error)")
      return Failures.code(of: error)
    }
  }
}
