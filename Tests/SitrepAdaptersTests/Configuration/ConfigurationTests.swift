import SitrepAdapters
import SitrepCore
import Testing

@Suite struct ConfigurationTests {
  func read(_ text: String) throws -> Configuration {
    try ConfigurationFile.decode(try YAMLDocument.parse(Array(text.utf8), file: "config.yaml"))
  }

  @Test(arguments: ["", "# nothing yet\n", "---\n", "{}"])
  func `A file that says nothing is the standard configuration`(text: String) throws {
    var expected = Configuration.standard
    expected.file = "config.yaml"
    #expect(try read(text) == expected)
  }

  @Test func `A whole file is read`() throws {
    let configuration = try read(
      """
      theme: light
      platforms:
        anthropic:
          base_url: http://127.0.0.1:8080
          key: [env:ANTHROPIC_API_KEY, file:/etc/sitrep/second]
        bedrock: {region: eu-west-1, access_key: env:AWS_ID, secret_key: env:AWS_SECRET}
      feeds:
        - {vendor: claude, platform: anthropic, url: https://status.claude.com/api/v2/summary.json, cadence: 1m}
      controls:
        - name: dns
          kind: resolver
          target: example.com
      route: [bedrock, anthropic]
      probes:
        - platform: anthropic
          model: claude-haiku-4-5
          capabilities: [messages, streaming]
          cadence: 10s
      gateway: {listen: "127.0.0.1:4000"}
      confirms: [1s]
      breaker: {failures_to_open: 3, open_for: 1m30s}
      objectives: {availability: 99.9%, p95: 2s}
      failback: {ramp: [50, 100]}
      latency_step: {threshold: 8, percent: 200}
      incident: {update_every: 20m, update_every_p1: 5m, reopen_within: 15m, ask_again: 1h}
      calendar: {utc_offset: "-03:30", days: [sun, mon], hours: 08:30-16:00, holidays: [2026-12-25]}
      consent: {dollars_per_day: 2.5}
      """)
    #expect(configuration.theme == "light")
    #expect(
      configuration.platform(.anthropic)
        == PlatformEntry(
          platform: .anthropic, baseURL: "http://127.0.0.1:8080",
          keys: [.environment("ANTHROPIC_API_KEY"), .file("/etc/sitrep/second")]))
    #expect(configuration.platform(.bedrock)?.secretKey == .environment("AWS_SECRET"))
    let feed = try #require(configuration.feeds?.first)
    #expect(feed.link == "https://status.claude.com/api/v2/summary.json")
    #expect(feed.kind == .statuspage)
    #expect(feed.cadence == .minutes(1))
    #expect(configuration.controls?.first?.kind == .resolver)
    #expect(configuration.route == [.bedrock, .anthropic])
    let probe = try #require(configuration.probes?.first)
    #expect(probe.capabilities == [.messages, .streaming])
    #expect(probe.cadence == .seconds(10))
    #expect(probe.timeout == .seconds(30))
    #expect(configuration.gateway?.listen == "127.0.0.1:4000")
    #expect(configuration.confirms == [.seconds(1)])
    #expect(configuration.breaker.openFor == .seconds(90))
    #expect(configuration.breaker.successesToClose == 2)
    #expect(configuration.objectives.availability == 0.999)
    #expect(configuration.failback.ramp == [50, 100])
    #expect(configuration.latencyStep.threshold == 8 && configuration.latencyStep.ratio == 2)
    #expect(
      configuration.incident
        == IncidentSettings(
          quietHold: .minutes(10), updateEvery: .minutes(20), updateEveryP1: .minutes(5),
          updateEveryP3: .hours(2), reopenWithin: .minutes(15), askAgain: .hours(1),
          calendar: BusinessCalendar(
            utcOffset: .minutes(-210), days: [0, 1], opens: 510, closes: 960, holidays: ["2026-12-25"])))
    #expect(configuration.consent == Consent(microdollarsPerDay: 2_500_000))
  }

  static let mistakes: [(yaml: String, error: String)] = [
    (
      "calendar: {hours: 17:00-09:00}",
      #"config.yaml:1:19: calendar.hours: found "17:00-09:00", expected the hours of work such as 09:00-17:00"#
    ),
    (
      "calendar: {holidays: [2026-02-30]}",
      "config.yaml:1:22: calendar.holidays: found a list, expected a list of dates such as [2026-12-25]"
    ),
    (
      "calendar: {days: [mon, funday]}",
      "config.yaml:1:18: calendar.days: found a list, expected a list out of: sun, mon, tue, wed, thu, fri, sat"
    ),
    (
      "calendar: {utc_offset: Berlin}",
      #"config.yaml:1:24: calendar.utc_offset: found "Berlin", expected an offset from UTC such as "+01:00""#
    ),
    (
      "probs: []",
      #"config.yaml:1:1: found unknown key "probs", did you mean "probes"?"#
    ),
    (
      "breaker:\n  patience: 3",
      "config.yaml:2:3: breaker: found unknown key \"patience\", expected one of: failures_to_open, "
        + "half_open_permits, open_for, permit_lease, successes_to_close"
    ),
    (
      "breaker:\n  open_for: soon",
      #"config.yaml:2:13: breaker.open_for: found "soon", expected a length of time such as 30s, 5m or 1h30m"#
    ),
    (
      "breaker: 5",
      #"config.yaml:1:10: breaker: found "5", expected a mapping"#
    ),
    (
      "breaker: {failures_to_open: 0}",
      #"config.yaml:1:29: breaker.failures_to_open: found "0", expected a whole number of 1 or more"#
    ),
    (
      "objectives: {availability: 300%}",
      #"config.yaml:1:28: objectives.availability: found "300%", expected a share such as 5% or 0.05"#
    ),
    (
      "probes:\n  - platform: antropic\n    model: m",
      "config.yaml:2:15: probes[].platform: found \"antropic\", expected one of: anthropic, bedrock, vertex, "
        + "openai, gemini, mistral"
    ),
    (
      "probes:\n  - platform: anthropic",
      "config.yaml:2:5: probes[]: \"model\" is missing, expected the model's name as the platform spells it"
    ),
    (
      "probes: {}",
      #"config.yaml:1:9: probes: found a mapping, expected a list (lines that begin with "- ")"#
    ),
    (
      "platforms:\n  anthropic:\n    key: sk-ant-api03-verysecret",
      "config.yaml:3:10: platforms.*.key: found something else than where the key is, expected env:NAME or "
        + "file:PATH; keep the key itself out of this file, and change it if it was shared"
    ),
    (
      "platforms:\n  azure: {}",
      "config.yaml:2:3: platforms: found \"azure\", expected one of: anthropic, bedrock, vertex, openai, "
        + "gemini, mistral"
    ),
    (
      "feeds:\n- {vendor: claude, url: status.claude.com}",
      "config.yaml:2:25: feeds[].url: found \"status.claude.com\", expected an address that begins with "
        + "https:// or http://"
    ),
    (
      "route: [anthropic, anthropic]",
      "config.yaml:1:8: route: found a list, expected a list of platforms (one of: anthropic, bedrock, vertex, "
        + "openai, gemini, mistral)"
    ),
    (
      "theme: &a dark\nroute: *a",
      "config.yaml:2:8: found an alias (*), which is not allowed here; write the value again"
    ),
    (
      "theme: dark\ntheme: light",
      #"config.yaml:2:1: found "theme" again; it is already in line 1"#
    ),
    (
      "a: 1\n---\nb: 2",
      "config.yaml:2:1: found a second document, expected one"
    ),
    ("- theme", "config.yaml:1:1: found a list, expected a mapping"),
  ]

  @Test(arguments: mistakes)
  func `A mistake is told with its place, what was found and what was expected`(
    yaml: String, expected: String
  ) throws {
    let error = #expect(throws: ConfigurationError.self) { try read(yaml) }
    #expect(error?.description == expected)
  }

  @Test func `All mistakes of a file are told at once, in its order`() {
    let error = #expect(throws: ConfigurationError.self) {
      try read("probes:\n- {platform: mars, model: m, cadence: x}\nbreaker: {open_for: y}\nthem: dark")
    }
    #expect(error?.problems.map(\.position?.line) == [2, 2, 3, 4])
  }

  @Test(arguments: [
    ("a: [1, 2\n", "2:1: is not valid YAML: flow sequence without a closing bracket"),
    ("a: 'open", "1:5: is not valid YAML: single-quoted scalar without closing quote"),
    ("a: b: c", "1:5: is not valid YAML: invalid nested block mapping on the same line"),
    ("a: 1\n\tb: 1", "1:4: is not valid YAML: invalid multiline plain key"),
    ("a: \"\\q\"", "1:5: is not valid YAML: invalid escape 'q' in double-quoted string"),
  ])
  func `Broken YAML is told with its place`(text: String, expected: String) {
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    #expect(error?.description == "config.yaml:\(expected)")
  }

  @Test func `Depth and size are bounded, and text must be UTF-8`() {
    let deep = String(repeating: "[", count: 5_000)
    #expect(throws: ConfigurationError.self) { try read(deep) }
    let nested = (0..<70).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    let error = #expect(throws: ConfigurationError.self) { try read(nested) }
    #expect(error?.description.contains("nested deeper than 64 levels") == true)
    #expect(throws: ConfigurationError.self) {
      try YAMLDocument.parse([UInt8](repeating: 32, count: YAMLDocument.longest + 1), file: "f")
    }
    #expect(throws: ConfigurationError.self) { try YAMLDocument.parse([0x61, 0xFF], file: "f") }
  }

  @Test func `Every standard value of the table is what the program does without it`() throws {
    let scalars = ConfigurationTable.all.filter { !$0.path.contains("[") && !$0.path.contains("*") }
    var sections: [String: [String]] = [:]
    var lines: [String] = []
    for key in scalars {
      guard let standard = key.standard else { continue }
      let parts = key.path.split(separator: ".").map(String.init)
      if parts.count == 1 {
        lines.append("\(key.path): \(standard)")
      } else {
        sections[parts[0], default: []].append("\(parts[1]): \(standard)")
      }
    }
    for (name, values) in sections { lines.append("\(name): {\(values.joined(separator: ", "))}") }
    var expected = Configuration.standard
    expected.file = "config.yaml"
    #expect(try read(lines.joined(separator: "\n")) == expected)
    let probe = try read("probes: [{platform: anthropic, model: m}]").probes?.first
    let written = ConfigurationTable.all.filter { $0.path.hasPrefix("probes[]") }
    let standards = written.compactMap { key in
      key.standard.map { "\(key.path.dropFirst("probes[].".count)): \($0)" }
    }
    let text = "probes: [{platform: anthropic, model: m, \(standards.joined(separator: ", "))}]"
    #expect(try read(text).probes?.first == probe)
  }

  @Test(arguments: [
    ("30s", 30_000), ("1m30s", 90_000), ("250ms", 250), ("2h", 7_200_000), ("1.5s", 1_500),
    ("1d", 86_400_000),
  ])
  func `Lengths of time are read and written`(text: String, milliseconds: Int64) {
    #expect(DurationText.parse(text) == .milliseconds(milliseconds))
    #expect(DurationText.parse(DurationText.text(.milliseconds(milliseconds))) == .milliseconds(milliseconds))
  }

  @Test(arguments: ["", "30", "s", "-5s", "5 s", "1e9s", "9999999d", "1m soon"])
  func `What is no length of time is not read`(text: String) {
    #expect(DurationText.parse(text) == nil)
  }
}

