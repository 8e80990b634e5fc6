/// Whose certificates are believed: the system's, unless the environment names others.
package struct HTTPTrust: Hashable, Sendable {
  /// A file of certificates in PEM; nil for the system's.
  package var file: String?
  /// A directory of certificates, named by their hashes; nil for the system's.
  package var directory: String?

  package static let system = HTTPTrust()

  package init(file: String? = nil, directory: String? = nil) {
    self.file = file
    self.directory = directory
  }

  /// What curl's and OpenSSL's own variables name, as people behind a TLS-inspecting proxy set them.
  package init(environment: [String: String]) {
    func named(_ names: String...) -> String? {
      names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    }
    file = named("CURL_CA_BUNDLE", "SSL_CERT_FILE")
    directory = named("SSL_CERT_DIR")
  }
}
