/// An incident's postmortem as Markdown: a pure function of its slice of the journal.
///
/// First the runbook's nine parts in their order (facts/users-system.md, "Postmortem"), then timeline,
/// lessons and appendix. Headings and everything that only people know stand outside the markers, are
/// written once, and never touched again; what is computed stands between
/// `<!-- sitrep:begin NAME … -->` and `<!-- sitrep:end NAME -->`.
package enum PostmortemDocument {
  /// The section that says what was drafted from what, and which sections the file has had.
  static let draftSection = "draft"

  /// Drafts the whole document.
  ///
  /// - Parameters:
  ///   - incident: the incident as it stands now.
  ///   - events: the journal from a little before the impact to the incident's end, in order.
  ///   - state: for the settings in force when the slice does not hold them.
  ///   - now: the time as of which an incident that goes on is told.
  /// - Returns: Markdown that ends with a line end; the same input gives the same bytes.
  package static func render(
    incident: Incident, events: [Event], state: State, now: Instant
  ) -> String {
    let facts = PostmortemFacts(incident, events: events, state: state, now: now)
    let blocks = layout(facts)
    let names = blocks.compactMap(\.name)
    return blocks.map { $0.text(sections: names) }.joined(separator: "\n")
  }

  /// The document in its order.
  private static func layout(_ facts: PostmortemFacts) -> [Block] {
    let drill = facts.isDrill ? "DRILL · " : ""
    return [
      .human(["# \(drill)\(facts.incident.name): \(Markdown.escape(facts.incident.title))"]),
      .program(draftSection, facts.draft),
      .human(["## Duration"]), .program("duration", facts.duration),
      .human(["## Severity"]), .program("severity", facts.severity),
      .human(["## Impact"] + Prompt.impact), .program("impact", facts.impact),
      .human(["## Root cause"] + Prompt.rootCause), .program("vendor", facts.vendor),
      .human(["## Detection"]), .program("detection", facts.detection),
      .human(["## Mitigation"]), .program("mitigation", facts.mitigation),
      .human(["## Request ids"]), .program("request-ids", facts.requestIDList),
      .human(["## Action items"] + Prompt.actionItems),
      .human(["## Timeline"]), .program("timeline", facts.timeline),
      .human(["## Lessons"] + Prompt.lessons),
      .human(["## Appendix"]), .program("counts", facts.counts),
      .program("breakers", facts.breakerTable), .program("lag", facts.lag),
      .program("methods", facts.methods),
    ]
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
    static let impact = [
      "", "**Users and business:** TODO: who was affected, what they saw, for how long; tickets, revenue,",
      "data. Probes know nothing of this.",
    ]

    static let rootCause = [
      "", "TODO: what caused it, and what let it reach users. What the vendor published stands below.",
    ]

    static let actionItems = [
      "", "- [ ] TODO: prevent it · owner: TODO · due: TODO",
      "- [ ] TODO: detect it sooner · owner: TODO · due: TODO",
      "- [ ] TODO: mitigate it faster · owner: TODO · due: TODO",
    ]

    static let lessons = [
      "", "- What went well: TODO", "- What did not: TODO", "- Where we were lucky: TODO",
      "- What surprised us: TODO",
    ]
  }
}
