/// Files in one archive, in the form of POSIX `ustar`: the same files give the same bytes.
struct TarArchive {
  struct File {
    /// At most 100 bytes, of plain letters.
    var name: String
    var content: [UInt8]
  }

  private static let block = 512

  /// The archive's bytes, files in the order given.
  ///
  /// Owner and group are 0, the mode is 0644; `modified` is in whole seconds since 1970.
  static func bytes(of files: [File], modified: Int64) -> [UInt8] {
    var archive: [UInt8] = []
    archive.reserveCapacity(files.reduce(1024) { $0 + $1.content.count + 2 * block })
    for file in files {
      archive += header(file, modified: max(0, modified))
      archive += file.content
      archive += [UInt8](repeating: 0, count: (block - file.content.count % block) % block)
    }
    return archive + [UInt8](repeating: 0, count: 2 * block)
  }

  private static func header(_ file: File, modified: Int64) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: block)
    func put(_ text: String, at offset: Int, limit: Int) {
      for (index, byte) in text.utf8.prefix(limit).enumerated() { header[offset + index] = byte }
    }
    put(file.name, at: 0, limit: 100)
    put(octal(0o644, digits: 7), at: 100, limit: 7)
    put(octal(0, digits: 7), at: 108, limit: 7)
    put(octal(0, digits: 7), at: 116, limit: 7)
    put(octal(Int64(file.content.count), digits: 11), at: 124, limit: 11)
    put(octal(modified, digits: 11), at: 136, limit: 11)
    put("        0", at: 148, limit: 9)
    put("ustar", at: 257, limit: 5)
    put("00", at: 263, limit: 2)
    let sum = header.reduce(Int64(0)) { $0 + Int64($1) }
    put(octal(sum, digits: 6), at: 148, limit: 6)
    header[154] = 0
    return header
  }

  private static func octal(_ number: Int64, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
