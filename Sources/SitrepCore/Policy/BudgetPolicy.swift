/// Paid probes pause when a day's cap is reached, and go on at midnight UTC.
enum BudgetPolicy {
  static func decide(_ state: State, at now: Instant) -> [Policy.Decision] {
    guard let cap = state.probeCap else { return [] }
    let isOver = state.spending(at: now).microdollars >= cap && cap > 0
    var settings = state.settings
    for index in settings.probes.indices where (settings.probes[index].microdollars ?? 0) > 0 {
      let idle = settings.probes[index].idle
      if isOver, idle == nil {
        settings.probes[index].idle = Settings.capReached
      } else if !isOver, idle == Settings.capReached {
        settings.probes[index].idle = nil
      }
    }
    return settings == state.settings ? [] : [Policy.Decision(.settingsAdopted(settings))]
  }

  /// Midnight, while anything waits for it.
  static func deadlines(_ state: State) -> [Instant] {
    guard let spending = state.spending,
      state.settings.probes.contains(where: { $0.idle == Settings.capReached })
    else { return [] }
    return [Instant(seconds: (spending.day + 1) * 86_400)]
  }
}

extension Settings {
  /// What a plan says that has used up its day.
  package static let capReached: CleanText = "daily cap reached; goes on at midnight UTC"
}
