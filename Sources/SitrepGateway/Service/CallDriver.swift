import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// Carries out what the flow of one call decides: requests, answers, and who hears of it.
///
/// Loop thread only. It lives as long as its exchange or one of its attempts does.
final class CallDriver {
  private let core: GatewayCore
  private let exchange: Exchange
  private let call: IncomingCall
  private var flow: CallFlow
  private var attempts: [UpstreamAttempt] = []
  private var isAnsweredWhole = false

  init(core: GatewayCore, exchange: Exchange, call: IncomingCall, candidates: [BreakerTarget]) {
    self.core = core
    self.exchange = exchange
    self.call = call
    flow = CallFlow(candidates: candidates, isEvidence: call.kind == .messages)
  }

  func begin() {
    take(.accepted)
    exchange.onClientGone { [self] in take(.callerLeft) }
  }

  func take(_ event: CallEvent) {
    let actions = flow.take(event, at: core.now(), guards: &core.guards)
    core.tellTransitions()
    for action in actions { perform(action) }
  }

  /// Passes bytes on; false when the caller reads too slowly for more.
  func write(_ bytes: Span<UInt8>) -> Bool { exchange.write(bytes) }

  private func perform(_ action: CallAction) {
    switch action {
    case .send(let target, let number, let key): send(to: target, number: number, key: key)
    case .release(let number): release(attempts[number])
    case .finish: if !isAnsweredWhole { exchange.end() }
    case .answerFailure(let number): answerFailure(of: attempts[number])
    case .answerKeyFailure(let number, let failure): answerKeyFailure(of: attempts[number], failure)
    case .refuse(let refusal): exchange.answer(.refused(refusal), headers: headers(for: nil))
    case .breakOff: breakOff()
    case .cancelUpstream(let number): attempts[number].cancel()
    case .note(let note): core.note(note)
    }
  }

  // MARK: Upstream

  private func send(to target: BreakerTarget, number: Int, key: Int?) {
    guard let access = core.access[target.platform]?.using(key) else { return }
    let attempt = UpstreamAttempt(
      driver: self, core: core, call: call, number: number, access: access, target)
    attempts.append(attempt)
    exchange.onDrain { attempt.resume() }
    do {
      let request = try UpstreamRequest.make(call, for: access, model: target.model, at: core.now())
      attempt.start(request)
    } catch {
      attempt.failUnsent("\(error)")
    }
  }

  // MARK: Answers

  private func release(_ attempt: UpstreamAttempt) {
    let held = attempt.flow()
    let headers = attempt.answerHeaders(adding: headers(for: attempt.target))
    if attempt.isComplete, !attempt.isStream {
      isAnsweredWhole = true
      return exchange.respond(status: attempt.status, headers: headers, body: held)
    }
    exchange.begin(status: attempt.status, headers: headers, length: attempt.announcedLength)
    if !exchange.write(held) { attempt.pause() }
  }

  /// The platform's own words where it has any that the caller understands, ours where not.
  private func answerFailure(of attempt: UpstreamAttempt) {
    let own = headers(for: attempt.target)
    if attempt.hasToldInStream {
      exchange.begin(status: attempt.status, headers: attempt.answerHeaders(adding: own))
      exchange.write(attempt.masked(attempt.flow()))
      return exchange.end()
    }
    if let body = attempt.readableErrorBody {
      return exchange.respond(
        status: attempt.status, headers: attempt.answerHeaders(adding: own), body: body)
    }
    guard let failure = attempt.failure else { return exchange.abort() }
    var headers = own
    if let wait = attempt.retryAfter { headers["retry-after"] = wait }
    if let id = failure.answer.requestID { headers["request-id"] = id }
    exchange.answer(failure.answer, headers: headers)
  }

  /// What became of our keys, in our words: the platform's own may hold the key, and are not about the caller's.
  private func answerKeyFailure(of attempt: UpstreamAttempt, _ failure: CallFailure) {
    let error = CallerError.keyFailure(
      failure, on: attempt.target, key: attempt.fingerprint,
      limitedUntil: core.guards.keys.limitedUntil(attempt.target, at: core.now()), at: core.now())
    exchange.answer(error, headers: headers(for: attempt.target))
  }

  /// Ends a stream between two events with an error event, and cuts anything else.
  private func breakOff() {
    guard let attempt = attempts.last, attempt.isStream, attempt.isAtBoundary, let failure = attempt.failure
    else { return exchange.abort() }
    exchange.write(Array(failure.answer.event.utf8))
    exchange.end()
  }

  private func headers(for target: BreakerTarget?) -> HTTPHeaders {
    var headers: HTTPHeaders = ["x-sitrep-generation": String(core.table.generation)]
    if let target { headers["x-sitrep-platform"] = target.platform.rawValue }
    return headers
  }
}
