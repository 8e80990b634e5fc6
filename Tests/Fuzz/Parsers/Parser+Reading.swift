import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTerminal

extension Parser {
  private static let now = Instant(seconds: 1_795_200_302)

  /// Reads `bytes`, and gives every text of the result that a screen may show.
  ///
  /// Whatever the bytes are, it must return.
  package func read(_ bytes: [UInt8]) -> [String] {
    switch self {
    case .statuspage:
      past(bytes)
        + page { () throws(PageParseError) in try PageFormat.statuspage.read(bytes, at: Self.now) }
    case .awsEvents:
      page { () throws(PageParseError) in
        try PageFormat.aws(services: ["bedrock"], regions: ["us-east-1"]).read(bytes, at: Self.now)
      }
    case .google:
      page { () throws(PageParseError) in
        try PageFormat.google(titles: ["Vertex"], locations: []).read(bytes, at: Self.now)
      }
    case .checkly:
      page { () throws(PageParseError) in
        try PageFormat.checkly.read(
          bytes, companions: bytes.count % 4 == 0 ? [bytes, bytes] : [], at: Self.now)
      }
    case .syndication:
      page { () throws(PageParseError) in
        bytes.count % 2 == 0
          ? try PageParser.awsSyndication(bytes, services: ["bedrock"], regions: [], at: Self.now)
          : try PageParser.anySyndication(bytes, at: Self.now)
      }
    case .anyJSON: anyJSON(bytes)
    case .serverSentEvents: stream(bytes, .anthropic)
    case .eventStreamFrames: stream(bytes, .bedrock)
    case .answers: answers(bytes)
    case .limitHeaders: limits(bytes)
    case .configuration: configuration(bytes)
    case .journal: journal(bytes)
    case .keys: keys(bytes)
    case .tokenAnswers: token(bytes)
    case .iniFiles: ini(bytes)
    }
  }

  private func past(_ bytes: [UInt8]) -> [String] {
    let incidents = (try? PageFormat.history(bytes, at: Self.now)) ?? []
    return incidents.flatMap { incident in
      [incident.id, incident.name.text] + incident.updates.map(\.body.text)
    }
  }

  private func page(_ read: () throws(PageParseError) -> PageReading) -> [String] {
    do throws(PageParseError) {
      let page = try read().page
      let incidents = page.incidents.flatMap {
        [$0.id, $0.name.text] + $0.updates.flatMap { [$0.id, $0.body.text] }
      }
      return [page.name.text, page.summary.text] + page.components.flatMap { [$0.id, $0.name.text] }
        + incidents
    } catch {
      return [CleanText(error.description).text]
    }
  }

  private func anyJSON(_ bytes: [UInt8]) -> [String] {
    let places = JSONPlaces(
      state: JSONPointer("/status/indicator"), items: nil, title: JSONPointer("/page/name"))
    return page { () throws(PageParseError) in
      try PageParser.anyJSON(bytes, places: places, at: Self.now)
    }
  }

  private func stream(_ bytes: [UInt8], _ platform: Platform) -> [String] {
    var decoder = StreamDecoder(for: platform)
    let half = bytes.count / 2
    decoder.take(Array(bytes.prefix(half)), at: .zero)
    decoder.take(Array(bytes.dropFirst(half)), at: .seconds(1))
    let error = decoder.reading.error
    let seen = "\(decoder.reading.firstContent != nil) \(decoder.isBroken) \(decoder.reading.end)"
    return [seen, error?.message?.text, error?.word?.text].compactMap { $0 }
  }

  private func answers(_ bytes: [UInt8]) -> [String] {
    // The length picks the platform and the status, so that every input costs one reading.
    let platform = Platform.allCases[bytes.count % Platform.allCases.count]
    let series = SeriesID(platform: platform, region: "", capability: .messages, model: Model("m"))
    let reading = ProbeReading(ProbeContext(series: series, purpose: .manual, startedAt: Self.now))
    let head = HTTPResponseHead(status: bytes.count % 5 == 0 ? 429 : 200, headers: [:])
    let seen = reading.answered(head, body: bytes, phases: Phases(), now: Self.now)
    return [seen.outcome.rawValue, seen.message?.text, seen.errorType?.text, seen.requestID?.text]
      .compactMap { $0 }
  }

  private func limits(_ bytes: [UInt8]) -> [String] {
    var headers: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    let readings = HeadroomHeaders.parse(lookup: { headers[$0] }, now: Self.now)
    let wait = RetryAfter.parse(lookup: { headers[$0] }, now: Self.now)
    return readings.map { "\($0.remaining)/\($0.limit)" } + [wait.map { "\($0.wholeSeconds)" } ?? ""]
  }

  private func configuration(_ bytes: [UInt8]) -> [String] {
    do throws(ConfigurationError) {
      let read = try ConfigurationFile.decode(try YAMLDocument.parse(bytes, file: "f.yaml"))
      return ["\(read.platforms.count) platforms"]
    } catch {
      return ["\(error.problems.count) problems"]
    }
  }

  private func journal(_ bytes: [UInt8]) -> [String] {
    guard let event = try? JSONDecoder().decode(Event.self, from: Data(bytes)) else { return [] }
    var state = State()
    state.fold(event)
    guard let encoded = try? CanonicalJSON.encode(event) else { return ["not encoded: \(event.id)"] }
    return encoded.isEmpty ? [] : state.timeline.map(\.text)
  }

  private func keys(_ bytes: [UInt8]) -> [String] {
    var decoder = KeyDecoder()
    let keys = decoder.feed(bytes) + decoder.flush()
    return ["\(keys.count)"]
  }

  private func token(_ bytes: [UInt8]) -> [String] {
    var told: [String] = []
    if case .failed(let words) = AWSTokenAnswer.parse(bytes, status: 403, from: "the test") {
      told.append(words.text)
    }
    if case .found = AWSTokenAnswer.parse(bytes, status: 200, from: "the test") { return ["keys"] }
    if case .found = GoogleTokenAnswer.parse(bytes, from: "the test", at: Self.now) { return ["a token"] }
    let refusal = GoogleTokenAnswer.refusal(
      status: 400, body: bytes, date: Self.now, isUser: false, at: Self.now)
    guard case .failed(let words) = refusal else { return told }
    return told + [words.text]
  }

  private func ini(_ bytes: [UInt8]) -> [String] {
    ["\(INIFile(String(decoding: bytes, as: UTF8.self)).sections.count)"]
  }
}