@Suite struct YAMLDecodeTests {
  struct Drill: Decodable, Equatable {
    var name: String
    var length: TimeSpan
    var steps: [Step]
    var seed: Int?
    var weights: [String: Double]?

    struct Step: Decodable, Equatable {
      var at: TimeSpan
      var platform: Platform
      var probability: Double?
      var failure: FailureClass?
    }
  }

  func decode(_ text: String) throws -> Drill {
    try YAMLDocument.parse(Array(text.utf8), file: "drill.yaml").decode(Drill.self)
  }

  @Test func `A document becomes a value`() throws {
    let drill = try decode(
      """
      name: outage
      length: 5m
      seed: 0x10
      weights: {a: 1, b: 0.5}
      steps:
        - {at: 30s, platform: anthropic, probability: 0.9, failure: overload}
        - at: 2m
          platform: bedrock
      """)
    let steps = [
      Drill.Step(at: .seconds(30), platform: .anthropic, probability: 0.9, failure: .overload),
      Drill.Step(at: .minutes(2), platform: .bedrock, probability: nil, failure: nil),
    ]
    #expect(
      drill
        == Drill(name: "outage", length: .minutes(5), steps: steps, seed: 16, weights: ["a": 1, "b": 0.5]))
  }

  @Test(arguments: [
    ("name: x\nlength: 5m\nsteps: 3", "drill.yaml:3:8: steps: found \"3\", expected a list"),
    (
      "name: x\nlength: five\nsteps: []",
      "drill.yaml:2:9: length: found \"five\", expected a length of time such as 30s, 5m or 1h30m"
    ),
    (
      "name: x\nlength: 5m\nsteps:\n- {at: 1s, platform: mars}",
      "drill.yaml:4:22: steps[0].platform: found \"mars\", expected one of: anthropic, bedrock, vertex, openai, "
        + "gemini, mistral"
    ),
    ("name: x\nlength: 5m\nsteps:\n- {at: 1s}", "drill.yaml:4:3: steps[0]: \"platform\" is missing"),
    (
      "name: x\nlenght: 5m\nsteps: []",
      "drill.yaml:2:1: found unknown key \"lenght\", did you mean \"length\"?"
    ),
    (
      "name: x\nlength: 5m\nsteps: []\nseed: 1.5",
      "drill.yaml:4:7: seed: found \"1.5\", expected a whole number"
    ),
    ("name: [x]\nlength: 5m\nsteps: []", "drill.yaml:1:7: name: found a list, expected text"),
    (
      "name: x\nlength: 5m\nsteps: []\nother: 1",
      "drill.yaml:4:1: found unknown key \"other\", expected one of: length, name, seed, steps, weights"
    ),
  ])
  func `A document that does not fit is told with its place`(yaml: String, expected: String) {
    let error = #expect(throws: ConfigurationError.self) { try decode(yaml) }
    #expect(error?.description == expected)
  }
}
