import SitrepTestKit
import Testing

/// Credentials that are found by themselves, by the real program in a home of its own.
@Suite(.timeLimit(.minutes(5))) struct CredentialTests {
  private static let config = """
    platforms:
      bedrock: {base_url: "http://127.0.0.1:1", region: us-east-1}
    feeds: []
    controls: []
    probes: [{platform: bedrock, model: m}]

    """
  /// Nothing but what the test puts there is asked.
  private static let alone = ["AWS_EC2_METADATA_DISABLED": "true"]

  private func check(_ profile: String) async throws -> String {
    let home = try Home()
    let file = try home.directory.write(Self.config, to: "sitrep.yaml")
    let aws = try home.directory.write(profile, to: "aws")
    let outcome = try await home.run(
      "check", "--config", file, with: Self.alone.merging(["AWS_CONFIG_FILE": aws]) { $1 })
    return outcome.output + outcome.errors
  }

  @Test func `a profile's program gives the keys that a probe is sent with`() async throws {
    let said = try await check(
      """
      [default]
      credential_process = /bin/echo '{"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"never-seen"}'
      """)
    #expect(said.contains("bedrock us-east-1 m messages"))
    #expect(!said.contains("not probed"))
    #expect(said.contains("network"))
    #expect(!said.contains("never-seen"))
  }

  @Test func `a profile that cannot be used says what to do`() async throws {
    let said = try await check("[default]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = y\n")
    #expect(said.contains("not probed: no credentials: profile y is in neither file of ~/.aws"))
  }

  @Test func `an engine looks for credentials while it runs and probes once they are there`() async throws {
    let home = try Home()
    let file = try home.directory.write(Self.config, to: "sitrep.yaml")
    let gate = home.directory.file("signed-in")
    let answer = #"{"Version":1,"AccessKeyId":"AKIDEXAMPLE","SecretAccessKey":"never-seen"}"#
    let aws = try home.directory.write(
      """
      [default]
      credential_process = /bin/sh -c 'until test -e \(gate); do sleep 0.05; done; cat \(home.directory.file("keys"))'
      """, to: "aws")
    try home.directory.write(answer, to: "keys")
    let engine = try home.open(
      "serve", "--config", file, with: Self.alone.merging(["AWS_CONFIG_FILE": aws]) { $1 })
    try await Eventually.holds("the engine's search") {
      try await home.run("status").output.contains("not probed: looking for credentials")
    }
    try home.directory.write("", to: "signed-in")
    try await Eventually.holds("a probe") {
      let said = try await home.run("status").output
      return said.contains("bedrock us-east-1 m messages") && !said.contains("not probed")
    }
    _ = try await home.answer("stop")
    withExtendedLifetime(engine) {}
  }
}
