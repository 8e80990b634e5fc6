import SitrepAdapters
import SitrepCore
import SitrepSimulator

/// The service account that opens simulated Vertex AI in a demo, made for this run alone.
struct DemoAccount {
  /// What the vendors are to know of it.
  let keys: VendorKeys
  private let account: GoogleAccount
  private let pair: RSAPair

  init() throws {
    guard let pair = RSAPair() else {
      throw CommandError("libcrypto made no key for the demo's service account")
    }
    self.pair = pair
    account = GoogleAccount(key: pair.publicKey)
    var keys = VendorKeys.demo
    keys.google = account
    self.keys = keys
  }

  static func path(in directory: Paths) -> String { "\(directory.state)/vertex-account.json" }

  func write(to directory: Paths, _ endpoints: VendorEndpoints) throws {
    let bytes = account.file(pair, tokenURL: endpoints.googleTokens)
    try SafeFile.write(bytes, to: DemoAccount.path(in: directory))
  }
}
