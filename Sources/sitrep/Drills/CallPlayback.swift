import SitrepAdapters
import SitrepCore
import SitrepGateway
import SitrepHTTP
import SitrepSimulator

/// One attempt of a call, judged as the gateway judges it: progress of content, end marks, limits in time.
struct CallPlayback {
  typealias Moment = (at: TimeSpan, event: CallEvent)

  let call: IncomingCall
  let platform: Platform
  let attempt: Int
  let settings: GatewaySettings

  func play(_ answer: VendorAnswer) -> [Moment] {
    let patience = call.isStream ? settings.firstContent : settings.wholeAnswer
    switch answer {
    case .reset(let after) where after < patience: return [failed(.reset, at: after)]
    case .reset, .hang: return [failed(.timeoutFirstByte, at: patience)]
    case .reply(let reply):
      guard reply.delay < patience else { return [failed(.timeoutFirstByte, at: patience)] }
      guard (200..<300).contains(reply.status) else { return [refused(reply)] }
      return follow(reply, patience)
    }
  }

  private func follow(_ reply: VendorReply, _ patience: TimeSpan) -> [Moment] {
    guard case .pieces(let pieces, let ending) = reply.body else {
      return [(reply.delay, .completed(attempt: attempt, CallSuccess(firstByte: reply.delay)))]
    }
    var reader = AnswerReader(contentType: reply.head.headers["content-type"])
    var moments: [Moment] = []
    var progress: TimeSpan?
    var isDone = false
    for piece in pieces {
      let deadline = progress.map { $0 + settings.gap } ?? patience
      if piece.at > deadline { return moments + [stalled(progress, reply, at: deadline)] }
      var told: VendorError?
      var output: [UInt8] = []
      let isReadable = reader.take(piece.bytes.span, into: &output) { sign in
        switch sign {
        case .ping: return
        case .opening: if progress != nil { progress = piece.at }
        case .content: progress = piece.at
        case .end: (progress, isDone) = (piece.at, true)
        case .error(let error): told = error
        }
      }
      if progress == piece.at, moments.isEmpty { moments.append((piece.at, .content(attempt: attempt))) }
      if let told {
        var failure = upstream(told, reply).failure
        failure.isTold = true
        return moments + [(piece.at, .failed(attempt: attempt, failure))]
      }
      guard isReadable else { return moments + [ended(.badFrame, reply, at: piece.at)] }
    }
    let last = pieces.last?.at ?? reply.delay
    if isDone || !reader.isStream && ending == .complete {
      return moments + [
        (last, .completed(attempt: attempt, CallSuccess(firstByte: reply.delay, latency: progress)))
      ]
    }
    switch ending {
    case .complete: return moments + [ended(.truncated, reply, at: last)]
    case .cut(let cut): return moments + [failed(.reset, at: cut)]
    case .silence: return moments + [stalled(progress, reply, at: (progress ?? .zero) + settings.gap)]
    }
  }

  // MARK: How it fails

  func failed(_ code: HTTPError.Code, at moment: TimeSpan) -> Moment {
    let error = HTTPError(code: code, operation: "POST", detail: "simulated \(platform.rawValue)")
    let failure = UpstreamFailure(error, status: nil, on: platform).failure
    return (moment, .failed(attempt: attempt, failure))
  }

  private func refused(_ reply: VendorReply) -> Moment {
    let error = VendorError(body: reply.body.bytes, typeHeader: reply.head.headers["x-amzn-errortype"])
    return (reply.delay, .failed(attempt: attempt, upstream(error, reply).failure))
  }

  private func stalled(_ progress: TimeSpan?, _ reply: VendorReply, at moment: TimeSpan) -> Moment {
    ended(progress == nil ? .noFirstContent : .stalled, reply, at: moment)
  }

  private func ended(_ end: AnswerEnd, _ reply: VendorReply, at moment: TimeSpan) -> Moment {
    let evidence = FailureEvidence(status: reply.status, end: end)
    let failure = UpstreamFailure(evidence, on: platform, requestID: requestID(reply)).failure
    return (moment, .failed(attempt: attempt, failure))
  }

  private func upstream(_ error: VendorError, _ reply: VendorReply) -> UpstreamFailure {
    let evidence = FailureEvidence(
      status: reply.status, errorType: error.type, errorCode: error.code, message: error.message?.text)
    return UpstreamFailure(
      evidence, on: platform, requestID: requestID(reply) ?? error.requestID?.text)
  }

  private func requestID(_ reply: VendorReply) -> String? {
    reply.header("request-id") ?? reply.header("x-amzn-requestid")
  }
}
