import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTestKit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A real certificate that ends soon` {
  @Test(
    arguments: [(2, CertificateWatch.Level.pressing), (12, .warning), (90, nil)]
      as [(Int, CertificateWatch.Level?)])
  func `its end is read from the handshake, and judged`(days: Int, level: CertificateWatch.Level?)
    async throws
  {
    let directory = try SitrepTestKit.TemporaryDirectory()
    async let server = Command.run(
      "/usr/bin/env", ["python3", "-c", Self.script, directory.path, "\(days)"],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    let port = try await Eventually.gives("the TLS server's port") { Int(directory.read("port")) }
    let loop = try EventLoop(name: "test-certificate")
    defer { loop.stop() }
    let client = try HTTPClient(
      loop: loop, trust: HTTPTrust(environment: ["SSL_CERT_FILE": directory.file("certificate.pem")]))
    let access = PlatformAccess(
      platform: .anthropic, baseURL: "https://localhost:\(port)", credential: .none)
    let series = SeriesID(platform: .anthropic, region: "", capability: .reach, model: Model(""))
    let seen = await PlatformProber(client: client, access: [access], now: StandingClock().now)
      .probe(series, purpose: .scheduled)
    _ = try await server
    let ends = try #require(seen.certificateEnds, "\(seen)")
    // What the certificate's own maker says, so that no clock of this test is asked.
    let told = directory.read("enddate").split(separator: "=").last.map { $0.filter { $0 != "\n" } } ?? ""
    #expect(CertificateTime.parse(String(told)) == ends)
    let made = ends - TimeSpan.hours(24 * Int64(days))
    #expect(CertificateWatch(series, ends: ends, at: made)?.level == level)
    #expect(seen.outcome == .ok)
  }

  private static let script = """
    import os, socket, ssl, subprocess, sys
    os.chdir(sys.argv[1])
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes", "-days", sys.argv[2], "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", "key.pem", "-out", "certificate.pem"], check=True, capture_output=True)
    end = subprocess.run(["openssl", "x509", "-noout", "-enddate", "-in", "certificate.pem"], check=True,
        capture_output=True).stdout
    open("enddate", "wb").write(end)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("certificate.pem", "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    open("port.new", "w").write(str(listener.getsockname()[1]))
    os.rename("port.new", "port")
    raw, _ = listener.accept()
    connection = context.wrap_socket(raw, server_side=True)
    connection.recv(4096)
    body = b'{"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"}}'
    head = "HTTP/1.1 401 No\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n"
    connection.sendall((head % len(body)).encode() + body)
    connection.close()
    """
}
