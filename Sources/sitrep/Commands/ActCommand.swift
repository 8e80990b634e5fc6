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

  static let told = OptionSpec(
    name: "--at", value: "02:07", help: "the time in UTC that a note tells of, also as 2026-11-21T02:07Z")
  static let owner = OptionSpec(name: "--owner", value: "NAME", help: "who does an action item")
  static let due = OptionSpec(name: "--due", value: "DATE", help: "until when, as 2026-12-01")

  static let spec = CommandSpec(
    name: "act", operands: "ACTION [TARGET …]", summary: "the same actions as the keys",
    options: [reason, duration, incident, told, owner, due, actor, preview, .state], run: run)

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
      text: try text(action, invocation, now: context.clock.now()), duration: span,
      actor: Operator(invocation.value(actor) ?? Host.user),
      key: "act-\(String(SystemRandom.word(), radix: 36))", incident: invocation.value(incident))
  }

  /// `merge` takes two words, the others at most one.
  private static func target(_ invocation: Invocation) -> String? {
    let words = invocation.operands.dropFirst()
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// What would be typed on the screen: a note's time stands in front, an item's owner and date behind.
  private static func text(
    _ action: ActionID, _ invocation: Invocation, now: Instant
  ) throws -> CleanText? {
    let words = (invocation.value(told), invocation.value(owner), invocation.value(due))
    if let at = words.0 {
      guard action == .note else { throw UsageError("--at belongs to a note") }
      guard !at.contains(" "), try ToldTime.read(at[...], before: now) != nil else {
        throw UsageError("--at \(at): expected a time in UTC such as 02:07 or 2026-11-21T02:07Z")
      }
    }
    guard action == .item || words.1 == nil && words.2 == nil else {
      throw UsageError("--owner and --due belong to an action item")
    }
    if let owner = words.1, owner.isEmpty || owner.contains(" ") {
      throw UsageError("--owner \(owner): expected one word, as initials")
    }
    let parts = [words.0, invocation.value(reason), words.1.map { "@\($0)" }, words.2.map { "due \($0)" }]
    let said = parts.compactMap(\.self).joined(separator: " ")
    return said.isEmpty ? nil : CleanText(said)
  }

  private static func parse(_ text: String) throws -> TimeSpan {
    guard let span = DurationText.parse(text), span > .zero else {
      throw UsageError("--for \(text): expected a time such as 90s, 15m or 2h")
    }
    return span
  }
}
