package import SitrepCore

/// Where a JSON document of anybody's says what, as the configuration tells.
package struct JSONPlaces: Hashable, Sendable {
  /// A word for the whole.
  package var state: JSONPointer?
  /// A list of incidents; the places below are within one of them.
  package var items: JSONPointer?
  package var id: JSONPointer?
  package var title: JSONPointer?
  package var time: JSONPointer?
  package var phase: JSONPointer?
  package var impact: JSONPointer?
  package var text: JSONPointer?

  package init(
    state: JSONPointer? = nil, items: JSONPointer? = nil, id: JSONPointer? = nil, title: JSONPointer? = nil,
    time: JSONPointer? = nil, phase: JSONPointer? = nil, impact: JSONPointer? = nil, text: JSONPointer? = nil
  ) {
    self.state = state
    self.items = items
    self.id = id
    self.title = title
    self.time = time
    self.phase = phase
    self.impact = impact
    self.text = text
  }
}

extension PageParser {
  /// Reads a JSON document of any shape by the places that the configuration names.
  ///
  /// A place that is named and not there is an error: a shape that changed must not read as "nothing open".
  ///
  /// - Parameters:
  ///   - bytes: the document.
  ///   - places: where state and incidents stand.
  ///   - words: only items with one of these in title or text count; empty for all.
  ///   - now: items without a phase count for a day.
  ///   - limit: most bytes that are read.
  /// - Returns: what the document says, and how new its newest item is.
  /// - Throws: what stood there instead.
  package static func anyJSON(
    _ bytes: [UInt8], places: JSONPlaces, words: [String] = [], at now: Instant, limit: Int = standardLimit
  ) throws(PageParseError) -> PageReading {
    let document = try document(utf8(bytes), limit: limit)
    let word = try word(in: document, at: places.state)
    let items = try items(in: document, at: places)
    let open = items.filter { item in
      let text = (item.title + "\n" + item.text).lowercased()
      return item.isOpen(at: now) && (words.isEmpty || words.contains { text.contains($0.lowercased()) })
    }
    let incidents = newestOpen(open.map(\.incident))
    let states = [word.map(StatusWord.state)].compactMap { $0 } + incidents.map(\.impact)
    return PageReading(
      page: PageSnapshot(
        name: "feed",
        summary: incidents.first?.name ?? word.map { CleanText($0, limit: 120) } ?? "nothing open",
        state: states.max() ?? (places.items == nil ? .unknown : .operational), components: [],
        incidents: incidents), toldAt: items.compactMap(\.time).max())
  }
}

extension PageParser {
  private static func word(
    in document: LooseJSON, at place: JSONPointer?
  ) throws(PageParseError) -> String? {
    guard let place else { return nil }
    guard let word = JSONWord.text(place.find(in: document)) else { throw .notAPage("nothing at \(place)") }
    return word
  }

  private static func items(
    in document: LooseJSON, at places: JSONPlaces
  ) throws(PageParseError) -> [JSONItem] {
    guard let place = places.items else { return [] }
    guard let list = place.find(in: document), list.isArray else { throw .notAPage("no list at \(place)") }
    return list.items.prefix(500).map { JSONItem($0, places) }
  }
}

/// A value as a word: a text, a number, or a truth value.
private enum JSONWord {
  static func text(_ value: LooseJSON?) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): Int(exactly: number).map(String.init) ?? String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: nil
    }
  }
}

/// One incident of a document of any shape.
private struct JSONItem {
  var id: String
  var title: String
  var text: String
  var time: Instant?
  var phase: PageIncidentPhase?
  var impact: PageState

  init(_ item: LooseJSON, _ places: JSONPlaces) {
    func word(_ place: JSONPointer?) -> String? { place.flatMap { JSONWord.text($0.find(in: item)) } }
    title = PageText.plain(word(places.title) ?? "untitled")
    text = PageText.plain(word(places.text) ?? "")
    let stamp = places.time.flatMap { $0.find(in: item) }
    let seconds = stamp?.integer.flatMap {
      (0...9_000_000_000).contains($0) ? Instant(seconds: Int64($0)) : nil
    }
    let written = stamp?.text.flatMap { Timestamp.parseRFC3339($0) ?? Timestamp.parseHTTPDate($0) }
    time = written ?? seconds
    phase = word(places.phase).map { StatusWord.first(in: $0) }
    impact = word(places.impact).map(StatusWord.state) ?? StatusWord.impact(of: title)
    id = CleanText(word(places.id) ?? "\(title)@\(time?.wholeSeconds ?? 0)", limit: 200).text
  }

  func isOpen(at now: Instant) -> Bool {
    if let phase { return !phase.isOver }
    return time.map { now - $0 < PageParser.feedItemLife } ?? true
  }

  var incident: PageIncident {
    let phase = phase ?? .unknown
    let post = time.map {
      PageUpdate(
        id: "\(id)@\($0.wholeSeconds)", phase: phase, body: CleanText(text, limit: 1000), postedAt: $0)
    }
    return PageIncident(
      id: id, name: CleanText(title, limit: 200), phase: phase, impact: impact, startedAt: time,
      resolvedAt: nil, updates: [post].compactMap { $0 }, components: [])
  }
}
