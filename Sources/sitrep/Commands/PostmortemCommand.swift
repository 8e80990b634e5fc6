import SitrepAdapters
import SitrepCore

/// Drafts a postmortem, with or without a running engine, or reviews one.
enum PostmortemCommand {
  static let output = OptionSpec(name: "-o", value: "FILE", help: "write there; - for standard output")
  static let check = OptionSpec(
    name: "--check", value: "FILE", help: "review a document instead: exit 0 nothing to say, 1 findings")
  static let final = OptionSpec(
    name: "--final", value: nil, help: "review it as final, where a TODO is an error")
  static let slots = OptionSpec(name: "--slots", value: nil, help: "list what a template can ask for")

  static let spec = CommandSpec(
    name: "postmortem", operands: "[INC]", summary: "Markdown of an incident; the newest by default",
    options: [output, check, final, slots, .json, .state, .config], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    if invocation.has(slots) {
      context.print(PostmortemText.slots)
      return .ok
    }
    if let file = invocation.value(check) {
      guard invocation.operands.isEmpty else {
        throw UsageError("--check reviews a file; it takes no incident")
      }
      return try review(file, invocation, context)
    }
    guard !invocation.has(final), !invocation.has(.json) else {
      throw UsageError("--final and --json belong to --check FILE")
    }
    return try await draft(invocation, context)
  }

  private static func draft(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let directory = context.paths(invocation)
    let state = try await Attached.state(directory, context)
    let incident = try Attached.incident(invocation.operands.first, in: state)
    let target = invocation.value(output)
    if target == nil, directory.engine != nil { return try await ask(incident, directory, context) }
    let events = try await Attached.reader(directory).story(of: incident)
    let layout = try Blueprint.configuration(invocation, context).postmortemTemplate
    let file = PostmortemFile(directory: directory.postmortems, template: layout)
    guard let target else {
      tell(try await file.write(incident, events: events, state: state), context)
      return .ok
    }
    let template = try layout.map { try PostmortemTemplateFile.read($0) }
    let fresh = PostmortemDocument.render(
      incident: incident, events: events, state: state, now: context.clock.now(), template: template)
    if target == "-" {
      context.print(fresh)
    } else {
      try await file.write(fresh, to: target)
      tell(target, context)
    }
    return .ok
  }

  /// The path, and on the side that somebody has the file open: their editor holds the older text.
  private static func tell(_ path: String, _ context: Context) {
    context.print(path + "\n")
    if let trace = EditorTrace.of(path) {
      context.complain("sitrep: \(path) is open in an editor (\(trace)); read it anew there before you save")
    }
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
    case .answered(let path): tell(path, context)
    case .done(_, let said): context.print(said + "\n")
    case .refused(let refusal): throw CommandError(refusal.reason)
    }
    return .ok
  }

  private static func review(
    _ path: String, _ invocation: Invocation, _ context: Context
  ) throws -> ExitCode {
    let bytes = try SafeFile.read(path, limit: 16 << 20)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("\(path) is not UTF-8 text")
    }
    let own = try Blueprint.configuration(invocation, context).postmortemTemplate != nil
    let lint = PostmortemLint(text, isFinal: invocation.has(final) ? true : nil, wantsParts: !own)
    if invocation.has(.json) {
      context.print(try JSONText.of(LintDocument(lint, file: path)))
    } else {
      context.print(PostmortemText.review(lint, of: path))
    }
    return lint.findings.isEmpty ? .ok : .degraded
  }
}

/// What is said about templates and reviews.
enum PostmortemText {
  static var slots: String {
    func rows(_ isWord: Bool) -> String {
      PostmortemSlot.allCases.filter { $0.isWord == isWord }.map { slot in
        let name = "{{\(slot.rawValue)}}"
        return "  \(name)\(String(repeating: " ", count: max(1, 18 - name.count)))\(slot.help)\n"
      }.joined()
    }
    return """
      Sections, each on a line of its own; every draft writes them anew between markers:

      \(rows(false))
      Words, anywhere; the first draft writes them, and then they are yours:

      \(rows(true))
      \\{{ stands for two braces. postmortem.template in the configuration names the file.

      """
  }

  static func review(_ lint: PostmortemLint, of path: String) -> String {
    let lines = lint.findings.map { "\(path):\($0)\n" }.joined()
    let errors = lint.findings.count { $0.severity == .error }
    let count =
      lint.findings.isEmpty
      ? "nothing to say" : "\(errors) errors, \(lint.findings.count - errors) warnings"
    let left = lint.todos == 0 || lint.isFinal ? "" : "; \(lint.todos) TODO left, which a draft may have"
    return "\(lines)\(path): \(count)\(left)\n"
  }
}

/// A review as JSON.
struct LintDocument: Encodable {
  struct Entry: Encodable {
    var line: Int
    var column: Int
    var rule: String
    var severity: String
    var message: String
    var suggestion: String
  }

  var file: String
  var final: Bool
  var todos: Int
  var findings: [Entry]

  init(_ lint: PostmortemLint, file: String) {
    self.file = file
    final = lint.isFinal
    todos = lint.todos
    findings = lint.findings.map {
      Entry(
        line: $0.line, column: $0.column, rule: $0.rule.rawValue, severity: $0.severity.rawValue,
        message: $0.message, suggestion: $0.suggestion)
    }
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
