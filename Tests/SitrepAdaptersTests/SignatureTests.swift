import SitrepAdapters
import SitrepCore
import Testing

@Suite("AWS signatures")
struct SignatureTests {
  @Test("The signer agrees with every published vector")
  func vectors() throws {
    let document = try #require(LooseJSON(try Payload.bytes("sigv4-bedrock-vectors.json")))
    let cases = try #require(document["cases"]).items
    #expect(cases.count == 9)
    for vector in cases {
      let input = try #require(vector["input"])
      let expected = try #require(vector["expected"])
      func field(_ name: String) throws -> String { try #require(input[name]?.text) }
      let signer = SignatureV4(
        access: try field("access_key_id"), secret: Secret(try field("secret_access_key")),
        session: input["session_token"]?.text.map { Secret($0) }, region: try field("region"),
        service: try field("service"))
      let moment = try #require(Timestamp.parseRFC3339(try field("timestamp")))
      let signed = signer.sign(
        SignatureV4.Input(
          method: try field("method"), host: try field("host"), path: try field("path_on_the_wire"),
          query: try field("query"), headers: (input["headers"]?.fields ?? [:]).compactMapValues(\.text),
          body: Array(try field("body_utf8").utf8)), at: moment)
      #expect(signed.canonicalRequest == expected["canonical_request"]?.text)
      #expect(signed.stringToSign == expected["string_to_sign"]?.text)
      #expect(signed.signature == expected["signature"]?.text)
      #expect(signed.authorization == expected["authorization"]?.text)
      #expect(signed.headers["x-amz-date"] == expected["x_amz_date"]?.text)
    }
  }

  @Test("Header values are trimmed and inner blanks collapsed before signing")
  func collapses() {
    let signer = SignatureV4(access: "A", secret: Secret("S"), session: nil, region: "us-east-1")
    func signature(_ value: String) -> String {
      signer.sign(
        SignatureV4.Input(host: "h", path: "/", headers: ["X-Note": value], body: []), at: Instant(seconds: 0)
      ).signature
    }
    #expect(signature("a b") == signature("  a   b "))
    #expect(signature("a b") != signature("ab"))
  }
}
