import Glibc
import SitrepAdapters
import SitrepCore
import Testing

private let fresh = "# T\n<!-- sitrep:begin a -->\nnew\n<!-- sitrep:end a -->\n"
private let old = "# Mine\n<!-- sitrep:begin a -->\nold\n<!-- sitrep:end a -->\nwords\n"
private let merged = "# Mine\n<!-- sitrep:begin a -->\nnew\n<!-- sitrep:end a -->\nwords\n"

private func rights(_ path: String) -> mode_t {
  var info = stat()
  return unsafe stat(path, &info) == 0 ? info.st_mode & 0o777 : 0
}

/// Files that are not simply there: links, rights, pipes, sizes, and editors that have them open.
@Suite struct PostmortemPlaceTests {
  private let directory = TemporaryDirectory()

  private func read(_ path: String) throws -> String {
    String(decoding: try SafeFile.read(path, limit: 1 << 20), as: UTF8.self)
  }

  private func file() -> PostmortemFile { PostmortemFile(directory: directory.path) }

  @Test func `a link is followed and stays one, and rights stay as they are`() async throws {
    let (target, link) = (directory.file("wiki.md"), directory.file("INC-1.md"))
    try SafeFile.write(Array(old.utf8), to: target, mode: 0o644)
    #expect(unsafe symlink("wiki.md", link) == 0)
    try await file().write(fresh, to: link)
    #expect(try read(target) == merged)
    #expect(rights(target) == 0o644)
    var info = stat()
    #expect(unsafe lstat(link, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `a write-protected file is left alone`() async throws {
    let path = directory.file("INC-1.md")
    try SafeFile.write(Array(old.utf8), to: path, mode: 0o444)
    await #expect(throws: PostmortemFileError(path, .writeProtected)) {
      try await file().write(fresh, to: path)
    }
    #expect(try read(path) == old)
  }

  @Test func `a pipe or a directory is refused without waiting for it`() async throws {
    let path = directory.file("INC-1.md")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    await #expect(throws: PostmortemFileError(path, .noFile)) { try await file().write(fresh, to: path) }
    await #expect(throws: PostmortemFileError(directory.path, .noFile)) {
      try await file().write(fresh, to: directory.path)
    }
  }

  @Test func `a half-written document is named with its line and kept`() async throws {
    let path = directory.file("INC-1.md")
    let half = "# Mine\r\n<!-- sitrep:begin a -->\r\nold\r\n"
    try SafeFile.write(Array(half.utf8), to: path)
    await #expect(
      throws: PostmortemFileError(path, .markers(PostmortemMergeError(.unclosed, line: 2, name: "a")))
    ) { try await file().write(fresh, to: path) }
    #expect(try read(path) == half)
  }

  @Test func `a file beyond the limit is refused`() async throws {
    let path = directory.file("INC-1.md")
    try SafeFile.write([UInt8](repeating: 0x61, count: (16 << 20) + 1), to: path)
    await #expect(throws: PostmortemFileError.self) { try await file().write(fresh, to: path) }
  }

  @Test(arguments: [".INC-1.md.swp", ".INC-1.md.kate-swp"])
  func `an editor's trace is seen`(name: String) throws {
    let path = directory.file("INC-1.md")
    #expect(EditorTrace.of(path) == nil)
    try SafeFile.write([0x62], to: directory.file(name))
    #expect(EditorTrace.of(path) == directory.file(name))
  }

  @Test func `the dangling link of emacs is seen`() throws {
    #expect(unsafe symlink("kim@host.123", directory.file(".#INC-1.md")) == 0)
    #expect(EditorTrace.of(directory.file("INC-1.md")) == directory.file(".#INC-1.md"))
  }

  @Test func `a template is read for each draft, and a wrong one is named with its place`() async throws {
    let incident = Incident(
      number: 7, title: "t", severity: .p1, severityReason: "", platforms: [], series: [], impactAfter: nil,
      impactBefore: Instant(seconds: 0), openedAt: Instant(seconds: 0), openedBySequence: 1)
    let template = directory.file("own.md")
    try SafeFile.write(Array("# Ours {{id}}\n\n{{draft}}\n".utf8), to: template)
    let file = PostmortemFile(directory: directory.file("pm"), template: template)
    let path = try await file.write(incident, events: [], state: State())
    #expect(try read(path).hasPrefix("# Ours INC-7\n\n<!-- sitrep:begin draft "))
    try SafeFile.write(Array("# {{id}}\nx {{idd}}\n".utf8), to: template)
    do {
      _ = try await file.write(incident, events: [], state: State())
      Issue.record("taken")
    } catch {
      #expect("\(error)" == "\(template):2:3: there is no slot {{idd}}; sitrep postmortem --slots lists them")
    }
  }
}
