package import SitrepCore
package import SitrepHTTP

/// Numbers that bound and judge a probe.
package struct ProbeLimits: Hashable, Sendable {
  package var connect: TimeSpan
  /// Until the answer's header; the plan's own timeout bounds the whole.
  package var firstByte: TimeSpan
  package var slowAfter: TimeSpan
  package var stall: StallLimits
  /// How long after its end mark a stream may take to close.
  package var close: TimeSpan

  /// The interactive scenario of facts/users-system.md "Timeouts".
  package static let interactive = ProbeLimits()

  package init(
    connect: TimeSpan = .seconds(5), firstByte: TimeSpan = .seconds(30), slowAfter: TimeSpan = .seconds(10),
    stall: StallLimits = StallLimits(), close: TimeSpan = .seconds(1)
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.slowAfter = slowAfter
    self.stall = stall
    self.close = close
  }
}

/// Sends probes over HTTP.
///
/// Never throws: every failure is an observation. A probe whose task is cancelled comes back with the
/// error type `cancelled`, which says nothing about anybody and is to be dropped.
package struct PlatformProber: ProbePort {
  private let client: HTTPClient
  private let access: @Sendable (Platform) async -> [PlatformAccess]
  private let limits: ProbeLimits
  private let page: ProbeWebPage
  private let keys = ProbeKeys()
  private let now: @Sendable () -> Instant
  private let heard: @Sendable (SeriesID, HTTPResponseHead) -> Void

  package init(
    client: HTTPClient, access: [PlatformAccess], limits: ProbeLimits = .interactive,
    page: ProbeWebPage = .claude, now: @escaping @Sendable () -> Instant
  ) {
    self.init(
      client: client, limits: limits, page: page, now: now,
      access: { platform in access.filter { $0.platform == platform } })
  }

  /// `access` is asked before every probe, so that each goes out with the newest credential; `heard` gets the
  /// head of every answer as it came.
  package init(
    client: HTTPClient, limits: ProbeLimits = .interactive, page: ProbeWebPage = .claude,
    now: @escaping @Sendable () -> Instant,
    heard: @escaping @Sendable (SeriesID, HTTPResponseHead) -> Void = { _, _ in },
    access: @escaping @Sendable (Platform) async -> [PlatformAccess]
  ) {
    self.client = client
    self.access = access
    self.limits = limits
    self.page = page
    self.now = now
    self.heard = heard
  }

  package func probe(_ plan: ProbePlan, purpose: ProbePurpose) async -> Observation {
    await probe(plan.series, purpose: purpose, timeout: plan.timeout)
  }

  /// Sends one probe of a series; `timeout` bounds a whole answer, and a stream until its first content.
  package func probe(
    _ series: SeriesID, purpose: ProbePurpose, timeout: TimeSpan = .seconds(30)
  ) async -> Observation {
    let place = await self.access(for: series)
    let startedAt = now()
    let key = place.flatMap { keys.choose(for: series, of: $0, at: startedAt) }
    let observation = await probe(series, purpose, timeout, through: place?.using(key), at: startedAt)
    if let key { keys.keep(observation, key, at: now()) }
    return observation
  }

  private func probe(
    _ series: SeriesID, _ purpose: ProbePurpose, _ timeout: TimeSpan, through door: PlatformAccess?,
    at startedAt: Instant
  ) async -> Observation {
    var context = ProbeContext(
      series: series, purpose: purpose, startedAt: startedAt, key: door?.credential.fingerprint,
      slowAfter: limits.slowAfter)
    context.secrets = door?.credential.secrets ?? []
    let reading = ProbeReading(context)
    if series.capability == .webUI {
      return await load(page.request(timeouts(timeout, isStream: false)), reading)
    }
    guard let door else { return reading.unsent("no access to \(series.platform.rawValue) is configured") }
    do throws(ProbeShapeError) {
      let request = try ProbeRequestShape.request(
        for: series, access: door, timeouts: timeouts(timeout, isStream: series.capability == .streaming),
        now: startedAt)
      switch series.capability {
      case .streaming: return await stream(request, reading)
      case .promptCaching: return await twice(request, reading)
      case .reach: return await reach(request, reading)
      default: return await send(request, reading)
      }
    } catch {
      return reading.unsent(error.description)
    }
  }

  /// The region's own access before any other of the platform.
  private func access(for series: SeriesID) async -> PlatformAccess? {
    let candidates = await access(series.platform)
    return candidates.first { $0.region == series.region } ?? candidates.first
  }

  private func timeouts(_ timeout: TimeSpan, isStream: Bool) -> HTTPTimeouts {
    // A stream's own clock is that of its progress; this one only ends what drips on for ever.
    let total = isStream ? timeout + limits.stall.firstContent + limits.stall.between : timeout
    return HTTPTimeouts(
      connect: min(limits.connect, timeout).duration, firstByte: min(limits.firstByte, timeout).duration,
      total: total.duration)
  }

  // MARK: Whole answers

  private func send(_ request: HTTPRequest, _ reading: ProbeReading) async -> Observation {
    await answer(request, reading) { response in
      reading.answered(response.head, body: response.body, phases: Phases(response.phases), now: now())
    }
  }

  private func answer(
    _ request: HTTPRequest, _ reading: ProbeReading, _ read: (HTTPResponse) -> Observation
  ) async -> Observation {
    do throws(HTTPError) {
      let response = try await client.send(request)
      heard(reading.context.series, response.head)
      return read(response)
    } catch {
      return reading.failed(error, phases: Phases(error.phases), now: now())
    }
  }

  /// Writes to the prompt cache, then reads what was written.
  private func twice(_ request: HTTPRequest, _ reading: ProbeReading) async -> Observation {
    let first = await send(request, reading)
    guard !first.outcome.isFailure else { return first }
    return reading.cached(first, await send(request, reading))
  }

  private func reach(_ request: HTTPRequest, _ reading: ProbeReading) async -> Observation {
    var request = request
    request.notesCertificate = true
    return await answer(request, reading) { response in
      var seen = reading.reached(
        response.head, body: response.body, phases: Phases(response.phases), now: now())
      seen.certificateEnds = response.completion.certificateEnds.flatMap(CertificateTime.parse)
      return seen
    }
  }

  private func load(_ request: HTTPRequest, _ reading: ProbeReading) async -> Observation {
    await answer(request, reading) { response in
      reading.loaded(
        response.head, body: response.body, page: page, phases: Phases(response.phases), now: now())
    }
  }

  // MARK: Streams

  private func stream(_ request: HTTPRequest, _ reading: ProbeReading) async -> Observation {
    let start = ContinuousClock.now
    do throws(HTTPError) {
      let stream = try await client.open(request)
      heard(reading.context.series, stream.head)
      let firstByte = TimeSpan(ContinuousClock.now - start)
      guard reading.isStream(stream.head) else {
        return await whole(stream, reading, firstByte: firstByte, since: start)
      }
      return await follow(stream, reading, firstByte: firstByte, since: start)
    } catch {
      return reading.failed(error, phases: Phases(error.phases), now: now())
    }
  }

  /// An answer that is no stream: an error body, or a page where an API should be.
  private func whole(
    _ stream: HTTPStream, _ reading: ProbeReading, firstByte: TimeSpan, since start: ContinuousClock.Instant
  ) async -> Observation {
    var body: [UInt8] = []
    do throws(HTTPError) {
      while let bytes = try await stream.next() { body += bytes }
    } catch {
      // The status alone already says what failed; a cut body only has less to quote.
    }
    let phases = phases(stream, firstByte, start)
    return reading.answeredWithoutStream(stream.head, body: body, phases: phases, now: now())
  }

  private func follow(
    _ stream: HTTPStream, _ reading: ProbeReading, firstByte: TimeSpan, since start: ContinuousClock.Instant
  ) async -> Observation {
    var decoder = StreamDecoder(for: reading.context.series.platform)
    var doneAt: TimeSpan?
    while true {
      let deadline = doneAt.map { $0 + limits.close } ?? decoder.reading.deadline(limits.stall)
      let piece = await stream.next(within: deadline - TimeSpan(ContinuousClock.now - start))
      let end: AnswerEnd
      switch piece {
      case .bytes(let piece):
        let elapsed = TimeSpan(piece.arrivedAt - start)
        decoder.take(piece.bytes, at: elapsed)
        if decoder.reading.isDone { doneAt = doneAt ?? elapsed }
        guard decoder.isBroken || decoder.reading.error != nil else { continue }
        end = decoder.isBroken ? .badFrame : .complete
      case .end: end = decoder.reading.end
      case .overdue: end = doneAt == nil ? decoder.reading.stall : .complete
      case .failed(let error):
        guard doneAt == nil else {
          end = .complete
          break
        }
        var phases = Phases(error.phases)
        phases.firstByte = phases.firstByte ?? firstByte
        return reading.failed(error, head: stream.head, reading: decoder.reading, phases: phases, now: now())
      }
      let phases = phases(stream, firstByte, start)
      return reading.streamed(stream.head, decoder.reading, end: end, phases: phases, now: now())
    }
  }

  /// curl's measures once the transfer has ended; before that what we saw ourselves.
  private func phases(
    _ stream: HTTPStream, _ firstByte: TimeSpan, _ start: ContinuousClock.Instant
  ) -> Phases {
    var phases = stream.completion.map { Phases($0.phases) } ?? Phases()
    phases.firstByte = phases.firstByte ?? firstByte
    phases.total = phases.total ?? TimeSpan(ContinuousClock.now - start)
    return phases
  }
}

extension HTTPStream {
  /// What the wait for the next bytes came to.
  fileprivate enum Piece: Sendable {
    case bytes(HTTPPiece)
    case end
    case failed(HTTPError)
    case overdue
  }

  /// Waits for bytes, but no longer than this; a wait that is over ends the transfer.
  fileprivate func next(within span: TimeSpan) async -> Piece {
    await withTaskGroup(of: Piece?.self) { group in
      group.addTask {
        do throws(HTTPError) {
          return try await self.nextPiece().map(Piece.bytes) ?? .end
        } catch {
          return .failed(error)
        }
      }
      group.addTask {
        // Cut short, it is no verdict: the other child says why.
        (try? await Task.sleep(for: max(span, .zero).duration)).map { .overdue }
      }
      var first: Piece?
      while first == nil, let result = await group.next() { first = result }
      group.cancelAll()
      return first ?? .overdue
    }
  }
}
