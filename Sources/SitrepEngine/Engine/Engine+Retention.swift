import SitrepCore

/// What the journal need not keep for ever.
extension Engine {
  /// One portion after each checkpoint, so that nothing waits long for it.
  func prune(at now: Instant) async {
    do { _ = try await ports.journal.prune(.standard, at: now) } catch {
      // Whatever is wrong with the disk is said by the next append; an old row more does no harm.
      return
    }
  }
}
