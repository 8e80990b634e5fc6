import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator
import Testing

@Suite("Signatures as simulated Bedrock checks them", .timeLimit(.minutes(1)))
struct SimulatedSignatureTests {
  private static let now = Instant(seconds: 1_795_200_302)
  private static let lasting = VendorKeys.AWSPair(id: "AKIALASTING", secret: "another secret/of+no value")
  private static let keys = VendorKeys(aws: VendorKeys.demo.aws + [lasting])

  private static func signed(_ id: String, _ secret: String, _ session: String? = nil) -> Credential {
    .awsKeys(access: id, secret: Secret(secret), session: session.map { Secret($0) })
  }

  private func probe(_ credential: Credential, late: TimeSpan = .zero, model: Model = VendorBench.model(nil))
    async throws -> Observation
  {
    var script = VendorBench.script([.bedrock])
    script.platforms[.bedrock]?.models[model] = VendorBench.pace
    var seen: Observation?
    try await VendorBench.with(script, keys: Self.keys, at: Self.now) { bench in
      seen = await bench.probe(.bedrock, .messages, model: model, credential: credential, late: late)
    }
    return try #require(seen)
  }

  @Test("A right signature opens, with a session token and without one")
  func right() async throws {
    #expect(try await probe(VendorBench.credential(.bedrock)).outcome == .ok)
    #expect(try await probe(Self.signed(Self.lasting.id, Self.lasting.secret)).outcome == .ok)
  }

  @Test(
    "Paths are encoded twice, so colons, dots and ARNs are signed right",
    arguments: [
      "anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-opus-4-5-20251101-v1:0",
      "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
    ])
  func models(name: String) async throws {
    #expect(try await probe(VendorBench.credential(.bedrock), model: Model(name)).outcome == .ok)
  }

  @Test(
    "What is wrong with a key is told as AWS tells it",
    arguments: [
      ("AKIALASTING", "a wrong secret", nil, "InvalidSignatureException", "request signature we calculated"),
      ("AKIANOBODY", "any", nil, "UnrecognizedClientException", "security token included in the request"),
      ("ASIASITREPDEMO0000", "demo-secret-of-no-value", nil, "UnrecognizedClientException", "is invalid"),
      ("ASIASITREPDEMO0000", "demo-secret-of-no-value", "stale", "UnrecognizedClientException", "is invalid"),
      ("AKIALASTING", "another secret/of+no value", "x", "UnrecognizedClientException", "is invalid"),
    ] as [(String, String, String?, String, String)])
  func wrong(id: String, secret: String, session: String?, type: String, text: String) async throws {
    let seen = try await probe(Self.signed(id, secret, session))
    #expect(seen.outcome == .failed(.auth))
    #expect(seen.status == 403)
    #expect(seen.errorType?.text == type)
    #expect(seen.message?.text.contains(text) == true)
  }

  @Test("Five minutes of skew are too many, either way", arguments: [-6, -4, 0, 4, 6])
  func skew(minutes: Int64) async throws {
    let seen = try await probe(VendorBench.credential(.bedrock), late: .minutes(minutes))
    guard [-6, 6].contains(minutes) else {
      #expect(seen.outcome == .ok)
      return
    }
    #expect(seen.outcome == .failed(.auth))
    #expect(seen.errorType?.text == "InvalidSignatureException")
    let words = minutes > 0 ? "Signature expired: " : "Signature not yet current: "
    #expect(seen.message?.text.hasPrefix(words) == true)
  }

  // MARK: On the wire

  private func request() throws -> HTTPRequest {
    let access = PlatformAccess(
      platform: .bedrock, baseURL: VendorEndpoints.nominal.base(of: .bedrock), region: VendorBench.region,
      credential: VendorBench.credential(.bedrock))
    return try ProbeRequestShape.request(
      for: SeriesID(
        platform: .bedrock, region: VendorBench.region, capability: .messages, model: VendorBench.model(nil)),
      access: access, timeouts: HTTPTimeouts(), now: Self.now)
  }

  private func answer(_ request: VendorRequest, keys: VendorKeys = keys) throws -> VendorReply {
    let world = VendorWorld(script: VendorBench.script([.bedrock]), startedAt: Self.now, keys: keys)
    var memory = VendorMemory()
    return try #require(world.answer(request, at: .zero, memory: &memory).reply)
  }

