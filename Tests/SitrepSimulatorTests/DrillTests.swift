import FoundationEssentials
import SitrepCore
import SitrepSimulator
import Testing

@Suite("Drills")
struct DrillTests {
  @Test("Every embedded drill reads, and is named like its file", arguments: EmbeddedDrills.all.map(\.name))
  func reads(name: String) throws {
    let drill = try DrillFile.named(name)
    #expect(drill.name == name)
    #expect(drill.platforms.count >= 3)
  }

  @Test("A step ramps from what was in force to what it sets")
  func ramps() throws {
    let drill = try DrillFile.named("july-29")
    func failing(_ seconds: Double) -> Double {
      drill.conditions(.anthropic, Model("claude-opus-5"), [.messages], at: .fractionalSeconds(seconds))
        .failing
    }
    #expect(failing(39) == 0)
    #expect((0.19...0.21).contains(failing(47.5)))
    #expect(failing(61) == 0.97)
    #expect((0.48...0.49).contains(failing(157.5)))
    #expect(failing(180) == 0)
    #expect(drill.conditions(.bedrock, Model("x"), [.messages], at: .seconds(61)).failing == 0)
  }

  @Test("While it is out, anthropic fails in the scripted shares")
  func shares() throws {
    var asker = try Asker("july-29")
    var counts: [String: Int] = [:]
    for index in 0..<2000 {
      let stream = index % 3 == 0
      let key = "sk-ant-\(index % 200)"
      switch asker.ask(Requests.messages(stream: stream, key: key), at: 70 + Double(index) * 0.03) {
      case .reply(let reply): counts["\(reply.status)", default: 0] += 1
      case .reset: counts["reset", default: 0] += 1
      case .hang: counts["hang", default: 0] += 1
      }
    }
    let share = counts.mapValues { Double($0) / 2000 }
    #expect((0.55...0.62).contains(share["500"] ?? 0))
    #expect((0.21...0.275).contains(share["529"] ?? 0))
    #expect((0.077...0.118).contains(share["503"] ?? 0))
    #expect((0.03...0.068).contains(share["reset"] ?? 0))
    #expect((0.018...0.045).contains(share["200"] ?? 0))
    #expect(counts.count == 5)
  }

  @Test("One model fails while its siblings stay clean")
  func oneModel() throws {
    var asker = try Asker("one-model")
    func failures(_ model: String) -> Int {
      (0..<200).count { asker.ask(Requests.messages(model), at: 60 + Double($0) / 4).reply?.status != 200 }
    }
    #expect((60...130).contains(failures("claude-opus-5")))
    #expect(failures("claude-haiku-5-5") == 0)
    #expect(failures("claude-sonnet-5") == 0)
  }

  @Test("In the total outage nothing answers well anywhere")
  func totalOutage() throws {
    var asker = try Asker("total-outage")
    for at in stride(from: 70.0, to: 130, by: 5) {
      for request in [Requests.messages(), Requests.bedrock(stream: true), Requests.vertex()] {
        #expect(asker.ask(request, at: at).reply?.status != 200)
      }
    }
  }
}

@Suite("Errors of drill files")
struct DrillErrorTests {
  private static let head = """
    name: x
    about: y
    length: 1m
    platforms: {anthropic: {models: {m: {answer: 1s, firstToken: 0.5s}}}, bedrock: {models: {b: {answer: 1s, firstToken: 0.5s}}}}

    """

