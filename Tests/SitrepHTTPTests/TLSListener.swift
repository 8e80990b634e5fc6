import SitrepTestKit

/// A server behind TLS, with a certificate for `localhost` that only its own file vouches for.
enum TLSListener {
  /// Answers three connections; `body` gets the port and the certificate's file.
  static func serve(_ body: (Int, String) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    let file = directory.path + "/certificate.pem"
    try directory.write(identity, to: "certificate.pem")
    async let server = Command.run(
      "/usr/bin/env", ["python3", "-c", script, directory.path],
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
    let port = try await Eventually.gives("the TLS server's port") {
      Int(directory.read("port"))
    }
    try await body(port, file)
    _ = try await server
  }

  private static let script = """
    import os, socket, ssl, sys
    os.chdir(sys.argv[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("certificate.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(20)
    open("port.new", "w").write(str(listener.getsockname()[1]))
    os.rename("port.new", "port")
    for _ in range(3):
        try:
            raw, _ = listener.accept()
            connection = context.wrap_socket(raw, server_side=True)
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok")
            connection.close()
        except OSError:
            pass
    """

  /// Made for this test, trusted by nobody, valid for a century.
  private static let identity = """
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIBcYnZStAMqPIfUOpgbLdLY5sHmJY4WXlUenVoujmO5soAoGCCqGSM49
    AwEHoUQDQgAEf3cwSmp5qewMNxScKtoewSBp9Q/U0URdBok0dxqp0dKCXmwh+NlW
    ngh7aI9wYdpLtaTKe0Qu3FAp7IwR6bUxQw==
    -----END EC PRIVATE KEY-----
    -----BEGIN CERTIFICATE-----
    MIIBYTCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
    c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
    CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABH93MEpqeansDDcU
    nCraHsEgafUP1NFEXQaJNHcaqdHSgl5sIfjZVp4Ie2iPcGHaS7WkyntELtxQKeyM
    Eem1MUOjSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/
    MB0GA1UdDgQWBBRt9HbVkhbmu7e4KJZOHeHxgSt7YTAKBggqhkjOPQQDAgNIADBF
    AiEAp/ILhK+F/NabFnYAmiR0LL+6p0LfDBfRfLnZkUdBwRkCID4iWdFwagi0hq7M
    yHIwkB4VI9kBSXJ/UMbKTPkeTxWh
    -----END CERTIFICATE-----

    """
}
