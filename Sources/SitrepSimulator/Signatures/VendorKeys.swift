/// The keys that simulated vendors know; what each vendor takes without knowing it stands with its dialect.
package struct VendorKeys: Hashable, Sendable {
  /// A pair that signs requests to AWS.
  package struct AWSPair: Hashable, Sendable {
    package var id: String
    package var secret: String
    /// Temporary pairs are good only together with it.
    package var session: String?

    package init(id: String, secret: String, session: String? = nil) {
      self.id = id
      self.secret = secret
      self.session = session
    }
  }

  package var aws: [AWSPair]
  /// Who may ask Google for tokens; while nobody may, Vertex takes any token.
  package var google: GoogleAccount?

  package init(aws: [AWSPair] = [], google: GoogleAccount? = nil) {
    self.aws = aws
    self.google = google
  }

  /// No pair is known, so no signature is taken; bearer keys are.
  package static let none = VendorKeys()

  /// Those of demos and drills, which open nothing but simulated vendors.
  package static let demo = VendorKeys(
    aws: [
      AWSPair(
        id: "ASIASITREPDEMO0000", secret: "demo-secret-of-no-value", session: "demo-session-of-no-value")
    ])
}
