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
    let events = try await Attached.reader(directory).story(of: incident)
    let start = incident.impactBefore - lead
    let end = incident.resolvedAt ?? max(state.at, events.last?.at ?? state.at)
    let told = Narrative.timeline(of: events, settings: state.settings).filter { line in
      if let about = line.about { return line.incident == incident.number || about >= start && about <= end }
      return line.at >= start && line.at <= end || line.incident == incident.number && line.at > end
    }
    let lines = told.sorted { ($0.about ?? $0.at, $0.sequence) < ($1.about ?? $1.at, $1.sequence) }
    if invocation.has(.json) {
      context.print(try JSONText.of(lines.map(LineDocument.init)))
    } else if invocation.has(markdown) {
      context.print("| time | source | event | id |\n| --- | --- | --- | --- |\n")
      for line in lines {
        context.print(
          "| \(Timestamp.clock(line.about ?? line.at)) | \(who(line)) | \(Markdown.escape(line.text)) | E\(line.sequence) |\n"
        )
      }
    } else {
      for line in lines {
        context.print(
          "\(Timestamp.rfc3339(line.about ?? line.at))  \(who(line))  \(line.text)  E\(line.sequence)\n")
      }
    }
    return .ok
  }

  private static func who(_ line: TimelineEntry) -> String { line.actor?.description ?? line.tone.rawValue }

  private struct LineDocument: Encodable {
    /// The time that the line tells of.
    var at: String
    /// When it was entered, if that was later.
    var entered: String?
    var actor: String?
    var tone: String
    var text: String
    var event: String

    init(_ line: TimelineEntry) {
      at = Timestamp.rfc3339(line.about ?? line.at)
      entered = line.about == nil ? nil : Timestamp.rfc3339(line.at)
      actor = line.actor?.description
      tone = line.tone.rawValue
      text = line.text
      event = "E\(line.sequence)"
    }
  }
}
