import SitrepAdapters
import SitrepCore
import SitrepTestKit
import Testing

@Suite("Where credentials are looked for")
struct DiscoveryTests {
  private func home(_ files: [String: String]) throws -> SitrepTestKit.TemporaryDirectory {
    let home = try SitrepTestKit.TemporaryDirectory()
    for directory in [".aws", ".config/gcloud"] { try SafeFile.makeDirectory(home.file(directory)) }
    for (name, text) in files { try home.write(text, to: name) }
    return home
  }

  private func aws(
    _ environment: [String: String] = [:], files: [String: String] = [:], isWanted: Bool = false
  ) throws -> Discovery {
    let home = try home(files)
    return withExtendedLifetime(home) {
      AWSDiscovery(environment, home: home.path, isWanted: isWanted).find()
    }
  }

  private func google(
    _ environment: [String: String] = [:], files: [String: String] = [:]
  ) throws -> Discovery {
    let home = try home(files)
    return withExtendedLifetime(home) {
      GoogleDiscovery(environment, home: home.path, isWanted: false).find()
    }
  }

  @Test("A profile's keys open Bedrock at once and are looked at again")
  func profile() throws {
    let found = try aws(files: [
      ".aws/credentials": "[default]\naws_access_key_id=AK\naws_secret_access_key=S\n",
      ".aws/config": "[default]\nregion=eu-central-1\n",
    ])
    let lookup = try #require(found.lookup)
    #expect(lookup.access.region == "eu-central-1")
    #expect(lookup.access.baseURL == "https://bedrock-runtime.eu-central-1.amazonaws.com")
    #expect(lookup.known?.credential == .awsKeys(access: "AK", secret: Secret("S"), session: nil))
    #expect(lookup.known?.recheck == .minutes(1))
  }

  @Test("The region comes from the option, the variables, the profile, the standard, in this order")
  func region() throws {
    let home = try home([".aws/config": "[profile w]\nregion=r3\n"])
    func region(_ environment: [String: String], _ explicit: String? = nil) -> String {
      AWSDiscovery(environment, home: home.path, isWanted: true).region(explicit)
    }
    #expect(region(["AWS_PROFILE": "w", "AWS_REGION": "r1", "AWS_DEFAULT_REGION": "r2"], "r0") == "r0")
    #expect(region(["AWS_PROFILE": "w", "AWS_REGION": "r1", "AWS_DEFAULT_REGION": "r2"]) == "r1")
    #expect(region(["AWS_PROFILE": "w", "AWS_DEFAULT_REGION": "r2"]) == "r2")
    #expect(region(["AWS_PROFILE": "w"]) == "r3")
    #expect(region([:]) == "us-east-1")
  }

  @Test("Without a hint no program is run and no service of the machine is asked")
  func hints() throws {
    #expect(try aws().isShut)
    let program = [".aws/config": "[default]\ncredential_process = /bin/t\n"]
    #expect(try aws(files: program).reason?.contains("set AWS_PROFILE to allow it") == true)
    #expect(try aws(["AWS_PROFILE": "default"], files: program).lookup != nil)
    #expect(try aws(files: program, isWanted: true).lookup != nil)
    for hint in ["AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"] {
      #expect(try aws([hint: "default"]).lookup != nil)
    }
    #expect(try aws(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]).lookup != nil)
    #expect(try aws(["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/"]).isShut)
    let irsa = ["AWS_WEB_IDENTITY_TOKEN_FILE": "/x", "AWS_ROLE_ARN": "arn:x", "AWS_REGION": "r"]
    guard case .lookup(let pod) = try aws(irsa) else {
      Issue.record("a pod's role is not looked for")
      return
    }
    #expect(pod.source is AWSWebIdentitySource)
    #expect(try aws(["AWS_ACCESS_KEY_ID": "AK"]).reason?.contains("AWS_SECRET_ACCESS_KEY") == true)
  }

  @Test("Vertex AI wants a project and a region before anything is asked")
  func vertex() throws {
    #expect(try google().reason?.contains("ANTHROPIC_VERTEX_PROJECT_ID and CLOUD_ML_REGION") == true)
    let both = ["ANTHROPIC_VERTEX_PROJECT_ID": "p", "CLOUD_ML_REGION": "global"]
    #expect(try google(["ANTHROPIC_VERTEX_PROJECT_ID": "p"]).reason == "no region: set CLOUD_ML_REGION")
    #expect(try google(both).lookup?.source is CredentialChain)
    let user = #"{"type":"authorized_user","client_id":"i","client_secret":"s","refresh_token":"t"}"#
    let adc = ".config/gcloud/application_default_credentials.json"
    let source = try google(both, files: [adc: user]).lookup?.source as? GoogleFileSource
    #expect(source?.path.hasSuffix(adc) == true)
    let named = try google(
      both.merging(["GOOGLE_APPLICATION_CREDENTIALS": "/no/such"]) { $1 }, files: [adc: user])
    #expect((named.lookup?.source as? GoogleFileSource)?.path == "/no/such")
    let account = """
      {"type":"service_account","client_email":"e","private_key":"k","project_id":"of-file"}
      """
    let ofFile = try google(["CLOUD_ML_REGION": "us"], files: [adc: account])
    #expect(ofFile.lookup?.access.project == "of-file")
    let token = try google(both.merging(["GOOGLE_OAUTH_ACCESS_TOKEN": "ya29.x"]) { $1 }, files: [adc: user])
    guard case .open(let access) = token else {
      Issue.record("the token was not taken")
      return
    }
    #expect(access.credential == .bearer(Secret("ya29.x")))
  }
}

extension Discovery {
  fileprivate var lookup: CredentialLookup? {
    if case .lookup(let lookup) = self { return lookup }
    return nil
  }

  fileprivate var reason: String? {
    if case .shut(let reason) = self { return reason.text }
    return nil
  }

  fileprivate var isShut: Bool { reason != nil }
}
