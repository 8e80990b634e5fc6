import SitrepAdapters
import SitrepCore

/// The incidents of this journal.
enum IncidentsCommand {
  static let spec = CommandSpec(
    name: "incidents", operands: "", summary: "list incidents, newest last", options: [.json, .state],
    run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let state = try await Attached.state(context.paths(invocation), context)
    if invocation.has(.json) {
      context.print(try JSONText.of(state.incidents.map(IncidentDocument.init)))
      return .ok
    }
    if state.incidents.isEmpty { context.print("no incident\n") }
    for incident in state.incidents {
      let until = incident.resolvedAt.map(Timestamp.rfc3339) ?? "open"
      context.print(
        "\(incident.name)  \(incident.severity.word)  \(incident.phase.rawValue)  "
          + "\(Timestamp.rfc3339(incident.openedAt)) – \(until)  \(incident.title)"
          + "\(incident.mergedInto.map { ", merged into INC-\($0)" } ?? "")\n")
    }
    return .ok
  }
}

/// What happened in one incident.
enum TimelineCommand {
  static let markdown = OptionSpec(name: "--md", value: nil, help: "print a Markdown table")

  static let spec = CommandSpec(
    name: "timeline", operands: "[INC]", summary: "what happened in an incident; the newest by default",
    options: [.json, markdown, .state], run: run)

  /// Events told from before the opening: the first failures are part of the story.
  private static let lead = TimeSpan.minutes(5)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let directory = context.paths(invocation)
    let state = try await Attached.state(directory, context)
    let incident = try Attached.incident(invocation.operands.first, in: state)
    let events = try await Attached.events(
      directory, context, from: max(1, incident.openedBySequence - 5000), to: state.sequence)
    let end = incident.resolvedAt ?? state.at
    let lines = Narrative.timeline(of: events, settings: state.settings)
      .filter { $0.at >= incident.impactBefore - lead && $0.at <= end }
    if invocation.has(.json) {
      context.print(try JSONText.of(lines.map(LineDocument.init)))
    } else if invocation.has(markdown) {
      context.print("| time | source | event | id |\n| --- | --- | --- | --- |\n")
      for line in lines {
        context.print(
          "| \(Timestamp.clock(line.at)) | \(who(line)) | \(Markdown.escape(line.text)) | E\(line.sequence) |\n"
        )
      }
    } else {
      for line in lines {
        context.print("\(Timestamp.rfc3339(line.at))  \(who(line))  \(line.text)  E\(line.sequence)\n")
      }
    }
    return .ok
  }

  private static func who(_ line: TimelineEntry) -> String { line.actor?.description ?? line.tone.rawValue }

  private struct LineDocument: Encodable {
    var at: String
    var actor: String?
    var tone: String
    var text: String
    var event: String

    init(_ line: TimelineEntry) {
      at = Timestamp.rfc3339(line.at)
      actor = line.actor?.description
      tone = line.tone.rawValue
      text = line.text
      event = "E\(line.sequence)"
    }
  }
}
