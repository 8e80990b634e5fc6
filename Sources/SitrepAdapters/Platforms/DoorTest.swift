package import SitrepCore
package import SitrepHTTP

/// Tries a credential by a request that is empty on purpose: whoever refuses the content has taken the key.
///
/// It costs nothing, for no model is run.
package struct DoorTest: Sendable {
  package struct Finding: Hashable, Sendable {
    package enum Standing: String, Hashable, Sendable {
      case works
      case fails
      /// The answer says nothing of the key.
      case unknown
    }

    package var standing: Standing
    package var why: CleanText
    /// What to do; empty when nothing is to be done.
    package var advice: CleanText

    package init(_ standing: Standing, why: CleanText, advice: CleanText = "") {
      self.standing = standing
      self.why = why
      self.advice = advice
    }
  }

  private let client: HTTPClient
  private let timeouts: HTTPTimeouts
  private let now: @Sendable () -> Instant

  package init(
    client: HTTPClient,
    timeouts: HTTPTimeouts = HTTPTimeouts(connect: .seconds(4), firstByte: .seconds(8), total: .seconds(9)),
    now: @escaping @Sendable () -> Instant
  ) {
    self.client = client
    self.timeouts = timeouts
    self.now = now
  }

  /// Asks for an answer of `model` without saying what to answer.
  package func run(_ access: PlatformAccess, _ model: Model) async -> Finding {
    do throws(ProbeShapeError) {
      return await ask(try request(access, model), access)
    } catch {
      return Finding(.fails, why: CleanText(error.description))
    }
  }

  private func request(_ access: PlatformAccess, _ model: Model) throws(ProbeShapeError) -> HTTPRequest {
    var bare = access
    bare.credential = .none
    var request = try ProbeRequestShape.request(
      for: SeriesID(
        platform: access.platform, region: access.region, capability: .messages, model: model),
      access: bare, timeouts: timeouts, now: now())
    request.body = Array("{}".utf8)
    try ProbeRequestShape.authorize(&request, access, now())
    return request
  }

  private func ask(_ request: HTTPRequest, _ access: PlatformAccess) async -> Finding {
    do throws(HTTPError) {
      let response = try await client.send(request)
      let type = response.headers["x-amzn-errortype"]
      return DoorTest.judge(
        status: response.status, VendorError(body: response.body, typeHeader: type), access)
    } catch {
      let rule = error.transportFailure.flatMap { FailureTable.classify(FailureEvidence(transport: $0)) }
      return Finding(.unknown, why: CleanText(error.description), advice: CleanText(rule?.fix ?? ""))
    }
  }

  private static func judge(status: Int, _ error: VendorError, _ access: PlatformAccess) -> Finding {
    let said = error.message.map { ": \(KeyMask.masked($0.text, known: access.credential.secrets))" } ?? ""
    let why = CleanText("HTTP \(status)\(said)", limit: 160)
    let rule = FailureTable.classify(
      FailureEvidence(
        status: status, errorType: error.type, errorCode: error.code, message: error.message?.text))
    switch rule?.failure {
    case nil: return Finding(.works, why: "HTTP \(status)")
    case .request where status != 404: return Finding(.works, why: "the key was taken (HTTP \(status))")
    case .request, .auth: return Finding(.fails, why: why, advice: CleanText(rule?.fix ?? ""))
    case .quota: return Finding(.works, why: why, advice: CleanText(rule?.fix ?? ""))
    default: return Finding(.unknown, why: why, advice: CleanText(rule?.fix ?? ""))
    }
  }
}
