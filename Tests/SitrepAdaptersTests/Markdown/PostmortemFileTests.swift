import Glibc
import SitrepAdapters
import SitrepCore
import Testing

private let fresh = "# T\n<!-- sitrep:begin a -->\nnew\n<!-- sitrep:end a -->\n"

private func bytes(_ path: String) throws -> String {
  String(decoding: try SafeFile.read(path, limit: 1 << 20), as: UTF8.self)
}

private func put(_ text: String, _ path: String) throws {
  try SafeFile.write(Array(text.utf8), to: path)
}

private func mode(_ path: String) -> mode_t {
  var info = stat()
  guard unsafe stat(path, &info) == 0 else { return 0 }
  return info.st_mode & 0o777
}

private func names(in path: String) -> [String] {
  guard let stream = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

@Suite struct PostmortemFileTests {
  private let directory = TemporaryDirectory()

  @Test func `the first draft makes private directories and a private file`() async throws {
    let file = PostmortemFile(directory: directory.file("state/postmortems"))
    let incident = Incident(
      number: 7, title: "t", severity: .p1, severityReason: "", platforms: [], series: [], impactAfter: nil,
      impactBefore: Instant(seconds: 0), openedAt: Instant(seconds: 0), openedBySequence: 1)
    let path = try await file.write(incident, events: [], state: State())
    #expect(path == directory.file("state/postmortems/INC-7.md"))
    #expect(path == file.path(of: incident))
    #expect(try bytes(path).hasPrefix("# INC-7: t\n"))
    #expect(mode(path) == 0o600)
    #expect(mode(directory.file("state")) == 0o700 && mode(directory.file("state/postmortems")) == 0o700)
    #expect(names(in: directory.file("state/postmortems")) == ["INC-7.md"])
  }

  @Test func `what a person wrote is kept`() async throws {
    let path = directory.file("INC-1.md")
    try put("# Mine\n<!-- sitrep:begin a -->\nold\n<!-- sitrep:end a -->\nwords", path)
    try await PostmortemFile(directory: directory.path).write(fresh, to: path)
    #expect(try bytes(path) == "# Mine\n<!-- sitrep:begin a -->\nnew\n<!-- sitrep:end a -->\nwords")
  }

  @Test(arguments: [nil, "before <!-- x -->\n" + fresh] as [String?])
  func `a file that changes meanwhile is left alone`(existing: String?) async throws {
    let path = directory.file("INC-1.md")
    if let existing { try put(existing, path) }
    let file = PostmortemFile(directory: directory.path) { try? put("somebody else's\n", path) }
    await #expect(throws: PostmortemFileError(path, .changedMeanwhile)) {
      try await file.write(fresh.replacing("new", with: "newer"), to: path)
    }
    #expect(try bytes(path) == "somebody else's\n")
    #expect(names(in: directory.path) == ["INC-1.md"])
  }

  @Test func `a file that goes away meanwhile does not come back`() async throws {
    let path = directory.file("INC-1.md")
    try put(fresh, path)
    let file = PostmortemFile(directory: directory.path) { unsafe unlink(path) }
    await #expect(throws: PostmortemFileError(path, .changedMeanwhile)) {
      try await file.write(fresh.replacing("new", with: "newer"), to: path)
    }
    #expect(names(in: directory.path).isEmpty)
  }

  @Test func `damaged markers and other encodings are refused and the file stays`() async throws {
    let file = PostmortemFile(directory: directory.path)
    let path = directory.file("INC-1.md")
    try put("x\n<!-- sitrep:begin a -->\n", path)
    await #expect(
      throws: PostmortemFileError(path, .markers(PostmortemMergeError(.unclosed, line: 2, name: "a")))
    ) { try await file.write(fresh, to: path) }
    #expect(try bytes(path) == "x\n<!-- sitrep:begin a -->\n")
    try SafeFile.write([0x41, 0xE9, 0x0A], to: path)
    await #expect(throws: PostmortemFileError(path, .notText)) { try await file.write(fresh, to: path) }
    #expect(try SafeFile.read(path, limit: 10) == [0x41, 0xE9, 0x0A])
  }

  @Test func `an unchanged draft does not touch the file`() async throws {
    let path = directory.file("INC-1.md")
    try put(fresh, path)
    let file = PostmortemFile(directory: directory.path) { Issue.record("nothing was to be replaced") }
    try await file.write(fresh, to: path)
    #expect(try bytes(path) == fresh)
  }

  @Test func `a directory that cannot be made is said with its path`() async throws {
    try put("a file\n", directory.file("state"))
    let path = directory.file("state/postmortems/INC-1.md")
    let file = PostmortemFile(directory: directory.file("state/postmortems"))
    await #expect(throws: PostmortemFileError.self) { try await file.write(fresh, to: path) }
  }
}
