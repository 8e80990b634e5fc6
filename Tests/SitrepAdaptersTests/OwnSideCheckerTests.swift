import SitrepAdapters
import SitrepCore
import SitrepHTTP
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Checks of our own side` {
  private func check(
    _ kind: ControlKind, _ target: String, _ client: HTTPClient,
    wall: Instant = Instant(seconds: 1_795_200_302), within timeout: TimeSpan = .minutes(1)
  ) async -> ControlObservation {
    await OwnSideChecker(client: client, timeout: timeout, wall: { wall })
      .check(ControlPlan(name: "x", kind: kind, target: target))
  }

  @Test(arguments: [
    (0, Health.ok, "exact"), (9, .ok, "exact"), (-90, .degraded, "our clock is 1m30s ahead of"),
    (600, .failing, "our clock is 10m00s behind"),
  ])
  func `our clock is held against the date of an answer`(ahead: Int64, health: Health, words: String)
    async throws
  {
    let date = Instant(seconds: 1_795_200_302 + ahead)
    let fields = Self.httpDate(date)
    try await withLoopback({ _ in [.answer(204, [], ["date": fields])] }) { client, base in
      let seen = await check(.clock, base, client)
      #expect(seen.health == health)
      #expect(seen.detail.text.hasPrefix(words), "\(seen.detail)")
    }
  }

  /// "Fri, 20 Nov 2026 18:45:02 GMT"; the day's name is not read.
  private static func httpDate(_ moment: Instant) -> String {
    let parts = Timestamp.rfc3339(moment).split { "-T:Z".contains($0) }
    return "Fri, \(parts[2]) Nov \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
  }

  @Test func `a host that is not there says nothing of our clock, but of the line`() async throws {
    try await withLoopback({ _ in [] }) { client, _ in
      let clock = await check(.clock, "http://127.0.0.1:1/", client)
      #expect(clock.health == .unknown)
      // A refusal is the host's own answer: the line to it works.
      #expect(await check(.neutralHost, "http://127.0.0.1:1/", client).health == .degraded)
      #expect(await check(.resolver, "localhost", client).health == .ok)
      // How late a sleep ends is this machine's affair; that it is measured is ours.
      #expect(await check(.scheduler, "", client).health != .unknown)
    }
  }

  @Test(arguments: [
    (UInt8(0), UInt8(1), Health.ok, "answers"), (3, 0, .failing, "no such name"),
    (0, 0, .failing, "no address"),
    (5, 0, .failing, "refused"),
  ])
  func `a name server is asked past the system's resolver`(
    code: UInt8, answers: UInt8, health: Health, words: String
  ) async throws {
    try await withLoopback({ _ in [] }) { client, _ in
      let server = NameServer { question in
        var answer = question
        answer[2] |= 0x80
        answer[3] = code
        answer[7] = answers
        return answer
      }
      let seen = await check(.directResolver, "www.example.com@\(server.address)", client)
      withExtendedLifetime(server) {}
      #expect(seen.health == health)
      #expect(seen.detail.text.contains(words), "\(seen.detail)")
    }
  }

  @Test func `a name server that is silent or not named is told in time`() async throws {
    try await withLoopback({ _ in [] }) { client, _ in
      let server = NameServer { _ in [0] }
      let silent = await check(
        .directResolver, "www.example.com@\(server.address)", client, within: .seconds(1))
      withExtendedLifetime(server) {}
      #expect(silent.detail.text.contains("did not answer within 1 s"), "\(silent.detail)")
      #expect(await check(.directResolver, "www.example.com", client).detail.text.contains("NAME@SERVER"))
      #expect(await check(.directResolver, "a@nowhere", client).health == .failing)
    }
  }

  @Test(
    arguments: [
      ("https://api.example.com/x", ["HTTPS_PROXY": "http://user:pw@proxy:3128"], "proxy:3128"),
      ("https://api.example.com/x", ["https_proxy": "proxy:1", "HTTPS_PROXY": "other:2"], "proxy:1"),
      ("http://api.example.com/x", ["HTTP_PROXY": "proxy:1"], nil),
      ("http://api.example.com/x", ["http_proxy": "proxy:1"], "proxy:1"),
      ("https://api.example.com/x", ["ALL_PROXY": "socks5://p:9"], "p:9"),
      ("https://api.example.com/x", ["HTTPS_PROXY": "p:1", "NO_PROXY": "other, .example.com"], nil),
      ("https://api.example.com/x", ["HTTPS_PROXY": "p:1", "NO_PROXY": "*"], nil),
      ("https://notexample.com/x", ["HTTPS_PROXY": "p:1", "NO_PROXY": "example.com"], "p:1"),
      ("http://127.0.0.1:9/x", ["http_proxy": "p:1"], nil), ("https://api.example.com", [:], nil),
    ] as [(String, [String: String], String?)])
  func `the proxy that the environment names is known, without its password`(
    url: String, environment: [String: String], proxy: String?
  ) {
    #expect(ProxyChoice { environment[$0] }.proxy(for: url) == proxy)
  }
}
