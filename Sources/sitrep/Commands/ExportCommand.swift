import SitrepAdapters
import SitrepCore

/// Everything about an incident in one archive.
enum ExportCommand {
  static let output = OptionSpec(name: "-o", value: "FILE", help: "write there; INC-n.tar.gz here otherwise")
  static let force = OptionSpec(name: "--force", value: nil, help: "replace a file that is there already")
  static let redact = OptionSpec(
    name: "--redact", value: "FILE", help: "take out more: a regular expression on each line, # for remarks")

  static let spec = CommandSpec(
    name: "export", operands: "[INC]",
    summary: "everything about an incident in one .tar.gz, redacted; the newest by default",
    options: [output, force, redact, .state, .config], run: run)

  private static let patternLimit = 64 << 10

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let patterns = try invocation.value(redact).map(patterns) ?? []
    let directory = context.paths(invocation)
    let reader = try Attached.reader(directory)
    let state = try await reader.state()
    let incident = try Attached.incident(invocation.operands.first, in: state)
    let events = try await reader.storedStory(of: incident)
    let template = try Blueprint.configuration(invocation, context).postmortemTemplate
      .map { try PostmortemTemplateFile.read($0) }
    let bundle = IncidentBundle(
      incident: incident, state: state, events: events,
      document: try document(incident, events.map(\.event), state, template, directory),
      chain: try await reader.verify(), version: Sitrep.version)
    let path = invocation.value(output) ?? "\(bundle.name).tar.gz"
    guard invocation.has(force) || !SafeFile.exists(path) else {
      throw CommandError("\(path) is there already; --force replaces it, -o FILE writes elsewhere")
    }
    try SafeFile.write(try bundle.archive(home: context.home, patterns: patterns), to: path)
    context.print(path + "\n")
    if let fault = bundle.chain.firstBad {
      context.complain(
        "sitrep: the journal's hash chain is broken at E\(fault.sequence); the manifest says so")
    }
    return .ok
  }

  /// The file that people wrote in, brought up to date without touching it; a draft when there is none.
  private static func document(
    _ incident: Incident, _ events: [Event], _ state: State, _ template: PostmortemTemplate?,
    _ directory: Paths
  ) throws -> String {
    let fresh = PostmortemDocument.render(
      incident: incident, events: events, state: state, now: events.last?.at ?? state.at, template: template)
    let path = directory.postmortem(incident.number)
    guard SafeFile.exists(path) else { return fresh }
    let bytes = try SafeFile.read(path, limit: 16 << 20)
    guard let written = String(validating: bytes, as: UTF8.self) else {
      throw CommandError("\(path) is not UTF-8 text; mend it or move it away")
    }
    // A file without markers or with damaged ones is somebody's all the same, and goes along as it is.
    return (try? PostmortemDocument.merge(existing: written, fresh: fresh)) ?? written
  }

  private static func patterns(_ path: String) throws -> [RedactionPattern] {
    let text = String(decoding: try SafeFile.read(path, limit: patternLimit), as: UTF8.self)
    var patterns: [RedactionPattern] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = line.hasSuffix("\r") ? line.dropLast() : line
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      do {
        patterns.append(try RedactionPattern(String(line), number: patterns.count + 1))
      } catch {
        throw UsageError("\(path):\(index + 1):1: not a regular expression: \(CleanText("\(error)"))")
      }
    }
    return patterns
  }
}
