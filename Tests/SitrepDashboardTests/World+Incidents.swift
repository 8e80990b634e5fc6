import SitrepCore

extension World {
  /// An incident that `ab` has, besides whatever else there is.
  static func acknowledged() -> World {
    var world = outage()
    world.change(.acknowledged)
    return world
  }

  /// The outage, which somebody has, and a P3 on bedrock that nobody has yet.
  static func two() -> World {
    var world = acknowledged()
    world.add(
      .incidentOpened(
        Incident(
          number: 0, title: "bedrock failing: 403 ×3", severity: .p3, severityReason: "3 of 3 failed",
          platforms: [.bedrock], series: [World.bedrock], impactAfter: nil, impactBefore: world.now,
          openedAt: world.now, openedBySequence: 0)))
    return world
  }

  /// Somebody has it, all is quiet, and it asks whether it is over.
  static func asking() -> World {
    var world = acknowledged()
    world.change(.monitoring)
    world.pass(.minutes(10))
    world.change(.resolveAsked)
    return world
  }

  mutating func change(_ change: IncidentChange.Change, of number: Int = 1) {
    add(.incidentChanged(IncidentChange(number: number, change: change, reason: "")), by: World.ab)
  }
}
