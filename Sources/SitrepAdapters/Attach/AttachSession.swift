import Dispatch
import SitrepCore

/// One connection to the engine, from its hello to its end.
struct AttachSession: Sendable {
  /// Requests that may wait while one is carried out.
  private static let mostWaiting = 64
  /// Events in one frame of history.
  private static let slice: Int64 = 1_000

  private let channel: FrameChannel
  private let messages: AsyncStream<[UInt8]>
  private let service: any EngineService
  private let welcome: Welcome
  private let watching: @Sendable (String, Bool) -> Void
  private let codec = AttachCodec()

  init(
    _ client: Descriptor, on executor: QueueExecutor, service: any EngineService, welcome: Welcome,
    watching: @escaping @Sendable (String, Bool) -> Void
  ) {
    self.service = service
    self.welcome = welcome
    self.watching = watching
    let (messages, arrived) = AsyncStream.makeStream(
      of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    self.messages = messages
    channel = FrameChannel(client, on: executor, longest: Frame.longestFromClient) { arrival in
      guard case .message(let payload) = arrival, case .enqueued = arrived.yield(payload) else {
        return arrived.finish()
      }
    }
  }

  func serve() async {
    await channel.start(patience: .seconds(5))
    var iterator = messages.makeAsyncIterator()
    if let first = await iterator.next(), let hello = await greet(first) {
      await converse(hello, &iterator)
    }
    await channel.finish()
  }

  /// Answers the hello, or says why not.
  private func greet(_ payload: [UInt8]) async -> Hello? {
    guard case .hello(let hello)? = try? codec.decode(ClientMessage.self, payload) else {
      await say(.goodbye("this is sitrep's attach socket; the first message must be a hello"))
      return nil
    }
    if let refusal = refusal(of: hello) {
      await say(.goodbye(refusal))
      return nil
    }
    var welcome = welcome
    welcome.readOnly = hello.readOnly
    await say(.welcome(welcome))
    return hello
  }

  private func refusal(of hello: Hello) -> String? {
    let versions = "the engine is sitrep \(welcome.version), this is sitrep \(hello.version)"
    if hello.protocol != welcome.protocol {
      return "\(versions), and they speak different protocols; run sitrep stop, then sitrep"
    }
    guard let theirs = hello.foldVersion, theirs != welcome.foldVersion else { return nil }
    return "\(versions), which reads another form of state; run sitrep stop, then sitrep"
  }

  /// Carries out what is asked, in its order, until either side leaves.
  private func converse(_ hello: Hello, _ iterator: inout AsyncStream<[UInt8]>.Iterator) async {
    await withDiscardingTaskGroup { group in
      var isWatching = false
      while let payload = await iterator.next() {
        guard let message = try? codec.decode(ClientMessage.self, payload) else {
          await say(.goodbye("a message could not be understood"))
          break
        }
        guard case .subscribe = message else {
          await answer(message, readOnly: hello.readOnly)
          continue
        }
        if isWatching {
          if await channel.fallBehind(at: 0) { group.addTask { await catchUp() } }
        } else {
          isWatching = true
          watching(CleanText(hello.name, limit: 32).text, true)
          group.addTask { await feed() }
        }
      }
      if isWatching { watching(CleanText(hello.name, limit: 32).text, false) }
      await leave()
      group.cancelAll()
    }
  }

  /// Ends with a word, which tells a viewer that the engine did not crash; one that has left misses nothing.
  private func leave() async {
    await say(.goodbye("the engine has stopped"))
    await channel.finish()
  }

  private func answer(_ message: ClientMessage, readOnly: Bool) async {
    switch message {
    case .hello, .subscribe: break
    case .perform(let id, let request):
      let reply =
        readOnly
        ? .refused(Refusal("this connection is read-only; attach without --read-only to act"))
        : await service.perform(request)
      await say(.reply(id: id, reply: reply))
    case .state(let id): await say(.state(id: id, state: await service.state()))
    case .events(let id, let first, let last): await sendHistory(id, from: first, to: last)
    case .stop(let id, let reason):
      guard !readOnly else {
        return await say(.failed(id: id, reason: "a read-only connection cannot stop the engine"))
      }
      await service.stop(reason: CleanText(reason).text)
      await say(.done(id: id))
    case .ping(let id): await say(.done(id: id))
    }
  }

  private func say(_ message: ServerMessage) async {
    do throws(AttachError) {
      await channel.send(try codec.encode(message))
    } catch {
      await channel.close(error)
    }
  }

  /// Sends a range of events in slices, each when the one before it is mostly read.
  private func sendHistory(_ id: Int, from first: Int64, to last: Int64) async {
    let newest = min(last, await service.state().sequence)
    var next = max(1, first)
    do {
      repeat {
        let end = min(newest, next + Self.slice - 1)
        let events = next <= end ? try await service.events(from: next, to: end) : []
        next = end + 1
        guard await channel.drained() else { return }
        await say(.history(id: id, events: events, more: next <= newest))
      } while next <= newest
    } catch {
      await say(.failed(id: id, reason: "\(error)"))
    }
  }

  // MARK: Updates

  /// Passes on what the engine publishes until it stops; a viewer that is behind is caught up apart.
  private func feed() async {
    await withDiscardingTaskGroup { group in
      for await update in await service.subscribe() {
        let (message, sequence) = Self.message(of: update)
        guard let payload = try? codec.encode(message) else { break }
        if case .fellBehind = await channel.offer(payload, upTo: sequence) {
          group.addTask { await catchUp() }
        }
      }
      group.cancelAll()
    }
    await leave()
  }

  private static func message(of update: EngineUpdate) -> (ServerMessage, Int64) {
    switch update {
    case .checkpoint(let state): (.checkpoint(state), state.sequence)
    case .events(let events): (.events(events), events.last?.sequence ?? 0)
    case .trouble(let reason): (.trouble(reason), 0)
    }
  }

  /// Once the viewer has read what was on its way: the newest state, and what it does not hold yet.
  private func catchUp() async {
    while await channel.drained(), !Task.isCancelled {
      let state = await service.state()
      let missed = await channel.newestMissed
      do {
        var payloads = [try codec.encode(ServerMessage.checkpoint(state))]
        if missed > state.sequence {
          let tail = try await service.events(from: state.sequence + 1, to: missed)
          payloads.append(try codec.encode(ServerMessage.events(tail)))
        }
        if await channel.catchUp(payloads, covering: max(missed, state.sequence)) { return }
      } catch {
        return await channel.close(AttachError(.gone, "catching up failed: \(error)"))
      }
    }
  }
}
