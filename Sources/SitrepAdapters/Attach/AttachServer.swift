package import SitrepCore
import Synchronization

/// Serves the running engine to dashboards and commands of the same user, over a Unix socket.
///
/// Sockets live on a thread of their own and everything to a viewer is bounded, so no viewer slows the engine.
package final class AttachServer: Sendable {
  /// More connections at once than this are turned away.
  private static let mostConnections = 64

  package let path: String
  private let executor = QueueExecutor(label: "sitrep.attach")
  private let listener: Descriptor
  private let service: any EngineService
  private let welcome: Welcome
  /// Held as long as the socket's file is ours to replace.
  private let lock: JournalLock
  private let census = Mutex(Census())
  /// The number of subscribed viewers whenever it changes; the newest only.
  package let viewerCounts: AsyncStream<Int>
  private let counted: AsyncStream<Int>.Continuation

  private struct Census {
    var connections = 0
    var viewers: [String] = []
  }

  /// Listens at `path` at once, replacing the socket of an engine that died: `lock` proves that it did.
  package init(
    path: String, holding lock: JournalLock, service: any EngineService, version: String, pid: Int
  ) throws(AttachError) {
    self.path = path
    self.lock = lock
    self.service = service
    welcome = Welcome(
      protocol: AttachProtocol.version, foldVersion: State.foldVersion, version: version, pid: pid,
      readOnly: false)
    listener = try UnixSocket.listen(path)
    (viewerCounts, counted) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Names of those who watch now.
  package var viewers: [String] { census.withLock { $0.viewers } }

  /// Takes and serves connections until the task is cancelled; then says goodbye and removes the socket.
  package func run() async {
    let (clients, arrived) = AsyncStream.makeStream(
      of: Descriptor.self, bufferingPolicy: .bufferingOldest(Self.mostConnections))
    let source = EventSource(.reading, listener, on: executor.queue) { [listener] in
      while let client = UnixSocket.accept(listener) { arrived.yield(client) }
    }
    await withDiscardingTaskGroup { group in
      for await client in clients {
        guard let session = admit(client) else { continue }
        group.addTask {
          await session.serve()
          self.leave()
        }
      }
      group.cancelAll()
    }
    withExtendedLifetime(source) {}
    UnixSocket.remove(path)
    counted.finish()
  }

  /// A session for one of our own, when there is room; a stranger is closed without a word.
  private func admit(_ client: Descriptor) -> AttachSession? {
    guard UnixSocket.isOwn(client) else { return nil }
    let isRoom = census.withLock { census in
      guard census.connections < Self.mostConnections else { return false }
      census.connections += 1
      return true
    }
    guard isRoom else { return nil }
    return AttachSession(
      client, on: executor, service: service, welcome: welcome,
      watching: { name, isWatching in self.count(name, isWatching) })
  }

  private func leave() {
    census.withLock { $0.connections -= 1 }
  }

  private func count(_ name: String, _ isWatching: Bool) {
    let viewers = census.withLock { census in
      if isWatching {
        census.viewers.append(name)
      } else if let index = census.viewers.firstIndex(of: name) {
        census.viewers.remove(at: index)
      }
      return census.viewers.count
    }
    counted.yield(viewers)
  }
}
