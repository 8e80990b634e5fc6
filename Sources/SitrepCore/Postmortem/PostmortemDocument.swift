/// An incident's postmortem as Markdown: a pure function of its slice of the journal.
///
/// First the runbook's nine parts in their order (facts/users-system.md, "Postmortem"), then what
/// notes/incidents.md C4 adds. Headings and everything that only people know stand outside the markers, are
/// written once, and never touched again; what is computed stands between
/// `<!-- sitrep:begin NAME … -->` and `<!-- sitrep:end NAME -->`.
package enum PostmortemDocument {
  /// The section that says what was drafted from what, and which sections the file has had.
  static let draftSection = PostmortemSlot.draft.rawValue

  /// Drafts the whole document.
  ///
  /// - Parameters:
  ///   - incident: the incident as it stands now.
  ///   - events: the journal from a little before the impact to the incident's end, in order.
  ///   - state: for the settings in force when the slice does not hold them.
  ///   - now: the time as of which an incident that goes on is told.
  ///   - template: the layout of one's own; nil for the standard one.
  /// - Returns: Markdown that ends with a line end; the same input gives the same bytes.
  package static func render(
    incident: Incident, events: [Event], state: State, now: Instant, template: PostmortemTemplate? = nil
  ) -> String {
    let facts = PostmortemFacts(incident, events: events, state: state, now: now)
    let blocks = template.map { own($0, facts) } ?? standard(facts)
    let names = blocks.compactMap(\.name)
    return blocks.map { $0.text(sections: names) }.joined(separator: "\n")
  }

  /// The runbook's parts, then the rest.
  private static func standard(_ facts: PostmortemFacts) -> [Block] {
    func program(_ slot: PostmortemSlot) -> Block { .program(slot.rawValue, facts.lines(slot)) }
    return [
      .human(["# \(facts.word(.title))"] + Prompt.status), program(.draft),
      .human(["## Duration"]), program(.duration),
      .human(["## Severity"]), program(.severity),
      .human(["## Impact"] + Prompt.impact), program(.impact), program(.minutes), program(.charts),
      .human(["## Root cause"] + Prompt.rootCause), program(.vendor),
      .human(["## Detection"] + Prompt.detection), program(.detection),
      .human(["## Mitigation"]), program(.mitigation),
      .human(["## Request ids"]), program(.requestIDs),
      .human(["## Action items"] + Prompt.actionItems), program(.actionItems),
      .human(["## Timeline"]), program(.timeline),
      .human(["## Attribution"]), program(.attribution),
      .human(["## Recovery"]), program(.recovery),
      .human(["## Contributing factors"] + Prompt.factors),
      .human(["## Lessons"] + Prompt.lessons), program(.lessons),
      .human(["## Communication"] + Prompt.communication), program(.updates),
      .human(["## Responders"]), program(.responders),
      .human(["## Questions to the vendor"]), program(.questions),
      .human(["## Appendix"]), program(.counts), program(.breakers), program(.lag), program(.corrections),
      program(.methods),
    ]
  }

  /// A template's text is its author's; each section slot becomes a section.
  private static func own(_ template: PostmortemTemplate, _ facts: PostmortemFacts) -> [Block] {
    var blocks: [Block] = []
    var text = ""
    func close() {
      while text.last?.isWhitespace == true { text.removeLast() }
      while text.first?.isNewline == true { text.removeFirst() }
      if !text.isEmpty { blocks.append(.human([text])) }
      text = ""
    }
    for piece in template.pieces {
      switch piece {
      case .text(let words): text += words
      case .slot(let slot) where slot.isWord: text += facts.word(slot)
      case .slot(let slot):
        close()
        blocks.append(.program(slot.rawValue, facts.lines(slot)))
      }
    }
    close()
    // Nothing made from a drill may look real, whatever the template leaves out.
    let isMarked = blocks.contains { $0.name == draftSection }
    if facts.isDrill, !isMarked { blocks.insert(.program(draftSection, facts.draft), at: 0) }
    return blocks
  }

  /// One stretch of the document.
  enum Block {
    case human([String])
    case program(String, [String])

    var name: String? {
      guard case .program(let name, _) = self else { return nil }
      return name
    }

    func text(sections: [String]) -> String {
      switch self {
      case .human(let lines): lines.joined(separator: "\n") + "\n"
      case .program(let name, let lines):
        ([begin(name)] + (name == draftSection ? [list(sections)] : []) + ["", lines.joined(separator: "\n")]
          + ["", "<!-- sitrep:end \(name) -->"]).joined(separator: "\n") + "\n"
      }
    }

    private func begin(_ name: String) -> String {
      "<!-- sitrep:begin \(name) · rewritten by every draft; write above or below -->"
    }

    private func list(_ sections: [String]) -> String {
      "<!-- sitrep:sections \(sections.joined(separator: " ")) -->"
    }
  }

  /// What people are asked for; only the first draft writes these.
  private enum Prompt {
    static let status = ["", "**Document status:** draft · owner: TODO · review due: TODO"]

    static let impact = [
      "", "**Users and business:** TODO: who was affected, what they saw, for how long; tickets, revenue,",
      "data. Probes know nothing of this.",
    ]

    static let rootCause = [
      "", "TODO: what caused it, and what let it reach users. What the vendor published stands below.",
    ]

    static let detection = ["", "TODO: how could the time to detect be halved?"]

    static let actionItems = [
      "", "- [ ] TODO: prevent it · owner: TODO · due: TODO",
      "- [ ] TODO: detect it sooner · owner: TODO · due: TODO",
      "- [ ] TODO: mitigate it faster · owner: TODO · due: TODO",
    ]

    static let factors = [
      "", "- Vendor: TODO", "- Our architecture: TODO", "- Our detection: TODO", "- Our process: TODO",
    ]

    static let lessons = [
      "", "- What went well: TODO", "- What did not: TODO", "- Where we were lucky: TODO",
      "- What surprised us: TODO",
    ]

    static let communication = ["", "External message: TODO"]
  }
}
