import SitrepCore
import SitrepDashboard
import SitrepTerminal

/// A dashboard at work: events go in, commands and the screen come out.
@MainActor final class Desk {
  var model: DashboardModel
  var commands: [Command] = []

  init(
    _ world: World?, _ width: Int = 120, _ height: Int = 36, access: Access = .observer,
    source: Source = .engine, glyphs: Glyphs = .utf8
  ) {
    model = DashboardModel(
      now: world?.now ?? Instant(seconds: 0), size: Size(width, height), salt: "k", loginName: "ab",
      access: access, source: source, glyphs: glyphs)
    if let world { show(world) }
    commands = []
  }

  /// A desk whose operator is armed already.
  static func armed(_ world: World, _ width: Int = 120, _ height: Int = 36) -> Desk {
    Desk(world, width, height, access: .armed(World.ab, until: world.now + Access.idleTime))
  }

  func feed(_ event: DashboardEvent) { commands += update(&model, event) }

  func show(_ world: World) { feed(.state(world.state, world.now)) }

  func press(_ keys: Key...) {
    for key in keys { feed(.key(key)) }
  }

  func type(_ text: String) {
    for character in text { press(.character(character)) }
  }

  func tick(_ span: TimeSpan) { feed(.tick(model.now + span)) }

  var canvas: Canvas { view(model, model.size) }
  var text: String { canvas.text }
  var truth: String { canvas.rows.first ?? "" }
  var lastRow: String { canvas.rows.last ?? "" }

  /// The request that was sent last.
  var request: ActionRequest? {
    commands.reversed().compactMap { if case .perform(let request) = $0 { request } else { nil } }.first
  }
}
