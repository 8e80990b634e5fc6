/// Words that look for somebody guilty, or tell what did not happen.
extension PostmortemLint {
  private static let learn = "say what made it likely and what did not catch it"

  /// Phrases that are never about a machine.
  private static let phrases: [[String]] = [
    ["human", "error"], ["operator", "error"], ["user", "error"], ["pilot", "error"], ["careless"],
    ["carelessly"], ["carelessness"], ["negligent"], ["negligence"], ["incompetent"], ["incompetence"],
    ["reckless"], ["stupid"], ["stupidly"], ["sloppy"], ["to", "blame"], ["blamed"], ["his", "fault"],
    ["her", "fault"], ["my", "fault"], ["our", "fault"], ["their", "fault"], ["your", "fault"],
    ["his", "mistake"], ["her", "mistake"], ["forgot"], ["forgotten", "to"],
  ]

  /// Verbs that accuse when a person is their subject; machines may fail to do things.
  private static let accusations: [[String]] = [
    ["failed", "to"], ["neglected", "to"], ["neglected"], ["ignored"], ["overlooked"],
    ["did", "not", "bother"], ["didn't", "bother"],
  ]

  private static let persons: Set<String> = [
    "i", "we", "he", "she", "you", "someone", "somebody", "nobody", "everyone", "engineer", "engineers",
    "operator", "operators", "developer", "developers", "on-call", "oncall", "responder", "responders",
    "commander", "lead", "ic", "team", "admin", "admins", "sre", "sres", "person", "people", "intern",
    "contractor", "colleague", "ops", "scribe",
  ]

  mutating func checkBlame(_ sentence: [LintWords.Word]) {
    for (index, word) in sentence.enumerated() {
      let rest = sentence[index...]
      if let phrase = PostmortemLint.phrases.first(where: { rest.begins(with: $0) }) {
        report(word, .blame, "“\(phrase.joined(separator: " "))” looks for somebody guilty", Self.learn)
      } else if word.text == "obviously" {
        report(word, .blame, "“obviously” was not obvious to those who were there", "leave it out")
      } else if let verb = PostmortemLint.accusations.first(where: { rest.begins(with: $0) }),
        sentence[..<index].suffix(3).contains(where: isPerson)
      {
        report(
          word, .blame, "“\(verb.joined(separator: " "))” accuses a person",
          "say what they saw and did, and what the system let happen")
      } else if rest.begins(with: ["root", "cause"]), let next = rest.dropFirst(2).first,
        ["was", "is"].contains(next.text),
        let named = rest.dropFirst(3).prefix(3).first(where: { isPerson($0) || $0.text == "human" })
      {
        report(named, .blame, "a person is no root cause", Self.learn)
      } else if PostmortemLint.isPast(rest, after: ["should", "shouldn't", "ought"]) {
        report(
          word, .blame, "“\(word.text) have” judges from what is known only now",
          "say what was known then; what to change belongs to the action items")
      }
    }
  }

  private func isPerson(_ word: LintWords.Word) -> Bool {
    PostmortemLint.persons.contains(word.text) || names.contains(word.text)
  }

  /// One finding a sentence: a condition and its consequence are one thought.
  mutating func checkCounterfactual(_ sentence: [LintWords.Word]) {
    let advice = "say what happened; what should change belongs to the action items"
    let modals: Set<String> = ["would", "could", "might", "wouldn't", "couldn't"]
    for (index, word) in sentence.enumerated()
    where PostmortemLint.isPast(sentence[index...], after: modals) {
      return report(word, .counterfactual, "“\(word.text) have” tells what did not happen", advice)
    }
    guard sentence.contains(where: { modals.contains($0.text) }) else { return }
    if let first = sentence.first, first.text == "had" {
      return report(first, .counterfactual, "“had …” tells what did not happen", advice)
    }
    for (index, word) in sentence.enumerated() where word.text == "if" {
      guard sentence[index...].prefix(8).contains(where: { $0.text == "had" || $0.text == "hadn't" }) else {
        continue
      }
      return report(word, .counterfactual, "“if … had” tells what did not happen", advice)
    }
  }

  /// "would (not, already) have been": the verb is in the past; "should have two replicas" is not.
  private static func isPast(_ words: ArraySlice<LintWords.Word>, after modals: Set<String>) -> Bool {
    guard let modal = words.first else { return false }
    if modal.text.hasSuffix("'ve"), modals.contains(String(modal.text.dropLast(3))) { return true }
    guard modals.contains(modal.text) else { return false }
    let rest = words.dropFirst().drop {
      ["not", "to", "also", "never"].contains($0.text) || isAdverb($0.text)
    }
    guard rest.first?.text == "have" else { return false }
    let verb = rest.dropFirst().drop { ["not", "also", "never"].contains($0.text) || isAdverb($0.text) }
    guard let verb = verb.first?.text else { return false }
    // "could have been caused by" weighs evidence.
    if modal.text == "could" || modal.text == "might", verb == "been" { return false }
    return verb.hasSuffix("ed") || participles.contains(verb)
  }

  private static func isAdverb(_ word: String) -> Bool { word.hasSuffix("ly") && word.count > 4 }

  private static let participles: Set<String> = [
    "been", "had", "done", "gone", "seen", "known", "taken", "caught", "told", "made", "kept", "sent", "read",
    "put", "set", "found", "thought", "left", "run", "come", "got", "gotten", "written", "given", "said",
    "begun", "held", "lost", "met", "paid", "shown", "spoken", "stood", "understood", "woken", "broken",
    "chosen", "cut", "hit", "let", "shut", "spent", "led", "brought", "bought", "built", "become",
  ]

  mutating func checkNames(_ sentence: [LintWords.Word], _ block: PostmortemProse.Block) {
    guard block.isDescription else { return }
    for word in sentence where names.contains(word.text) && word.text.count > 1 {
      report(
        word, .name, "“\(word.written)” names a person",
        "say the role; names stand in the table of responders")
    }
  }

  mutating func checkOutage(_ sentence: [LintWords.Word]) {
    guard prose.programLines.contains(where: { $0.contains(ImpactMinutes.noneDown) }) else { return }
    for word in sentence where word.text == "outage" || word.text == "outages" {
      report(
        word, .outage, "“\(word.written)”, but no minute was fully down", "say degradation or incident")
    }
  }
}

extension ArraySlice<LintWords.Word> {
  fileprivate func begins(with texts: [String]) -> Bool {
    count >= texts.count && zip(self, texts).allSatisfy { $0.text == $1 }
  }
}
