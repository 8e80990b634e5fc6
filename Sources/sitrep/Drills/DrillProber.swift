import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// Sends probes as `PlatformProber` does and reads answers with the same parsers, on a clock that is told.
struct DrillProber: Sendable {
  let access: [PlatformAccess]
  let page: ProbeWebPage
  let limits = ProbeLimits.interactive

  /// What one probe came to, and when it was over.
  func probe(
    _ plan: ProbePlan, purpose: ProbePurpose, at now: Instant, _ vendors: inout DrillVendors
  ) -> (observation: Observation, endedAt: Instant) {
    let series = plan.series
    let candidates = access.filter { $0.platform == series.platform }
    let door = candidates.first { $0.region == series.region } ?? candidates.first
    let reading = ProbeReading(
      ProbeContext(
        series: series, purpose: purpose, startedAt: now, key: door?.credential.fingerprint,
        slowAfter: limits.slowAfter))
    var playback = Playback(
      reading: reading, limits: limits, timeout: plan.timeout, startedAt: now, page: page)
    if series.capability == .webUI {
      return play(HTTPRequest(url: page.url), playback, &vendors)
    }
    guard let door else {
      return (reading.unsent("no access to \(series.platform.rawValue) is configured"), now)
    }
    do throws(ProbeShapeError) {
      let request = try ProbeRequestShape.request(
        for: series, access: door, timeouts: HTTPTimeouts(), now: now)
      let first = play(request, playback, &vendors)
      guard series.capability == .promptCaching, !first.observation.outcome.isFailure else { return first }
      playback.startedAt = first.endedAt
      let second = play(request, playback, &vendors)
      return (reading.cached(first.observation, second.observation), second.endedAt)
    } catch {
      return (reading.unsent(error.description), now)
    }
  }
}

extension DrillProber {
  private func play(
    _ request: HTTPRequest, _ playback: Playback, _ vendors: inout DrillVendors
  ) -> Playback.Result {
    switch vendors.send(request, at: playback.startedAt) {
    case .unresolved: playback.failed(.resolve, at: .milliseconds(20))
    case .answered(let answer): playback.play(answer)
    }
  }

  /// What becomes of a probe whose connection did not outlive a suspension.
  func interrupted(_ plan: ProbePlan, _ observation: Observation, at now: Instant) -> Observation {
    let reading = ProbeReading(
      ProbeContext(
        series: plan.series, purpose: observation.purpose, startedAt: observation.startedAt,
        key: observation.key, slowAfter: limits.slowAfter))
    let playback = Playback(
      reading: reading, limits: limits, timeout: plan.timeout, startedAt: observation.startedAt,
      page: page)
    return playback.failed(.reset, at: now - observation.startedAt).observation
  }
}

/// One answer, as a patient but bounded caller gets it.
private struct Playback {
  typealias Result = (observation: Observation, endedAt: Instant)

  let reading: ProbeReading
  let limits: ProbeLimits
  let timeout: TimeSpan
  var startedAt: Instant
  let page: ProbeWebPage

  private var isStream: Bool { reading.context.series.capability == .streaming }
  private var firstByteLimit: TimeSpan { min(limits.firstByte, timeout) }

  func play(_ answer: VendorAnswer) -> Result {
    switch answer {
    case .reset(let after) where after < firstByteLimit: return failed(.reset, at: after)
    case .reset, .hang: return failed(.timeoutFirstByte, at: firstByteLimit)
    case .reply(let reply):
      guard reply.delay < firstByteLimit else { return failed(.timeoutFirstByte, at: firstByteLimit) }
      if isStream, reading.isStream(reply.head) { return follow(reply) }
      return whole(reply)
    }
  }

  private func whole(_ reply: VendorReply) -> Result {
    switch reply.body {
    case .whole(let bytes):
      let phases = Phases(firstByte: reply.delay, total: reply.delay)
      let end = startedAt + reply.delay
      return (read(reply.head, bytes, phases, at: end), end)
    case .pieces(_, .cut(let cut)) where cut < timeout: return failed(.reset, at: cut)
    case .pieces(let pieces, .complete) where (pieces.last?.at ?? reply.delay) < timeout:
      let total = pieces.last?.at ?? reply.delay
      let phases = Phases(firstByte: reply.delay, total: total)
      return (read(reply.head, reply.body.bytes, phases, at: startedAt + total), startedAt + total)
    case .pieces: return failed(.timeoutTotal, at: timeout)
    }
  }

  private func read(
    _ head: HTTPResponseHead, _ body: [UInt8], _ phases: Phases, at end: Instant
  ) -> Observation {
    switch reading.context.series.capability {
    case .streaming: reading.answeredWithoutStream(head, body: body, phases: phases, now: end)
    case .reach: reading.reached(head, body: body, phases: phases, now: end)
    case .webUI: reading.loaded(head, body: body, page: page, phases: phases, now: end)
    default: reading.answered(head, body: body, phases: phases, now: end)
    }
  }

  /// A stream: content progress decides, as in the real prober.
  private func follow(_ reply: VendorReply) -> Result {
    guard case .pieces(let pieces, let ending) = reply.body else { return whole(reply) }
    var decoder = StreamDecoder(for: reading.context.series.platform)
    for piece in pieces {
      let deadline = decoder.reading.deadline(limits.stall)
      if piece.at > deadline { return ended(reply, decoder, decoder.reading.stall, at: deadline) }
      decoder.take(piece.bytes, at: piece.at)
      if decoder.isBroken { return ended(reply, decoder, .badFrame, at: piece.at) }
      if decoder.reading.error != nil { return ended(reply, decoder, .complete, at: piece.at) }
    }
    let last = pieces.last?.at ?? reply.delay
    if decoder.reading.isDone { return ended(reply, decoder, .complete, at: last) }
    let deadline = decoder.reading.deadline(limits.stall)
    switch ending {
    case .complete: return ended(reply, decoder, decoder.reading.end, at: last)
    case .cut(let cut) where cut <= deadline:
      return failed(.reset, at: cut, head: reply.head, reading: decoder.reading, firstByte: reply.delay)
    case .cut, .silence: return ended(reply, decoder, decoder.reading.stall, at: deadline)
    }
  }

  private func ended(
    _ reply: VendorReply, _ decoder: StreamDecoder, _ end: AnswerEnd, at moment: TimeSpan
  ) -> Result {
    let phases = Phases(firstByte: reply.delay, total: moment)
    return (
      reading.streamed(reply.head, decoder.reading, end: end, phases: phases, now: startedAt + moment),
      startedAt + moment
    )
  }

  func failed(
    _ code: HTTPError.Code, at moment: TimeSpan, head: HTTPResponseHead? = nil,
    reading stream: StreamReading? = nil, firstByte: TimeSpan? = nil
  ) -> Result {
    let error = HTTPError(
      code: code, operation: "POST", detail: "simulated \(reading.context.series.platform.rawValue)")
    return (
      reading.failed(
        error, head: head, reading: stream, phases: Phases(firstByte: firstByte, total: moment),
        now: startedAt + moment), startedAt + moment
    )
  }
}
