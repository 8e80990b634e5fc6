import SitrepHTTP
import Testing

@Suite struct TLSTests {
  @Test func `a certificate is believed only when it is vouched for and names the host`() async throws {
    try await TLSListener.serve { port, certificate in
      let loop = try EventLoop(name: "test-tls")
      defer { loop.stop() }
      let request = HTTPRequest(url: "https://localhost:\(port)/")

      let unknown = await failure(try HTTPClient(loop: loop), request)
      #expect(unknown?.code == .tls)
      #expect(unknown?.reason.contains("self-signed certificate") == true)

      let trusting = try HTTPClient(loop: loop, trust: HTTPTrust(environment: ["SSL_CERT_FILE": certificate]))
      let answer = try await trusting.send(request)
      #expect(answer.status == 200 && answer.phases.tls != nil)

      let elsewhere = await failure(trusting, HTTPRequest(url: "https://127.0.0.1:\(port)/"))
      #expect(elsewhere?.code == .tls)
      #expect(elsewhere?.reason.contains("127.0.0.1") == true)
    }
  }

  @Test(arguments: [
    ([:], HTTPTrust.system),
    (["SSL_CERT_FILE": "/a.pem"], HTTPTrust(file: "/a.pem")),
    (["CURL_CA_BUNDLE": "/b.pem", "SSL_CERT_FILE": "/a.pem"], HTTPTrust(file: "/b.pem")),
    (["SSL_CERT_DIR": "/certs", "SSL_CERT_FILE": ""], HTTPTrust(directory: "/certs")),
  ])
  func `the environment may name other certificates`(_ environment: [String: String], _ trust: HTTPTrust) {
    #expect(HTTPTrust(environment: environment) == trust)
  }
}
