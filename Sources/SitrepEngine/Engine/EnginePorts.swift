package import SitrepCore

/// The world as the engine needs it, built once by whoever starts it.
package struct EnginePorts: Sendable {
  package var clock: any EngineClock
  package var journal: any JournalPort
  package var probes: any ProbePort
  package var feeds: any FeedPort
  package var ownSide: any OwnSidePort
  package var consumers: [any ControlPort]
  package var postmortems: any PostmortemPort
  /// What gateways report from their own thread.
  package var gateway: AsyncStream<EventBody>
  /// Random words for jitter, so that no decision hides its luck.
  package var random: @Sendable () -> UInt64

  package init(
    clock: any EngineClock, journal: any JournalPort, probes: any ProbePort, feeds: any FeedPort,
    ownSide: any OwnSidePort, consumers: [any ControlPort], postmortems: any PostmortemPort,
    gateway: AsyncStream<EventBody>, random: @escaping @Sendable () -> UInt64
  ) {
    self.clock = clock
    self.journal = journal
    self.probes = probes
    self.feeds = feeds
    self.ownSide = ownSide
    self.consumers = consumers
    self.postmortems = postmortems
    self.gateway = gateway
    self.random = random
  }
}

/// Who this engine is, for its first event.
package struct EngineIdentity: Sendable {
  package var version: String
  package var pid: Int
  package var host: String
  /// What is unusual about this start, as a journal that had to be begun anew.
  package var remark: CleanText?

  package init(version: String, pid: Int, host: String, remark: CleanText? = nil) {
    self.version = version
    self.pid = pid
    self.host = host
    self.remark = remark
  }
}
