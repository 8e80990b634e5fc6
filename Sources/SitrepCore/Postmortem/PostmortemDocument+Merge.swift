extension PostmortemDocument {
  /// Drafts a document again without touching what people wrote.
  ///
  /// Sections between markers are replaced where they stand, in whatever order they stand; every byte
  /// outside stays. A section whose markers a person removed stays removed. A section that the file has
  /// never had (this version of the program writes it, the one that drafted the file did not) is appended
  /// at the end; which ones the file has had is in the section `draft`, and without that section nothing
  /// is added. A section that this version does not know is left as it is. An empty file is drafted anew;
  /// a file with text and no markers belongs to its author and is refused.
  package static func merge(existing: String, fresh: String) throws(PostmortemMergeError) -> String {
    guard existing.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { return fresh }
    let old = try PostmortemParts(existing)
    let new = try PostmortemParts(fresh).sections
    guard !old.sections.isEmpty else { throw PostmortemMergeError(.noMarkers, line: 0) }
    var merged = ""
    for part in old.parts {
      switch part {
      case .text(let text): merged += text
      case .section(let name, let text):
        merged +=
          new.first { $0.name == name }.map { adopt(keepingTicks($0.text, of: text), inPlaceOf: text) }
          ?? String(text)
      }
    }
    let added = neverHad(new, by: old).map { String($0.text) }
    guard !added.isEmpty else { return merged }
    return merged + (merged.utf8.last == 0x0A ? "\n" : "\n\n") + added.joined(separator: "\n")
  }

  /// A tick in a check box is a person's, also between markers: the item with the same event keeps it.
  private static func keepingTicks(_ new: Substring, of old: Substring) -> Substring {
    let ticked = Set(PostmortemParts.lines(of: String(old)).filter(isTicked).compactMap(itemEvent))
    guard !ticked.isEmpty else { return new }
    let lines = PostmortemParts.lines(of: String(new)).map { line -> String in
      guard line.hasPrefix("- [ ] "), let event = itemEvent(line), ticked.contains(event) else {
        return String(line)
      }
      return "- [x] " + line.dropFirst(6)
    }
    return Substring(lines.joined())
  }

  private static func isTicked(_ line: Substring) -> Bool {
    line.hasPrefix("- [x] ") || line.hasPrefix("- [X] ")
  }

  /// "E412", the event at the end of an item's line.
  private static func itemEvent(_ line: Substring) -> Substring? {
    guard let open = line.lastIndex(of: "(") else { return nil }
    let event = line[line.index(after: open)...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return event.first == "E" && event.count > 1 ? event : nil
  }

  /// The new text with the old one's line ends, and without a last one when the old had none.
  private static func adopt(_ new: Substring, inPlaceOf old: Substring) -> String {
    var text = String(new)
    let firstLine = old.utf8.firstIndex(of: 0x0A).map { old.utf8[..<$0] }
    if firstLine?.last == 0x0D {
      text = text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }
    if old.utf8.last != 0x0A, text.utf8.last == 0x0A {
      var scalars = text.unicodeScalars
      while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
      text = String(scalars)
    }
    return text
  }

  private static func neverHad(
    _ new: [(name: String, text: Substring)], by old: PostmortemParts
  ) -> [(name: String, text: Substring)] {
    let present = Set(old.sections.map(\.name))
    guard let draft = old.sections.first(where: { $0.name == draftSection }),
      let listed = PostmortemParts.lines(of: String(draft.text)).lazy.compactMap(sectionList).first
    else { return [] }
    return new.filter { !present.contains($0.name) && !listed.contains($0.name) }
  }

  private static func sectionList(_ line: Substring) -> [String]? {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 3, words[0] == "<!--", words[1] == "sitrep:sections" else { return nil }
    return words.dropFirst(2).dropLast().map(String.init)
  }
}