  private func sentence(_ yaml: String) -> String {
    do {
      _ = try DrillFile.read(yaml)
      return "no error"
    } catch DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context)
    {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(
        separator: ".")
      return "\(path): \(context.debugDescription)"
    } catch {
      return "other error: \(error)"
    }
  }

  @Test(
    "An error names the key, what was found and what was expected",
    arguments: [
      ("speed: 3", "speed: unknown key \"speed\" in a drill; expected name, about"),
      ("steps: [{at: 5}]", "steps.[0].at: expected a duration such as 350ms, 90s or 1m30s"),
      ("steps: [{at: 5 min}]", "steps.[0].at: found \"5 min\"; expected a duration"),
      (
        "steps: [{at: 5s}]",
        "steps.[0]: \"platforms\" is missing; expected a list of anthropic, bedrock, vertex"
      ),
      ("steps: [{at: 5s, platforms: [azure]}]", "steps.[0].platforms: found \"azure\"; expected anthropic"),
      ("steps: [{at: 5s, platforms: [openai]}]", "the drill serves no openai; expected anthropic or bedrock"),
      ("steps: [{at: 5s, platforms: [vertex]}]", "the drill serves no vertex; expected anthropic or bedrock"),
      ("steps: [{at: 5s, platforms: [anthropic], models: [q]}]", "anthropic serves no \"q\"; expected m"),
      (
        "steps: [{at: 5s, platforms: [anthropic], failing: 1.5}]",
        "steps.[0].failing: found 1.5; expected a probability"
      ),
      ("steps: [{at: 5s, platforms: [anthropic], failing: 0.5}]", "steps.[0]: sets failing without faults"),
      (
        "steps: [{at: 5s, platforms: [anthropic], failing: 1, faults: {500: 0.6}}]",
        "steps.[0].faults: the shares add up to 0.6; expected 1"
      ),
      ("steps: [{at: 5s, platforms: [anthropic], faults: {boom: 1}}]", "faults.boom: unknown key \"boom\""),
      (
        "steps: [{at: 5s, platforms: [bedrock], failing: 1, faults: {529: 1}}]",
        "bedrock never answers \"529\""
      ),
      (
        "steps: [{at: 5s, platforms: [bedrock], failing: 1, faults: {quota429: 1}}]",
        "bedrock never answers \"quota429\""
      ),
      ("tokens: [{at: 5s}]", "tokens.[0]: \"answers\" is missing; expected tokens, refused, unavailable"),
      ("tokens: [{at: 5s, answers: no}]", "found \"no\"; expected tokens, refused, unavailable or hang"),
      ("tokens: [{at: 5s, lifetime: 20ms}]", "tokens.[0].lifetime: found 20ms; expected from 1s to 24h"),
      ("tokens: [{at: 2m, answers: hang}]", "tokens.[0]: is after the drill's end"),
      ("steps: [{at: 2m, platforms: [bedrock]}]", "steps.[0]: is after the drill's end"),
      (
        "steps: [{at: 5s, platforms: [bedrock]}, {at: 4s, platforms: [bedrock]}]",
        "steps.[1]: is earlier than the one before"
      ),
      (
        "page: [{at: 5s, incident: i, id: u, phase: fixed, text: t}]",
        "page.[0].phase: found \"fixed\"; expected investigating"
      ),
      (
        "page: [{at: 5s, incident: i, id: u, phase: resolved, text: t}]",
        "page.[0]: opens an incident without a name"
      ),
      (
        "page: [{at: 5s, incident: i, id: u, name: n, phase: resolved, text: t, components: {api: broken}}]",
        "page.[0].components.api: found \"broken\"; expected operational"
      ),
      ("expect: [{by: 30s, verdikt: R16}]", "expect.[0].verdikt: unknown key \"verdikt\" in an expectation"),
      ("expect: [{by: 30s, verdict: R99}]", "expect.[0].verdict: found \"R99\"; expected R0, R1"),
      ("expect: [{by: soon, verdict: R16}]", "expect.[0].by: found \"soon\"; expected a duration"),
      ("expect: [{by: 2m, verdict: R16}]", "expect: by 2m: verdict R16 is after the drill's end"),
      ("expect: [{by: 30s}]", "expect.[0]: \"verdict\" is missing; expected verdict, severity, breaker"),
      ("expect: [{by: 30s, at: 40s, route: bedrock}]", "expect.[0].at: stands beside by"),
      ("expect: [{severity: P5}]", "expect.[0].severity: found \"P5\"; expected P1, P2, P3, P4 or none"),
      ("expect: [{breaker: {anthropic: ajar}}]", "found \"ajar\" for anthropic; expected closed, open"),
      ("expect: [{breaker: {anthropic/q: open}}]", "anthropic serves no \"q\"; expected m"),
      ("expect: [{breaker: open}]", "expect.[0].breaker: expected a mapping such as {anthropic: open}"),
      ("expect: [{route: vertex}]", "the drill serves no vertex; expected anthropic or bedrock"),
      ("expect: [{by: 30s, incidents: 1}]", "expect.[0].by: stands beside 1 incident; expected no time"),
      ("expect: [{incident: false}]", "expect.[0].incident: found false; expected true"),
      ("expect: [{phase: over}]", "expect.[0].phase: found \"over\"; expected suspected, open, acknowledged"),
      ("expect: [{never: {severity: P1}, route: bedrock}]", "expect.[0].route: stands beside never"),
      ("expect: [{never: {}}]", "expect.[0].never: names nothing; expected verdict, severity"),
      ("expect: [{postmortem: {says: x}}]", "unknown key \"says\" in postmortem; expected contains"),
      ("own: [{at: 5s, network: gone}]", "own.[0].network: found \"gone\"; expected up, down or flapping"),
      (
        "own: [{at: 5s}]",
        "own.[0]: \"network\" is missing; expected network, resolver, neutral, sleep or clock"
      ),
      ("own: [{at: 5s, sleep: 1m, clock: 2s}]", "own.[0].clock: stands beside sleep; expected one of them"),
      (
        "own: [{at: 5s, network: up, hosts: [aws]}]",
        "own.[0].hosts: stands beside network; expected resolver"
      ),
      (
        "own: [{at: 5s, clock: soon}]",
        "own.[0].clock: found \"soon\"; expected a duration such as 90s or -90s"
      ),
      ("acts: [{at: 5s, act: dance}]", "acts.[0].act: found \"dance\"; expected trip, reset"),
      ("acts: [{at: 2m, act: ack}]", "acts.[0]: is after the drill's end"),
      ("traffic: [{at: 5s}]", "traffic.[0]: \"rate\" is missing; expected calls a second"),
      (
        "traffic: [{at: 5s, rate: 2, split: {anthropic: 0.7, bedrock: 0.7}}]",
        "traffic.[0].split: the shares add up to 1.4; expected at most 1"
      ),
      ("traffic: [{at: 5s, rate: 2, split: {vertex: 1}}]", "traffic.[0]: the drill serves no vertex"),
      ("traffic: [{at: 5s, rate: 2, model: q}]", "traffic.[0]: callers know no \"q\"; expected m"),
      ("route: [vertex]", "route: the drill serves no vertex; expected anthropic or bedrock"),
      ("watch: slowly", "watch: found \"slowly\"; expected demo or production"),
      (
        "steps: [{at: 5s, platform: anthropic, mixed: {within: 5s}}]", "steps.[0]: sets mixed without faults"
      ),
      ("expect: [{traffic: good}]", "expect.[0].traffic: found \"good\"; expected ok, failing or unmeasured"),
      ("expect: [{pin: vertex}]", "expect: at the end: pin vertex: the drill serves no vertex"),
      ("feeds: [{at: 1s, feed: claude, answers: 500}]", "feeds.[0].answers: expected page, unavailable"),
    ])
  func sentences(yaml: String, expected: String) {
    let found = sentence(Self.head + yaml)
    #expect(found.contains(expected), "\(found)")
  }

  @Test("Expectations read as they are written, one by one or several to a line")
  func expectations() throws {
    func read(_ text: String) throws -> [String] {
      try DrillFile.read(Self.head + "expect: " + text).expect.map { "\($0)" }
    }
    #expect(try read("{by: 60s, verdict: R16}") == ["by 1m: verdict R16"])
    #expect(
      try read("[{by: 30s, severity: P1, route: bedrock}, {never: {incident: true}}, {phase: resolved}]") == [
        "by 30s: severity P1", "by 30s: route bedrock", "never: an incident",
        "at the end: incident resolved",
      ])
    #expect(
      try read("[{at: 1.5s, breaker: {anthropic: open, bedrock/b: closed}, verdict: {bedrock: R7}}]") == [
        "at 1s500ms: verdict R7 for bedrock", "at 1s500ms: breaker anthropic open",
        "at 1s500ms: breaker bedrock/b closed",
      ])
    #expect(
      try read(
        "[{by: 1m, verdict: {anthropic: [R15, R16]}, traffic: ok}, {pin: none, phase: [open, resolved]}]")
        == [
          "by 1m: verdict R15 for anthropic or verdict R16 for anthropic", "by 1m: traffic ok",
          "at the end: incident open or incident resolved", "at the end: pin none",
        ])
    #expect(
      try read("[{incidents: 2}, {postmortem: {contains: [a, b]}}, {severity: none}]") == [
        "at the end: 2 incidents", "at the end: postmortem says “a”", "at the end: postmortem says “b”",
        "at the end: severity none",
      ])
  }

  @Test(
    "An act is read by its name or by the words that people use",
    arguments: [
      ("act: pin, target: bedrock, for: 5m", ActionID.pin, "bedrock" as String?),
      ("act: pin bedrock", .pin, "bedrock"), ("act: ack", .acknowledge, nil),
      ("act: Hand-Over lead", .handover, "lead"),
      ("act: switch, on: bedrock", .pin, "bedrock"), ("act: note, text: hello", .note, nil),
    ])
  func acts(text: String, action: ActionID, target: String?) throws {
    let act = try #require(try DrillFile.read(Self.head + "acts: [{at: 5s, \(text)}]").acts.first)
    #expect(act.action == action && act.target == target && act.by == "drill")
  }

  @Test("A list of one may be written as a word")
  func single() throws {
    let drill = try DrillFile.read(
      Self.head + "steps: [{at: 5s, platform: bedrock, model: b, capability: streaming, latency: 2}]")
    #expect(drill.steps[0].platforms == [.bedrock])
    #expect(drill.steps[0].models == [Model("b")])
    #expect(drill.steps[0].capabilities == [.streaming])
  }

  @Test("Durations", arguments: [("1m 30s", 90), ("2d", 172_800), ("0", 0), ("31d", 2_678_400)])
  func durations(text: String, seconds: Int64) throws {
    let yaml = Self.head.replacing("length: 1m", with: "length: 31d")
    #expect(
      try DrillFile.read(yaml + "own: [{at: \"\(text)\", network: down}]").own[0].at == .seconds(seconds))
  }

  @Test("A drill without its name says so")
  func missingName() {
    #expect(sentence("about: y").contains("\"name\" is missing; expected a name such as july-29"))
  }
}
