import FoundationEssentials
import SitrepAdapters
import SitrepCore
import Testing

@Suite struct `References to keys` {
  /// A file of this test's own, with this mode.
  private func file(_ text: String, mode: Int) throws -> String {
    let path = NSTemporaryPath.unique
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  private func outcome(_ source: KeySource, _ environment: [String: String] = [:]) async -> String {
    do throws(Refusal) {
      return try await source.secret(environment).reveal()
    } catch {
      return "refused: \(error)"
    }
  }

  @Test func `a variable, a private file and a program give a key`() async throws {
    let path = try file("  sk-from-file\nsecond line\n", mode: 0o600)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(await outcome(.environment("KEY"), ["KEY": "sk-from-variable"]) == "sk-from-variable")
    #expect(await outcome(.file(path)) == "sk-from-file")
    #expect(await outcome(.command("/bin/echo 'sk from' program")) == "sk")
    #expect(await outcome(.command("/bin/sh -c 'echo $KEY'"), ["KEY": "sk-seen"]) == "sk-seen")
  }

  @Test(arguments: [0o644, 0o640, 0o620, 0o666])
  func `a file of ours that others may open is not used, and says what to do`(mode: Int) async throws {
    let path = try file("sk-secret", mode: mode)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let said = await outcome(.file(path))
    #expect(said.contains("open to others: chmod 600 \(path)"), "\(said)")
    #expect(!said.contains("sk-secret"))
  }

  @Test func `what gives no key says why, and never the key`() async throws {
    let empty = try file(" \n", mode: 0o600)
    defer { try? FileManager.default.removeItem(atPath: empty) }
    #expect(await outcome(.environment("KEY")).contains("the environment has no KEY"))
    #expect(await outcome(.file(empty)).contains("is empty"))
    #expect(await outcome(.file("/nowhere/at/all")).contains("No such file"))
    #expect(await outcome(.command("/nowhere/program x")).contains("there is no program of that name"))
    #expect(
      await outcome(.command("/bin/sh -c 'echo oh no >&2; exit 3'")).contains("ended with status 3: oh no"))
    #expect(await outcome(.command("/bin/true")).contains("wrote no key"))
    #expect("\(KeySource.command("/usr/bin/vault read -field=key secret/x"))" == "command:/usr/bin/vault …")
  }
}

private enum NSTemporaryPath {
  static var unique: String {
    FileManager.default.temporaryDirectory.path + "/sitrep-key-\(UInt64.random(in: 0 ... .max))"
  }
}
