import FoundationEssentials
package import SitrepCore

/// Everything about one incident in one archive, for whoever was not there: document, events, request ids,
/// numbers, and what proves that the events are the journal's.
///
/// Holds no time of its own making: the same journal and document give the same bytes.
package struct IncidentBundle: Sendable {
  package let incident: Incident
  package let state: State
  package let events: [StoredEvent]
  /// The postmortem as it is to be handed on.
  package let document: String
  /// What a walk over the whole journal found.
  package let chain: ChainReport
  package let version: String

  package init(
    incident: Incident, state: State, events: [StoredEvent], document: String, chain: ChainReport,
    version: String
  ) {
    self.incident = incident
    self.state = state
    self.events = events
    self.document = document
    self.chain = chain
    self.version = version
  }

  /// "INC-7", or "DRILL-INC-7" for what never happened to a real service.
  package var name: String { (state.settings.mode.isDrill ? "DRILL-" : "") + incident.name }

  /// The moment as of which it tells: that of the newest event in it.
  package var at: Instant { events.last?.event.at ?? incident.openedAt }

  /// The archive, compressed.
  ///
  /// - Throws: `SystemError` when it is too large to be made in memory.
  package func archive(home: String, patterns: [RedactionPattern]) throws -> [UInt8] {
    var redaction = ExportRedaction(
      keeping: Set(requestIDs.map(\.id)), home: home, patterns: patterns)
    var files = try contents(&redaction)
    files.append(
      TarArchive.File(name: "manifest.json", content: try manifest(of: files, redaction, patterns)))
    files.insert(TarArchive.File(name: "README.md", content: Array(readme.utf8)), at: 0)
    let placed = files.map { TarArchive.File(name: "\(name)/\($0.name)", content: $0.content) }
    return try Gzip.compress(TarArchive.bytes(of: placed, modified: at.wholeSeconds))
  }

  private func contents(_ redaction: inout ExportRedaction) throws -> [TarArchive.File] {
    var lines: [UInt8] = []
    var links: [UInt8] = []
    for stored in events {
      let clean = redaction.clean(stored.body, isJSON: true)
      lines += clean + [0x0A]
      links += try CanonicalJSON.encode(ChainLink(stored, isRedacted: clean != stored.body)) + [0x0A]
    }
    let summary = IncidentSummary(
      incident: incident, events: events.map(\.event), state: state, now: at)
    return [
      TarArchive.File(
        name: "\(incident.name).md", content: redaction.clean(Array(document.utf8), isJSON: false)),
      TarArchive.File(name: "events.jsonl", content: lines),
      TarArchive.File(name: "chain.jsonl", content: links),
      TarArchive.File(name: "request-ids.txt", content: redaction.clean(requestIDFile, isJSON: false)),
      TarArchive.File(
        name: "summary.json",
        content: redaction.clean(try CanonicalJSON.encode(summary) + [0x0A], isJSON: true)),
    ]
  }

  // MARK: Request ids

  private struct RequestID {
    var id: String
    var at: Instant
    var what: String
    var event: String
  }

  private var requestIDs: [RequestID] {
    events.flatMap { stored -> [RequestID] in
      switch stored.event.body {
      case .observed(let observation):
        guard let id = observation.requestID, observation.outcome.isFailure else { return [] }
        let what = "\(observation.series) \(observation.failureWord ?? "?")"
        return [RequestID(id: id.text, at: observation.startedAt, what: what, event: stored.event.id)]
      case .trafficMeasured(let report):
        return report.flows.flatMap { flow in
          flow.failedRequestIDs.map {
            RequestID(
              id: $0.text, at: stored.event.at, what: "\(flow.target) call of \(report.consumer)",
              event: stored.event.id)
          }
        }
      default: return []
      }
    }
  }

  /// Time, request id, what failed, event; parted by tabs, with DRILL in front of each line of a drill.
  private var requestIDFile: [UInt8] {
    let mark = state.settings.mode.isDrill ? "DRILL\t" : ""
    let lines = requestIDs.map {
      "\(mark)\(Timestamp.rfc3339($0.at))\t\($0.id)\t\($0.what)\t\($0.event)\n"
    }
    return Array(lines.joined().utf8)
  }

  // MARK: Proof

  private struct ChainLink: Encodable {
    var seq: Int64
    var previous: String
    var hash: String
    /// Then `hash` is that of the bytes before redaction, which are in the journal only.
    var redacted: Bool

    init(_ stored: StoredEvent, isRedacted: Bool) {
      seq = stored.event.sequence
      previous = HexDigest.text(of: stored.previousHash)
      hash = HexDigest.text(of: stored.hash)
      redacted = isRedacted
    }
  }

  private struct Manifest: Encodable {
    struct File: Encodable {
      var name: String
      var bytes: Int
      var sha256: String
    }

    struct Chain: Encodable {
      var journalEvents: Int
      var tip: String
      var firstBad: String?
    }

    struct Redaction: Encodable {
      var counts: [String: Int]
      var patterns: [String]
      var builtIn: [String]
    }

    var incident: String
    var drill: String?
    var asOf: String
    var madeBy: String
    var events: Int
    var firstEvent: String?
    var lastEvent: String?
    var files: [File]
    var chain: Chain
    var redaction: Redaction
  }

  private func manifest(
    of files: [TarArchive.File], _ redaction: ExportRedaction, _ patterns: [RedactionPattern]
  ) throws -> [UInt8] {
    var drill: String?
    if case .drill(let name) = state.settings.mode { drill = name.text }
    let manifest = Manifest(
      incident: incident.name, drill: drill, asOf: Timestamp.rfc3339(at), madeBy: "sitrep \(version)",
      events: events.count, firstEvent: events.first?.event.id, lastEvent: events.last?.event.id,
      files: files.map {
        Manifest.File(name: $0.name, bytes: $0.content.count, sha256: HexDigest.sha256($0.content))
      },
      chain: Manifest.Chain(
        journalEvents: chain.sound, tip: chain.tip,
        firstBad: chain.firstBad.map { "E\($0.sequence) \($0.reason)" }),
      redaction: Manifest.Redaction(
        counts: redaction.counts, patterns: patterns.map(\.source),
        builtIn: ["email", "home", "key", "key-like", "secret", "token"]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(manifest)) + [0x0A]
  }

  private var readme: String {
    let drill =
      state.settings.mode.isDrill
      ? "DRILL: simulated vendors; nothing here happened to a real service.\n\n" : ""
    return """
      # \(name)

      \(drill)- `\(incident.name).md`: the postmortem; `E412` names an event.
      - `events.jsonl`: every event of the incident, one a line, in the journal's canonical form.
      - `chain.jsonl`: each event's hash and the hash before it, in the same order. Where `redacted` is false,
        SHA-256 of the bytes of `previous` followed by the event's line without its line end is `hash`.
      - `request-ids.txt`: time, request id, what failed, event.
      - `summary.json`: the incident in numbers.
      - `manifest.json`: SHA-256 of each file, what was redacted, what a walk over the whole journal found.

      Redacted are keys, tokens, mail addresses, words that look like keys, the home directory, and what was
      asked for. Names of those who acted and the text of their notes are kept.

      """
  }
}
