import SitrepCore

/// A role that is assumed for a while.
package struct AWSRole: Hashable, Sendable {
  package var arn: String
  /// What it is called in the account's log.
  package var session: String
  package var externalID: String?
  /// How long its credentials are to last; the service's own standard if nil.
  package var seconds: Int?

  package init(arn: String, session: String = AWSRole.session) {
    self.arn = arn
    self.session = session
  }

  package static let session = "sitrep"
}

/// With whose credentials a role is assumed.
package enum AWSRoleBasis: Hashable, Sendable {
  case profile(String, AWSProfile.Standing)
  /// The variables `AWS_ACCESS_KEY_ID` and so on.
  case environment
  case container
  case instance
  /// A token that somebody else vouches with, as Kubernetes mounts it; no signature is needed.
  case webIdentity(file: String)

  /// By the word after `credential_source`.
  static func service(_ word: String) -> AWSRoleBasis? {
    switch word {
    case "Environment": .environment
    case "EcsContainer": .container
    case "Ec2InstanceMetadata": .instance
    default: nil
    }
  }
}

/// A sign-in through IAM Identity Center, as its profile names it.
package struct AWSSignIn: Hashable, Sendable {
  package var profile: String
  /// What the file of its token is named after.
  package var cacheName: String
  package var region: String
  package var account: String
  package var role: String
}

/// The role that the environment names together with a token's file, as in a pod.
package struct AWSWebIdentitySource: CredentialSource {
  private let role: AWSRole
  private let file: String
  private let region: String

  /// Nil when the environment does not name both.
  package init?(_ environment: [String: String], region: String) {
    guard let file = environment["AWS_WEB_IDENTITY_TOKEN_FILE"], !file.isEmpty,
      let arn = environment["AWS_ROLE_ARN"], !arn.isEmpty
    else { return nil }
    let session = environment["AWS_ROLE_SESSION_NAME"] ?? ""
    role = AWSRole(arn: arn, session: session.isEmpty ? AWSRole.session : session)
    self.file = file
    self.region = region
  }

  package func fetch(_ tools: CredentialTools) async -> CredentialAnswer {
    await AWSTokenService(tools, region: region).assume(role, withTokenIn: file)
  }
}
