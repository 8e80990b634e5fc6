import FoundationEssentials
import SitrepTestKit
import Testing

/// What `status --json` and `check --json` tell, as a reader of theirs takes it.
struct StatusAnswer: Decodable {
  struct PlatformAnswer: Decodable {
    var platform: String
    var breaker: String
  }

  struct ProbeAnswer: Decodable {
    var platform: String
    var model: String
    var capability: String
    var outcome: String?
    var status: Int?
    var requestId: String?
    var notProbed: String?
  }

  struct IncidentAnswer: Decodable, Hashable {
    var id: String
    var phase: String
    var severity: String
    var openedAt: String
    var acknowledgedBy: String?
    var roles: [String: String]?
    var nextUpdateDue: String?
    var mergedInto: String?
    var postmortem: String?
  }

  struct RouteAnswer: Decodable {
    var active: String?
    var pinned: String?
  }

  struct VerdictAnswer: Decodable {
    var rule: String
    var side: String
  }

  struct PageAnswer: Decodable {
    var vendor: String
    var state: String
  }

  var mode: String
  var verdict: VerdictAnswer
  var severity: String?
  var incident: IncidentAnswer?
  var route: RouteAnswer
  var platforms: [PlatformAnswer]
  var probes: [ProbeAnswer]
  var pages: [PageAnswer]

  func breaker(_ platform: String) -> String? { platforms.first { $0.platform == platform }?.breaker }

  init(_ text: String) throws {
    self = try JSONDecoder().decode(StatusAnswer.self, from: Data(text.utf8))
  }
}

extension Home {
  /// What the engine of a state directory knows.
  func status(of state: String = Home.state) async throws -> StatusAnswer {
    let outcome = try await run("status", "--json", "--state", directory.file(state))
    return try StatusAnswer(outcome.output)
  }

  /// Acts as another person from another terminal.
  func act(_ action: String, _ target: String, in state: String, as actor: String = "zz") async throws {
    let outcome = try await run(
      "act", action, target, "--as", actor, "--state", directory.file(state))
    #expect(outcome.code == 0, "\(outcome.errors)")
  }
}
