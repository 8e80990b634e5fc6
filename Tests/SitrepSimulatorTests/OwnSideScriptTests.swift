import SitrepCore
import SitrepSimulator
import Testing

@Suite("Our own side in drills")
struct OwnSideScriptTests {
  private static let yaml = """
    name: x
    about: y
    length: 10m
    platforms: {anthropic: {models: {m: {answer: 1s, firstToken: 0.5s}}}}
    own:
      - {at: 1m, network: down}
      - {at: 2m, network: flapping}
      - {at: 5m, network: up}
      - {at: 5m, resolver: failing, hosts: [anthropic, claude]}
      - {at: 6m, resolver: ok}
      - {at: 7m, neutral: one}
      - {at: 8m, neutral: failing}

    """

  private func world() throws -> VendorWorld {
    VendorWorld(script: try DrillFile.read(Self.yaml), startedAt: Instant(seconds: 0))
  }

  @Test("A line that is down takes every request and answers none; one that flaps answers some")
  func line() throws {
    let world = try world()
    func lost(_ service: VendorService, _ seconds: Range<Int64>) -> Double {
      var memory = VendorMemory()
      let hanging = seconds.count { second in
        let request = VendorRequest(service: service, method: "GET", path: "/api/v2/summary.json")
        return world.answer(request, at: .seconds(second), memory: &memory) == .hang
      }
      return Double(hanging) / Double(seconds.count)
    }
    for service in VendorService.allCases {
      #expect(lost(service, 0..<60) == 0)
      #expect(lost(service, 60..<120) == 1)
      #expect((0.3...0.7).contains(lost(service, 120..<300)))
      #expect(lost(service, 300..<420) == 0)
    }
  }

  @Test("A lost name is lost for its hosts, and our own check notices")
  func names() throws {
    let script = try DrillFile.read(Self.yaml)
    func lost(_ host: OwnStep.Host?, _ minutes: Double) -> Bool {
      script.isUnresolved(host, at: .fractionalSeconds(minutes * 60))
    }
    #expect(!lost(.anthropic, 4.9) && lost(.anthropic, 5) && lost(.claudePage, 5.5) && lost(nil, 5.5))
    #expect(!lost(.bedrock, 5.5) && !lost(.anthropic, 6) && !lost(nil, 6))
  }

  @Test("Unrelated hosts refuse one by one")
  func neutral() throws {
    let world = try world()
    func isUp(_ service: VendorService, _ minute: Int64) -> Bool {
      var memory = VendorMemory()
      let request = VendorRequest(service: service, method: "HEAD", path: "/")
      return world.answer(request, at: .minutes(minute), memory: &memory).reply?.status == 200
    }
    #expect(isUp(.neutralOne, 6) && isUp(.neutralTwo, 6))
    #expect(!isUp(.neutralOne, 7) && isUp(.neutralTwo, 7))
    #expect(!isUp(.neutralOne, 9) && !isUp(.neutralTwo, 9))
  }
}

@Suite("Sessions spread over platforms")
struct MixingTests {
  private static let yaml = """
    name: x
    about: y
    length: 10m
    platforms:
      anthropic: {models: {m: {answer: 100ms, firstToken: 50ms}}}
      vertex: {models: {m: {answer: 100ms, firstToken: 50ms}}}
    steps: [{at: 0s, platforms: [anthropic, vertex], mixed: {within: 10s, failing: 1}, faults: {500: 1}}]

    """

  @Test("Only calls with a session fail, and only while two platforms serve sessions")
  func mixed() throws {
    let world = VendorWorld(script: try DrillFile.read(Self.yaml), startedAt: Instant(seconds: 0))
    var memory = VendorMemory()
    func status(_ request: VendorRequest, _ second: Int64, session: Bool) -> Int? {
      var request = request
      let own = #""metadata":{"user_id":"u"},"#
      if session { request.body = Array("{\(own)".utf8) + request.body.dropFirst() }
      return world.answer(request, at: .seconds(second), memory: &memory).reply?.status
    }
    let (first, second) = (Requests.messages("m"), Requests.vertex("m"))
    #expect(status(first, 1, session: true) == 200)
    #expect(status(second, 2, session: false) == 200)
    #expect(status(second, 3, session: true) == 500)
    #expect(status(first, 4, session: true) == 500)
    #expect(status(first, 5, session: false) == 200)
    // One platform alone, for longer than it takes to forget.
    #expect(status(first, 13, session: true) == 500)
    #expect(status(first, 14, session: true) == 200)
  }
}
