import SitrepHTTP
import Testing

@Suite struct ServerSentEventTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let events: [ServerSentEvent]
    init(_ name: String, _ text: String, _ events: [ServerSentEvent]) {
      testDescription = name
      self.text = text
      self.events = events
    }
  }

  static let cases = [
    Case("one event", "event: ping\ndata: {}\n\n", [.init(event: "ping", data: "{}")]),
    Case("no name", "data: a\n\n", [.init(data: "a")]),
    Case("no space after the colon", "data:a\n\n", [.init(data: "a")]),
    Case("only one space is dropped", "data:  a \n\n", [.init(data: " a ")]),
    Case("several data lines", "data: a\ndata:\ndata: c\n\n", [.init(data: "a\n\nc")]),
    Case(
      "carriage returns", "event: e\rdata: a\r\rdata: b\r\r",
      [.init(event: "e", data: "a"), .init(data: "b")]),
    Case(
      "both line ends", "event: e\r\ndata: a\r\n\r\ndata: b\r\n\r\n",
      [.init(event: "e", data: "a"), .init(data: "b")]),
    Case(
      "mixed line ends", "data: a\r\ndata: b\ndata: c\r\n\ndata: d\n\r\n",
      [.init(data: "a\nb\nc"), .init(data: "d")]),
    Case("comments", ": hello\n\n:\ndata: a\n: in between\ndata: b\n\n", [.init(data: "a\nb")]),
    Case("byte order mark", "\u{FEFF}data: a\n\n", [.init(data: "a")]),
    Case("no data, no event", "event: e\n\ndata: a\n\n", [.init(data: "a")]),
    Case("empty data is an event", "data\n\ndata:\n\n", [.init(data: ""), .init(data: "")]),
    Case(
      "id stays, retry does not", "id: 7\nretry: 30\ndata: a\n\ndata: b\n\n",
      [.init(data: "a", id: "7", retry: 30), .init(data: "b", id: "7")]),
    Case("a retry that is not a number", "retry: 3s\ndata: a\n\n", [.init(data: "a")]),
    Case("an unknown field", "what: ever\ndata: a\n\n", [.init(data: "a")]),
    Case("text beyond ASCII", "data: gräßlich 🙂\n\n", [.init(data: "gräßlich 🙂")]),
    Case("the end cuts an event off", "data: a\n\ndata: b\n", [.init(data: "a")]),
    Case("a colon in the value", "data: {\"a\": \"b:c\"}\n\n", [.init(data: "{\"a\": \"b:c\"}")]),
  ]

  @Test(arguments: cases)
  func `events come out however the bytes are cut`(_ test: Case) throws {
    let bytes = Array(test.text.utf8)
    for size in 1...bytes.count {
      var parser = ServerSentEventParser()
      var events: [ServerSentEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        try parser.feed(Array(bytes[start..<min(start + size, bytes.count)])) { events.append($0) }
      }
      #expect(events == test.events, "pieces of \(size)")
    }
    for cut in 0...bytes.count {
      var parser = ServerSentEventParser()
      var events: [ServerSentEvent] = []
      try parser.feed(Array(bytes[..<cut])) { events.append($0) }
      try parser.feed(Array(bytes[cut...])) { events.append($0) }
      #expect(events == test.events, "cut at \(cut)")
    }
  }

  @Test func `an unfinished event shows`() throws {
    var parser = ServerSentEventParser()
    #expect(parser.isAtBoundary)
    for (text, isAtBoundary) in [
      ("da", false), ("ta: a\n", false), ("\n", true), (": c\n", true), ("event: e\n", false),
    ] {
      try parser.feed(Array(text.utf8)) { _ in }
      #expect(parser.isAtBoundary == isAtBoundary)
    }
    #expect(parser.comments == 1)
  }

  @Test func `a line over its limit ends the stream, and keeps it ended`() throws {
    var parser = ServerSentEventParser(maxLine: 10)
    try parser.feed(Array("data: 1234\n\n".utf8)) { #expect($0.data == "1234") }
    for text in ["data: 12345", "\n\ndata: a\n\n"] {
      let error = #expect(throws: StreamFormatError.self) {
        try parser.feed(Array(text.utf8)) { _ in Issue.record("no event is expected") }
      }
      #expect(error?.code == .lineTooLong && error?.offset == 12)
    }
  }

  @Test func `an event over its limit ends the stream after the good ones`() throws {
    var parser = ServerSentEventParser(maxEvent: 8)
    var events: [String] = []
    let error = #expect(throws: StreamFormatError.self) {
      try parser.feed(Array("data: ok\n\ndata: 1234\ndata: 1234\n\n".utf8)) { events.append($0.data) }
    }
    #expect(error?.code == .eventTooLong)
    #expect(events == ["ok"])
  }
}
