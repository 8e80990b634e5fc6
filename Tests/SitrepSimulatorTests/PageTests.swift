import SitrepCore
import SitrepSimulator
import Testing

@Suite("Simulated status page")
struct PageTests {
  @Test("A calm page has the fields, ids and names of the real one")
  func calm() throws {
    var asker = try Asker("july-29")
    let real = try #require(JSON(reading: PackageResources.real_claude_summary_2026_09_03_json))
    let found = try asker.json(Requests.page(), at: 10)
    #expect(found.shape() == real.shape())
    for key in ["id", "name", "status", "position", "created_at", "start_date", "page_id"] {
      #expect(found["components"]?.list?.map { $0[key] } == real["components"]?.list?.map { $0[key] })
    }
    #expect(found["status"] == real["status"])
  }

  @Test("The posts of july-29 are the real ones, in their order, with their states")
  func timeline() throws {
    var asker = try Asker("july-29")
    let real = try #require(
      JSON(reading: PackageResources.real_claude_incident_q2kg8n613kr3_critical_5xx_json))
    let incidents = try asker.json(Requests.page("/api/v2/incidents.json"), at: 300)["incidents"]?.list
    let found = try #require(incidents?.first)
    #expect(incidents?.count == 1)
    let unlike: Set = [
      "components", "started_at", "created_at", "updated_at", "monitoring_at", "resolved_at",
    ]
    guard case .object(let members) = found else { return }
    #expect(Set(members.map(\.key)) == keys(real))
    for key in ["id", "name", "impact", "status", "page_id"] where !unlike.contains(key) {
      #expect(found[key] == real[key])
    }
    let updates = found["incident_updates"]?.list ?? []
    let realUpdates = real["incident_updates"]?.list ?? []
    #expect(updates.count == 5)
    #expect(updates.map(\.untimed) == realUpdates.map(\.untimed))
  }

  private func keys(_ json: JSON) -> Set<String> {
    guard case .object(let members) = json else { return [] }
    return Set(members.map(\.key))
  }

  @Test(
    "The page follows late, and its indicator follows the components",
    arguments: [
      (84.0, "none", 0, "operational"), (86, "critical", 1, "major_outage"),
      (165, "major", 1, "partial_outage"),
      (205, "none", 1, "operational"), (230, "none", 0, "operational"),
    ])
  func course(at: Double, indicator: String, open: Int, api: String) throws {
    var asker = try Asker("july-29")
    let summary = try asker.json(Requests.page(), at: at)
    #expect(summary["status"]?["indicator"]?.text == indicator)
    #expect(summary["incidents"]?.list?.count == open)
    #expect(summary["components"]?.list?[2]["status"]?.text == api)
  }

  @Test("Times are shifted to the drill's start")
  func shifted() throws {
    var asker = try Asker("july-29")
    let summary = try asker.json(Requests.page(), at: 100)
    #expect(summary["page"]?["updated_at"] == "2026-11-20T18:46:27.000Z")
    #expect(summary["incidents"]?.list?.first?["started_at"] == "2026-11-20T18:46:27.000Z")
  }
}

extension JSON {
  /// An update without its times.
  fileprivate var untimed: [String: JSON] {
    guard case .object(let members) = self else { return [:] }
    let timed: Set = ["created_at", "display_at", "updated_at"]
    return Dictionary(
      uniqueKeysWithValues: members.filter { !timed.contains($0.key) }.map { ($0.key, $0.value.sorted) })
  }

  /// Objects by their keys, since the order of keys means nothing.
  private var sorted: JSON {
    switch self {
    case .object(let members):
      .object(
        members.map { Member(key: $0.key, value: $0.value.sorted) }.sorted { $0.key < $1.key })
    case .list(let list): .list(list.map(\.sorted))
    default: self
    }
  }
}
