import SitrepAdapters
import SitrepCore

/// The same actions as the keys.
enum ActCommand {
  static let reason = OptionSpec(name: "--reason", value: "TEXT", help: "why; also the text of a note")
  static let duration = OptionSpec(
    name: "--for", value: "15m", help: "take it back by itself after this time; when the next update is due")
  static let incident = OptionSpec(
    name: "--incident", value: "INC", help: "the incident that is meant; the gravest open one otherwise")
  static let actor = OptionSpec(name: "--as", value: "NAME", help: "who acts; your login name otherwise")
  static let preview = OptionSpec(name: "--preview", value: nil, help: "only say what would change")

  static let spec = CommandSpec(
    name: "act", operands: "ACTION [TARGET …]", summary: "the same actions as the keys",
    options: [reason, duration, incident, actor, preview, .state], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let request = try request(invocation, context)
    let connection = try await Attached.connect(context.paths(invocation), context)
    if invocation.has(preview) {
      let state = try await connection.fetchState()
      let told = try ActionTable.preview(request, in: state, at: context.clock.now()).get()
      context.print(told.lines.map { $0 + "\n" }.joined())
      return .ok
    }
    switch await connection.perform(request) {
    case .done(let sequence, let said): context.print("E\(sequence) \(said)\n")
    case .answered(let text): context.print(text + "\n")
    case .refused(let refusal):
      context.complain("sitrep: refused: \(refusal)")
      return .failure
    }
    return .ok
  }

  private static func request(_ invocation: Invocation, _ context: Context) throws -> ActionRequest {
    let known = ActionID.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = invocation.operands.first else { throw UsageError("name an action: \(known)") }
    guard let action = ActionID(rawValue: word) else {
      throw UsageError("there is no action “\(word)”; there are \(known)")
    }
    let span = try invocation.value(duration).map(parse)
    return ActionRequest(
      action: action, target: target(invocation),
      text: invocation.value(reason).map { CleanText($0) }, duration: span,
      actor: Operator(invocation.value(actor) ?? Host.user),
      key: "act-\(String(SystemRandom.word(), radix: 36))", incident: invocation.value(incident))
  }

  /// `merge` takes two words, the others at most one.
  private static func target(_ invocation: Invocation) -> String? {
    let words = invocation.operands.dropFirst()
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  private static func parse(_ text: String) throws -> TimeSpan {
    guard let span = DurationText.parse(text), span > .zero else {
      throw UsageError("--for \(text): expected a time such as 90s, 15m or 2h")
    }
    return span
  }
}