  @Test("What was changed on the way is found out")
  func tampered() throws {
    let good = try received(try request())
    #expect(try answer(good).status == 200)
    var body = good
    body.body[body.body.count - 2] ^= 1
    var path = good
    path.path = path.path.replacing("/invoke", with: "/invoke-with-response-stream")
    var header = good
    header.headers = header.headers.map {
      $0.name.lowercased() == "content-type" ? VendorHeader($0.name, "text/plain") : $0
    }
    var host = good
    host.headers[0] = VendorHeader("host", "elsewhere:1")
    let sentence = String(decoding: try Payload.bytes("bedrock-error-403-signature.json"), as: UTF8.self)
    for request in [body, path, header, host] {
      let reply = try answer(request)
      #expect(reply.status == 403)
      #expect(reply.header("x-amzn-errortype")?.hasPrefix("InvalidSignatureException:") == true)
      let message = try #require(JSON(reading: reply.body.bytes)?["message"]?.text)
      #expect(sentence.contains(message))
    }
  }

  @Test("A signature for another service, region or day is refused for that reason")
  func scope() throws {
    let good = try received(try request())
    for (part, other, words) in [
      ("/bedrock/", "/s3/", "correct service"), ("/us-east-1/", "/eu-west-1/", "valid region"),
      ("/20261120/", "/20261119/", "does not match YYYYMMDD"),
    ] {
      var changed = good
      changed.headers = changed.headers.map { header in
        VendorHeader(header.name, header.value.replacing(part, with: other))
      }
      let reply = try answer(changed)
      #expect(reply.status == 403)
      #expect(String(decoding: reply.body.bytes, as: UTF8.self).contains(words))
    }
  }

  @Test("A session token that is not signed is no proof, and half a signature is incomplete")
  func unsigned() throws {
    var bare = try received(try request())
    bare.headers = bare.headers.map { header in
      VendorHeader(header.name, header.value.replacing(";x-amz-security-token", with: ""))
    }
    #expect(String(decoding: try answer(bare).body.bytes, as: UTF8.self).contains("must be a 'SignedHeader'"))
    var undated = try received(try request())
    undated.headers.removeAll { $0.name.lowercased() == "x-amz-date" }
    #expect(try answer(undated).header("x-amzn-errortype")?.hasPrefix("IncompleteSignature") == true)
  }

  @Test("The check agrees with every published vector, and with none that is off by a digit")
  func vectors() throws {
    let document = try #require(LooseJSON(try Payload.bytes("sigv4-bedrock-vectors.json")))
    var checked = 0
    for vector in try #require(document["cases"]).items {
      let input = try #require(vector["input"])
      func field(_ name: String) throws -> String { try #require(input[name]?.text) }
      guard try field("service") == "bedrock", try !field("path_on_the_wire").contains("/converse") else {
        continue
      }
      let pair = VendorKeys.AWSPair(
        id: try field("access_key_id"), secret: try field("secret_access_key"),
        session: input["session_token"]?.text)
      let authorization = try #require(vector["expected"]?["authorization"]?.text)
      var headers = (input["headers"]?.fields ?? [:]).compactMapValues(\.text)
      headers["host"] = try field("host")
      headers["x-amz-date"] = try #require(vector["expected"]?["x_amz_date"]?.text)
      headers["x-amz-security-token"] = pair.session
      let moment = try #require(Timestamp.parseRFC3339(try field("timestamp")))
      var script = VendorBench.script([.bedrock])
      script.platforms[.bedrock]?.region = ""
      let world = VendorWorld(script: script, startedAt: moment, keys: VendorKeys(aws: [pair]))
      func status(_ authorization: String) throws -> Int? {
        var memory = VendorMemory()
        let request = VendorRequest(
          service: .bedrock, method: try field("method"),
          path: try field("path_on_the_wire") + (try field("query").isEmpty ? "" : "?\(field("query"))"),
          headers: headers.map { VendorHeader($0.key, $0.value) }
            + [VendorHeader("authorization", authorization)],
          body: Array(try field("body_utf8").utf8))
        return world.answer(request, at: .zero, memory: &memory).reply?.status
      }
      #expect(try status(authorization) != 403, "\(authorization)")
      let last = authorization.last == "0" ? "1" : "0"
      #expect(try status(authorization.dropLast() + last) == 403)
      checked += 1
    }
    #expect(checked == 7)
  }
}
