package import SitrepCore

/// All simulated vendors of one drill: answers are a function of time, request, seed and memory.
package struct VendorWorld: Sendable {
  package let script: DrillScript
  package let seed: UInt64
  /// What the vendors' own clocks show at the drill's start; pages and resets are dated from it.
  package let startedAt: Instant
  /// What the vendors know of their callers.
  package let keys: VendorKeys

  package init(
    script: DrillScript, seed: UInt64? = nil, startedAt: Instant, keys: VendorKeys = .none
  ) {
    self.script = script
    self.seed = seed ?? script.seed
    self.startedAt = startedAt
    self.keys = keys
  }

  /// The answer to a request that arrives `moment` after the drill's start.
  package func answer(
    _ request: VendorRequest, at moment: TimeSpan, memory: inout VendorMemory
  ) -> VendorAnswer {
    if script.isLineDown(at: moment, seed: seed) { return .hang }
    if let fault = script.pageFault(request.service, at: moment) { return fault }
    return switch request.service {
    case .anthropic: serve(request, AnthropicDialect(), at: moment, &memory)
    case .bedrock:
      serve(request, BedrockDialect(keys: keys, now: startedAt + moment), at: moment, &memory)
    case .vertex:
      serve(
        request, VertexDialect(isStrict: keys.google != nil, seed: seed, moment: moment), at: moment, &memory)
    case .openai: serve(request, OpenAIDialect(), at: moment, &memory)
    case .gemini: serve(request, GeminiDialect(), at: moment, &memory)
    case .mistral: serve(request, MistralDialect(), at: moment, &memory)
    case .claudePage: .reply(StatusPage(script: script, startedAt: startedAt).answer(request, at: moment))
    case .webUI: web(request, at: moment, &memory)
    case .googleTokens:
      GoogleTokens(script: script, seed: seed, account: keys.google, now: startedAt + moment)
        .answer(request, at: moment, &memory)
    case .awsFeed, .gcpFeed:
      .reply(CloudFeeds(script: script, startedAt: startedAt).answer(request, at: moment))
    case .neutralOne, .neutralTwo:
      script.isNeutralDown(request.service, at: moment) ? .reset(after: .milliseconds(5)) : .reply(.neutral)
    }
  }

  private func serve(
    _ request: VendorRequest, _ dialect: some Dialect, at moment: TimeSpan, _ memory: inout VendorMemory
  ) -> VendorAnswer {
    let now = startedAt + moment
    let service = request.service.rawValue
    let served = script.platforms[dialect.platform] ?? ServedPlatform(models: [:])
    switch dialect.read(request, served) {
    case .call(let call):
      return answer(call, dialect, served, at: moment, &memory)
    case .notice(let body, let call):
      let stamp = Stamp(seed, service, memory.number(of: service), now: now)
      if let failure = troubled(call, dialect, at: moment, &memory) { return failure }
      return .reply(dialect.notice(body, stamp))
    case .refused(let refusal):
      let stamp = Stamp(seed, service, memory.number(of: service), now: now)
      let isKeyless = ["authorization", "x-api-key", "x-goog-api-key"].allSatisfy {
        request.header($0) == nil
      }
      if isKeyless, let failure = troubled(.notice(dialect.platform, .reach), dialect, at: moment, &memory) {
        return failure
      }
      return .reply(dialect.refusal(refusal, stamp))
    }
  }

  private func answer(
    _ call: Call, _ dialect: some Dialect, _ served: ServedPlatform, at moment: TimeSpan,
    _ memory: inout VendorMemory
  ) -> VendorAnswer {
    let conditions = script.conditions(call.platform, call.model, call.capabilities, at: moment)
    let number = memory.number(of: call.kind)
    var draw = Draw(seed: seed, call.kind, number)
    let isMixed = memory.isMixed(call, conditions.mixed, at: moment)
    let failing = max(conditions.failing, isMixed ? conditions.mixed?.failing ?? 0 : 0)
    let fails = draw.unit() < failing
    let fault = fails ? conditions.faults?.fault(at: draw.unit()) : nil
    let pace = served.models[call.model] ?? Pace.unscripted
    var ticket = Ticket(
      call: call, stamp: Stamp(seed, call.kind, number, now: startedAt + moment),
      times: AnswerTimes(pace, conditions, &draw, pieces: call.pieces.count))
    ticket.call = memory.cache(call, forgets: fault == .cachemiss, at: moment)
    if ticket.call.cacheRead > 0 { ticket.times = ticket.times.scaled(0.7) }
    if let limits = conditions.limits {
      let admission = memory.admit(ticket.call, limits, at: moment)
      ticket.levels = admission.levels
      if let refusal = admission.refusal { return .reply(dialect.limited(refusal, ticket)) }
    }
    return fault.map { failed($0, dialect, ticket) } ?? .reply(success(dialect, ticket))
  }

  func success(_ dialect: some Dialect, _ ticket: Ticket) -> VendorReply {
    guard ticket.call.streams else { return dialect.whole(ticket) }
    var reply = dialect.streamHead(ticket)
    let events = ticket.events(message: dialect.opening(ticket))
    reply.body = .pieces(dialect.frame(events, ticket), ending: .complete)
    return reply
  }
}

extension VendorReply {
  /// What an unrelated host says; that it answers at all is what counts.
  fileprivate static let neutral = VendorReply(
    status: 200, headers: [VendorHeader("content-type", "text/plain")], delay: .milliseconds(8),
    body: .whole(Array("ok\n".utf8)))
}

extension Pace {
  /// For a model that the drill does not describe; never reached for models it serves.
  fileprivate static let unscripted = Pace(
    answer: .milliseconds(1000), firstToken: .milliseconds(500), gap: .milliseconds(40), spread: 0.25)
}
