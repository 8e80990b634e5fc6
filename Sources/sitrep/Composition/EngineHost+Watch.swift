import SitrepAdapters
import SitrepCore
import SitrepEngine
import SitrepGateway
import SitrepHTTP

/// What changes around an engine while it runs: credentials, and on SIGHUP everything that is configured.
extension EngineHost {
  private enum News: Sendable {
    case credential(CredentialChange)
    case models([Platform: [Model]])
    case reread
  }

  func keepWatch(
    _ client: HTTPClient, _ store: CredentialStore, _ keys: ProbeKeys, _ pages: StatusPageFetcher,
    _ health: HealthServer?, _ engine: Engine, _ gateway: Gateway?
  ) async {
    let search = ModelSearch(
      blueprint: blueprint, keys: keys, client: client, store: store, clock: context.clock)
    let (news, teller) = AsyncStream.makeStream(of: News.self)
    await withTaskGroup { group in
      group.addTask { await store.run() }
      group.addTask { for await change in store.changes { teller.yield(.credential(change)) } }
      group.addTask {
        await search.run(engine) { teller.yield(.models($0)) }
        // Nothing to look for is no reason to end with what is being kept.
        while !Task.isCancelled { try? await context.clock.sleep(until: context.clock.now() + .hours(1)) }
      }
      if reread != nil {
        group.addTask { for await _ in Signals.watch([.hangUp]) { teller.yield(.reread) } }
      }
      group.addTask {
        var blueprint = blueprint
        for await item in news {
          if case .reread = item, !(await readSecrets(keys, health, gateway)) { continue }
          await take(item, &blueprint, store, pages, engine, gateway)
        }
      }
      await group.next()
      group.cancelAll()
    }
  }

  private func take(
    _ news: News, _ blueprint: inout Blueprint, _ store: CredentialStore, _ pages: StatusPageFetcher,
    _ engine: Engine, _ gateway: Gateway?
  ) async {
    let before = blueprint.settings
    switch news {
    case .credential(let change):
      blueprint.doors.take(change)
      hand(change, to: gateway)
    case .models(let found): blueprint.models.merge(found) { $1 }
    case .reread:
      guard let fresh = readAgain() else { return }
      blueprint = fresh
      for access in fresh.access { gateway?.use(access) }
      for platform in fresh.doors.shut.keys { gateway?.drop(platform) }
      await pages.replace(fresh.pages)
      await store.replace(fixed: fresh.doors.fixed, lookups: fresh.doors.lookups)
    }
    // A renewed token alone is nothing for the journal.
    if blueprint.settings != before { await engine.adopt(blueprint.settings) }
  }

  /// The secrets that no credential source looks after; false, and a line in the log, when one cannot be had.
  private func readSecrets(_ keys: ProbeKeys, _ health: HealthServer?, _ gateway: Gateway?) async -> Bool {
    do {
      guard let fresh = try reread?() else { return false }
      let token = try await fresh.healthToken(context.environment)
      let callers = try await fresh.gateway?.token?.secret(context.environment, for: "gateway.token")
      try await keys.read(fresh.configuration, context.environment)
      health?.demand(token)
      gateway?.demand(callers)
      return true
    } catch {
      context.complain("sitrep: the configuration stays as it was: \(error)")
      return false
    }
  }

  private func hand(_ change: CredentialChange, to gateway: Gateway?) {
    switch change.standing {
    case .ready(let access, _): gateway?.use(access)
    case .shut: gateway?.drop(change.platform)
    }
  }

  /// Nil, and a line in the log, when what stands there now is wrong: the old one stays in force.
  private func readAgain() -> Blueprint? {
    do {
      let fresh = try reread?()
      context.complain("sitrep: read the configuration and its keys again")
      return fresh
    } catch {
      context.complain("sitrep: the configuration stays as it was: \(error)")
      return nil
    }
  }
}
