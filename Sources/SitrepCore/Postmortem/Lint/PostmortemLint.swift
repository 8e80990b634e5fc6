/// Reads a postmortem as a careful reviewer would: blame, counterfactuals, times without a zone, numbers
/// without a witness, and what is left to do in a document that is final.
///
/// The rules are those of notes/incidents.md C3. Only what people wrote is read; sections between markers,
/// code, quotations and quoted words are not.
package struct PostmortemLint {
  /// The nine parts of the runbook in their order (facts/users-system.md, "Postmortem"); the first is the title.
  package static let parts = [
    "duration", "severity", "impact", "root cause", "detection", "mitigation", "request ids", "action items",
  ]

  /// In the order of the document.
  package private(set) var findings: [LintFinding] = []
  /// Marks of what is left to do, which a draft may have.
  package private(set) var todos = 0
  /// Whether it was read as a final document.
  package let isFinal: Bool

  let prose: PostmortemProse
  /// Names in the program's table of responders.
  let names: Set<String>

  /// - Parameters:
  ///   - document: the whole file.
  ///   - isFinal: nil to believe the document's own status line.
  ///   - wantsParts: whether the runbook's nine parts must be there; a template of one's own may have others.
  package init(_ document: String, isFinal: Bool? = nil, wantsParts: Bool = true) {
    prose = PostmortemProse(document)
    self.isFinal = isFinal ?? PostmortemLint.saysFinal(prose, document)
    names = PostmortemLint.responders(prose.programLines)
    do throws(PostmortemMergeError) {
      _ = try PostmortemParts(document)
    } catch {
      report(
        LintFinding(
          line: max(1, error.line), column: 1, rule: .markers, severity: .error,
          message: "damaged marker: \(error.sentence)", suggestion: error.remedy))
    }
    if wantsParts { checkParts() }
    for block in prose.blocks { check(block) }
    if self.isFinal { checkActionItems() }
    findings.sort { ($0.line, $0.column, $0.rule.rawValue) < ($1.line, $1.column, $1.rule.rawValue) }
  }

  mutating func report(_ finding: LintFinding) { findings.append(finding) }

  mutating func report(
    _ word: LintWords.Word, _ rule: LintFinding.Rule, _ message: String, _ suggestion: String = ""
  ) {
    report(
      LintFinding(
        line: word.line, column: word.column, rule: rule, message: message, suggestion: suggestion))
  }

  private mutating func check(_ block: PostmortemProse.Block) {
    checkTodo(block)
    if case .heading = block.kind { return }
    for sentence in LintWords(block).sentences {
      checkBlame(sentence)
      if block.isDescription { checkCounterfactual(sentence) }
      checkNames(sentence, block)
      checkOutage(sentence)
    }
    checkTimes(block)
    if !block.isActionItems { checkNumbers(block) }
  }

  // MARK: The document as a whole

  /// "**Document status:** final", or `status: final` in front matter.
  private static func saysFinal(_ prose: PostmortemProse, _ document: String) -> Bool {
    let ends = ["final", "reviewed", "published", "closed"]
    for block in prose.blocks where block.kind == .paragraph {
      let words = LintWords(block).sentences.flatMap(\.self).map(\.text)
      if words.count > 2, words[0] == "document", words[1] == "status" { return ends.contains(words[2]) }
    }
    let lines = PostmortemParts.lines(of: document)
    guard lines.first.map({ $0.hasPrefix("---") }) == true else { return false }
    for line in lines.dropFirst() {
      if line.hasPrefix("---") { return false }
      let words = line.lowercased().split { $0 == ":" || $0.isWhitespace }
      if words.count >= 2, words[0] == "status" { return ends.contains(String(words[1])) }
    }
    return false
  }

  private static func responders(_ lines: [Substring]) -> Set<String> {
    var names: Set<String> = []
    var isInTable = false
    for line in lines {
      if line.hasPrefix(PostmortemFacts.respondersHeader) {
        isInTable = true
      } else if isInTable, line.hasPrefix("| "), !line.hasPrefix("| ---") {
        let cell = line.dropFirst(2).prefix { $0 != "|" }.split(separator: " ").joined(separator: " ")
        names.insert(cell.lowercased())
      } else if !line.hasPrefix("|") {
        isInTable = false
      }
    }
    return names.subtracting(PostmortemLint.noNames)
  }

  /// Logins that are roles, and initials that are everyday words.
  private static let noNames: Set<String> = [
    "root", "user", "admin", "ops", "oncall", "on-call", "team", "sre", "policy", "an", "as", "at", "be",
    "by",
    "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or", "so", "to", "up", "us",
    "we",
    "all", "and", "any", "are", "but", "can", "did", "for", "had", "has", "her", "him", "his", "may", "new",
    "not", "now", "one", "our", "out", "the", "was", "who", "will", "grant", "mark", "page",
  ]

  private mutating func checkParts() {
    let headings = prose.blocks.filter { $0.kind == .heading(level: 2) }.map { block in
      (
        title: block.text.lowercased().drop { $0 == "#" || $0 == " " },
        line: block.letters.first?.line ?? 1
      )
    }
    if !prose.blocks.contains(where: { $0.kind == .heading(level: 1) }) {
      report(
        LintFinding(line: 1, column: 1, rule: .structure, severity: .error, message: "the title is missing"))
    }
    var last = (order: -1, name: "")
    for (order, part) in PostmortemLint.parts.enumerated() {
      guard let place = headings.firstIndex(where: { $0.title == part }) else {
        report(
          LintFinding(
            line: 1, column: 1, rule: .structure, severity: .error, message: "the part “\(part)” is missing",
            suggestion: "add “## \(part.prefix(1).uppercased())\(part.dropFirst())”"))
        continue
      }
      if place < last.order {
        report(
          LintFinding(
            line: headings[place].line, column: 1, rule: .structure, severity: .error,
            message: "“\(part)” stands before “\(last.name)”",
            suggestion: "the order is title, \(PostmortemLint.parts.joined(separator: ", "))"))
      }
      last = (max(place, last.order), place < last.order ? last.name : "\(PostmortemLint.parts[order])")
    }
  }

  private mutating func checkTodo(_ block: PostmortemProse.Block) {
    for sentence in LintWords(block).sentences {
      for word in sentence where ["TODO", "TBD", "FIXME"].contains(word.written) {
        todos += 1
        guard isFinal else { continue }
        report(
          LintFinding(
            line: word.line, column: word.column, rule: .todo, severity: .error,
            message: "“\(word.written)” in a final document",
            suggestion: "answer it, or say that it is not known and why"))
      }
    }
  }

  private mutating func checkActionItems() {
    let items = prose.blocks.filter { $0.isActionItems && $0.kind == .item }
    let made = prose.programLines.contains { $0.hasPrefix("- [") && $0.contains("owner: ") }
    if items.isEmpty, !made {
      report(
        LintFinding(
          line: 1, column: 1, rule: .actionItem, message: "the final document has no action item",
          suggestion: "say what will be done by whom, or why nothing will"))
    }
    for item in items where item.text.contains("[ ]") && !item.text.lowercased().contains("owner") {
      report(
        LintFinding(
          line: item.letters[0].line, column: item.letters[0].column, rule: .actionItem,
          message: "an action item without an owner", suggestion: "add “owner: …”"))
    }
  }
}
