import SitrepCore

/// Claude's status page as Statuspage's API v2 tells it (facts/status-pages.md 1), made from a drill's posts.
///
/// All times are the drill's own, shifted to when it started.
struct StatusPage {
  let script: DrillScript
  let startedAt: Instant

  private static let id = "tymt9n04zgry"

  func answer(_ request: VendorRequest, at moment: TimeSpan) -> VendorReply {
    guard request.method == "GET" else { return reply(405, ["error": "Method Not Allowed"]) }
    let view = PageView(script: script, startedAt: startedAt, moment: moment)
    let page = self.page(view)
    switch request.path.prefix(while: { $0 != "?" }) {
    case "/api/v2/summary.json":
      return reply(
        200,
        [
          "page": page, "components": .list(view.components),
          "incidents": .list(view.incidents(openOnly: true)),
          "scheduled_maintenances": [], "status": status(view),
        ])
    case "/api/v2/status.json": return reply(200, ["page": page, "status": status(view)])
    case "/api/v2/components.json": return reply(200, ["page": page, "components": .list(view.components)])
    case "/api/v2/incidents.json":
      return reply(200, ["page": page, "incidents": .list(view.incidents(openOnly: false))])
    case "/api/v2/incidents/unresolved.json":
      return reply(200, ["page": page, "incidents": .list(view.incidents(openOnly: true))])
    default: return reply(404, ["error": "Not Found"])
    }
  }

  private func page(_ view: PageView) -> JSON {
    [
      "id": StatusPage.id.json, "name": "Claude", "url": "https://status.claude.com", "time_zone": "Etc/UTC",
      "updated_at": view.updatedAt.json,
    ]
  }

  /// The indicator follows the worst component; the description is display text only.
  private func status(_ view: PageView) -> JSON {
    switch view.worst {
    case .operational: ["indicator": "none", "description": "All Systems Operational"]
    case .underMaintenance: ["indicator": "maintenance", "description": "Service Under Maintenance"]
    case .degraded: ["indicator": "minor", "description": "Partially Degraded Service"]
    case .partialOutage: ["indicator": "major", "description": "Partial System Outage"]
    case .majorOutage: ["indicator": "critical", "description": "Major System Outage"]
    }
  }

  private func reply(_ status: Int, _ body: JSON) -> VendorReply {
    VendorReply(
      status: status,
      headers: [
        VendorHeader("content-type", "application/json; charset=utf-8"),
        VendorHeader("access-control-allow-origin", "*"),
      ],
      delay: .milliseconds(35), body: .whole(body.bytes))
  }
}
