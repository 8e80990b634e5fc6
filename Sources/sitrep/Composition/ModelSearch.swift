import SitrepAdapters
import SitrepCore
import SitrepEngine
import SitrepHTTP

/// Finds a model of each family where the configuration names none: by the platforms' own free lists.
struct ModelSearch: Sendable {
  let blueprint: Blueprint
  let keys: ProbeKeys
  let client: HTTPClient
  let store: CredentialStore
  let clock: SystemClock

  /// Nothing to look for in a drill, or where the configuration says what is probed.
  var isWanted: Bool { !blueprint.mode.isDrill && blueprint.configuration.probes == nil }

  /// What each platform that opens lists now; a platform that does not answer is left out.
  func find() async -> [Platform: [Model]] {
    guard isWanted else { return [:] }
    let discovery = ModelDiscovery(client: client, now: { [clock] in clock.now() })
    return await withTaskGroup(of: (Platform, [Model]?).self) { group in
      for platform in Platform.allCases
      where (blueprint.configuration.platform(platform)?.models ?? []).isEmpty {
        group.addTask {
          let doors = keys.apply(to: await store.access(to: platform))
          guard let door = doors.first else { return (platform, nil) }
          return (platform, try? await discovery.families(door).get())
        }
      }
      var found: [Platform: [Model]] = [:]
      for await (platform, models) in group { found[platform] = models }
      return found
    }
  }

  /// Looks at once, four times a day, and as soon as a model that was found is gone.
  func run(_ engine: Engine, _ take: @Sendable ([Platform: [Model]]) async -> Void) async {
    guard isWanted else { return }
    var lookedAt: Instant?
    while !Task.isCancelled {
      let now = clock.now()
      let isDue = lookedAt.map { now - $0 >= .hours(6) } ?? true
      let isLost = await engine.state().series.contains {
        $0.last?.status == 404 && $0.id.capability.hasModel
      }
      if isDue || isLost && lookedAt.map({ now - $0 >= .minutes(10) }) ?? true {
        lookedAt = now
        let found = await find()
        if !found.isEmpty { await take(found) }
      }
      do { try await clock.sleep(until: clock.now() + .minutes(1)) } catch { return }
    }
  }
}
