import SitrepAdapters
import SitrepCore
import Testing

@Suite("Shared files of the AWS tools")
struct INIFileTests {
  @Test(
    "Every way of writing a setting is read",
    arguments: [
      ("[default]\naws_access_key_id=AK\n", "AK"), ("[default]\n  aws_access_key_id = AK\n", "AK"),
      ("[ default ]\r\nAWS_ACCESS_KEY_ID =\tAK \r\n", "AK"),
      ("[default] ; mine\naws_access_key_id=AK # old", "AK"),
      ("# head\n; head\n\n[default]\n#aws_access_key_id=NO\naws_access_key_id=AK\n", "AK"),
      ("[default]\naws_access_key_id=NO\naws_access_key_id=AK\n", "AK"),
      ("[default]\nregion=x\n[other]\naws_access_key_id=NO\n[default]\naws_access_key_id=AK", "AK"),
      ("[default]\naws_access_key_id=a+b/c=d#e;f\n", "a+b/c=d#e;f"),
      ("aws_access_key_id=NO\n[default]\n", nil),
      ("[default\naws_access_key_id=NO\n", nil), ("[default]\naws_access_key_id\n", nil), ("", nil),
      ("[default]\ns3 =\n  aws_access_key_id = NO\n", nil), ("[default]\n= NO\n", nil),
    ] as [(String, String?)])
  func settings(text: String, value: String?) {
    #expect(INIFile(text)[section: "default"]?["aws_access_key_id"] == value)
  }

  @Test(
    "A command line is split as a shell would, and run by none",
    arguments: [
      ("/bin/tool get", ["/bin/tool", "get"]),
      (#""/opt/my tool" 'a b' c\ d"#, ["/opt/my tool", "a b", "c d"]),
      (#"t "a\"b\\c\d" '\n' ''"#, ["t", #"a"b\c\d"#, #"\n"#, ""]),
      ("t $HOME `x` | y; z", ["t", "$HOME", "`x`", "|", "y;", "z"]),
      ("t 'open", nil), (#"t "open"#, nil), (#"t \"#, nil), ("   ", nil), (#"t a"b"'c'd"#, ["t", "abcd"]),
    ] as [(String, [String]?)])
  func words(line: String, words: [String]?) {
    #expect(CommandWords.split(line) == words)
  }

  private func profile(
    _ name: String = "default", isNamed: Bool = false, credentials: String = "", config: String = ""
  ) -> AWSProfile {
    AWSProfile(
      name: name, isNamed: isNamed, credentials: INIFile(credentials), config: INIFile(config))
  }

  private func reason(_ profile: AWSProfile) -> String {
    AWSProfileSource.answer(profile)?.reason ?? "command"
  }

  @Test("Keys come from the credentials file before the config file, the region the other way about")
  func profiles() {
    let both = profile(
      "work", credentials: "[work]\naws_access_key_id=AK1\naws_secret_access_key=S1\nregion=eu-west-3",
      config: "[profile work]\naws_access_key_id=AK2\naws_secret_access_key=S2\nregion=eu-west-1")
    #expect(both.standing == .keys(.awsKeys(access: "AK1", secret: Secret("S1"), session: nil)))
    #expect(both.region == "eu-west-1")
    let config = profile(
      "work",
      config: "[profile work]\naws_access_key_id=AK\naws_secret_access_key=S\naws_session_token=T")
    #expect(config.standing == .keys(.awsKeys(access: "AK", secret: Secret("S"), session: Secret("T"))))
    #expect(profile(config: "[default]\nregion=us-west-2").region == "us-west-2")
    #expect(profile("work", config: "[work]\nregion=us-west-2").region == nil)
    let command = profile(config: "[profile default]\ncredential_process = /bin/t 'a b'\n[default]\nregion=x")
    #expect(command.standing == .command(["/bin/t", "a b"]))
  }

  @Test("What a profile cannot give is said with what to do instead")
  func refusals() {
    let login = profile("prod", config: "[profile prod]\nlogin_session=arn:aws:signin:us-east-1:1:session")
    #expect(reason(login).hasPrefix("failed: profile prod uses a login session, which sitrep does not do"))
    #expect(reason(login).hasSuffix("credential_process = aws configure export-credentials --profile prod"))
    let signIn = profile(config: "[default]\nsso_session=x\nsso_account_id=1")
    #expect(reason(signIn).contains("lacks one of sso_start_url"))
    #expect(reason(profile("x", isNamed: true)) == "failed: profile x is in neither file of ~/.aws")
    #expect(reason(profile()) == "absent: profile default is in neither file of ~/.aws")
    #expect(reason(profile(config: "[default]\nregion=x")) == "absent: profile default has no credentials")
    #expect(
      reason(profile(credentials: "[default]\naws_access_key_id=AK"))
        == "failed: profile default has no aws_secret_access_key")
    let torn = reason(
      profile(credentials: "[default]\naws_access_key_id=AK\naws_secret_access_key=top secret"))
    #expect(torn.contains("hold blanks") && !torn.contains("top"))
    #expect(reason(profile(config: "[default]\ncredential_process=t 'a")).contains("a quote left open"))
  }
}
