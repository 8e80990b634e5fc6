import SitrepCore

extension VendorWorld {
  /// Faults of the transport are the same everywhere; the others the platform words itself.
  func failed(_ fault: Fault, _ dialect: some Dialect, _ ticket: Ticket) -> VendorAnswer {
    switch fault {
    case .reset: .reset(after: ticket.times.answer * 0.25)
    case .hang: .hang
    case .cut: .reply(cut(dialect, ticket))
    case .stall, .pinging:
      ticket.call.streams ? .reply(stalled(dialect, ticket, pings: fault == .pinging)) : .hang
    case .midstream:
      .reply(ticket.call.streams ? broken(dialect, ticket) : dialect.failure(.server, ticket))
    case .badtool, .blind, .cachemiss, .wrong: .reply(success(dialect, ticket.spoiled(by: fault)))
    case .html: .reply(.page(ticket))
    case .octets: .reply(.octets(ticket, seed: seed))
    case .torn: .reply(success(dialect, ticket).torn)
    case .crumbs: .reply(success(dialect, ticket.manyBytes).crumbled(ticket))
    case .drip: .reply(success(dialect, ticket).dripping)
    case .badChecksum:
      .reply(
        ticket.call.streams ? success(dialect, ticket).miscounted : dialect.failure(.server, ticket))
    default: .reply(dialect.failure(fault, ticket))
    }
  }

  /// The failure that a drill wants of a request that asks no model; nil when it wants none.
  func troubled(
    _ call: Call, _ dialect: some Dialect, at moment: TimeSpan, _ memory: inout VendorMemory
  ) -> VendorAnswer? {
    let conditions = script.conditions(call.platform, call.model, call.capabilities, at: moment)
    guard conditions.failing > 0 else { return nil }
    let number = memory.number(of: call.kind)
    var draw = Draw(seed: seed, call.kind, number)
    guard draw.unit() < conditions.failing, let fault = conditions.faults?.fault(at: draw.unit()) else {
      return nil
    }
    let ticket = Ticket(
      call: call, stamp: Stamp(seed, call.kind, number, now: startedAt + moment),
      times: AnswerTimes(.notice, conditions, &draw, pieces: 1))
    return failed(fault, dialect, ticket)
  }

  private func cut(_ dialect: some Dialect, _ ticket: Ticket) -> VendorReply {
    var reply = success(dialect, ticket)
    switch reply.body {
    case .whole(let bytes):
      let half = VendorPiece(at: reply.delay, bytes: Array(bytes.prefix(bytes.count / 2)))
      reply.body = .pieces([half], ending: .cut(after: reply.delay + .milliseconds(20)))
    case .pieces(let pieces, _):
      let kept = Array(pieces.prefix(max(1, pieces.count / 2)))
      reply.body = .pieces(kept, ending: .cut(after: (kept.last?.at ?? reply.delay) + .milliseconds(20)))
    }
    return reply
  }

  /// A stream that falls silent after at most two contents.
  ///
  /// Pings go on for ten minutes.
  private func stalled(_ dialect: some Dialect, _ ticket: Ticket, pings: Bool) -> VendorReply {
    var reply = dialect.streamHead(ticket)
    var events = start(dialect, ticket)
    let last = events.last?.at ?? reply.delay
    if pings {
      events += (1...120).map {
        StreamEvent(at: last + .milliseconds(Int64($0) * 5000), type: "ping", json: ["type": "ping"])
      }
    }
    reply.body = .pieces(dialect.frame(events, ticket), ending: .silence)
    return reply
  }

  private func broken(_ dialect: some Dialect, _ ticket: Ticket) -> VendorReply {
    var reply = dialect.streamHead(ticket)
    let events = start(dialect, ticket)
    let error = dialect.streamError(at: (events.last?.at ?? reply.delay) + .milliseconds(50), ticket)
    reply.body = .pieces(dialect.frame(events, ticket) + [error], ending: .complete)
    return reply
  }

  /// The events up to the second content, never the closing ones.
  private func start(_ dialect: some Dialect, _ ticket: Ticket) -> [StreamEvent] {
    var contents = 0
    return Array(
      ticket.events(message: dialect.opening(ticket)).prefix { event in
        contents += event.isContent ? 1 : 0
        return contents <= 2 && event.type != "content_block_stop"
      })
  }
}
