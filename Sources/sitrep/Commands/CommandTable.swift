/// One record per command: parsing, `--help` and the documentation are made from it.
struct CommandSpec: Sendable {
  var name: String
  var operands: String
  var summary: String
  var options: [OptionSpec]
  /// Run by the program itself, not by people.
  var isInternal = false
  var run: @Sendable (Invocation, Context) async throws -> ExitCode
}

struct OptionSpec: Sendable, Hashable {
  var name: String
  /// What stands for its value in the help; nil for a flag.
  var value: String?
  var help: String

  static let json = OptionSpec(name: "--json", value: nil, help: "print JSON")
  static let state = OptionSpec(
    name: "--state", value: "DIR", help: "state directory instead of the user's own")
  static let config = OptionSpec(
    name: "--config", value: "FILE", help: "configuration instead of the user's own")
}

/// What the shell learns (DESIGN section 8).
struct ExitCode: Hashable, Sendable {
  var code: Int32

  static let ok = ExitCode(code: 0)
  static let degraded = ExitCode(code: 1)
  static let failing = ExitCode(code: 2)
  static let unknown = ExitCode(code: 3)
  static let usage = ExitCode(code: 64)
  /// Something that should work did not: files, sockets, a refused act.
  static let failure = ExitCode(code: 70)
}

enum CommandTable {
  static let all: [CommandSpec] = [
    WatchCommand.spec, DemoCommand.spec, ServeCommand.spec, StopCommand.spec, CheckCommand.spec,
    StatusCommand.spec, ActCommand.spec, IncidentsCommand.spec, TimelineCommand.spec, PostmortemCommand.spec,
    ExportCommand.spec, DrillCommand.spec, TuneCommand.spec, ObjectivesCommand.spec, VerifyCommand.spec,
    ConfigCommand.spec, KeysCommand.spec, ThemesCommand.spec,
    SimulateCommand.spec,
  ]

  static func spec(_ name: String) -> CommandSpec? { all.first { $0.name == name } }
}
