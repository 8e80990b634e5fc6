/// Something to do after an incident, pinned while people remember why.
package struct ActionItem: Hashable, Codable, Sendable, CustomStringConvertible {
  package var incident: Int
  package var text: CleanText
  package var owner: Operator?
  /// "2026-12-01"; absent when nobody said.
  package var due: String?
  /// Sequence of the event that it was pinned from.
  package var about: Int64?

  package init(incident: Int, text: CleanText, owner: Operator?, due: String?, about: Int64?) {
    self.incident = incident
    self.text = text
    self.owner = owner
    self.due = due
    self.about = about
  }

  package var description: String {
    let who = owner.map { " · owner: \($0)" } ?? ""
    let until = due.map { " · due: \($0)" } ?? ""
    return "\(text)\(who)\(until)\(about.map { " (pins E\($0))" } ?? "")"
  }
}

extension ActionItem {
  /// "alert sooner @ab due 2026-12-01" in its parts: owner and date stand at the end, in either order.
  ///
  /// - Throws: a refusal when `due` is followed by something that is no date.
  static func parse(
    _ typed: CleanText
  ) throws(Refusal) -> (text: CleanText, owner: Operator?, due: String?) {
    var words = typed.text.split(separator: " ")
    var owner: Operator?
    var due: String?
    while let last = words.last {
      if owner == nil, last.first == "@", last.count > 1 {
        owner = Operator(String(last.dropFirst()))
        words.removeLast()
      } else if due == nil, words.count > 1, words[words.count - 2].lowercased() == "due" {
        guard isDate(last) else { throw Refusal("due \(last) is no date; write due 2026-12-01") }
        due = String(last)
        words.removeLast(2)
      } else {
        break
      }
    }
    guard !words.isEmpty else { throw Refusal("say what is to be done, then @owner and due 2026-12-01") }
    return (CleanText(words.joined(separator: " ")), owner, due)
  }

  private static func isDate(_ word: Substring) -> Bool {
    word.utf8.count == 10 && Timestamp.parseRFC3339("\(word)T00:00:00Z") != nil
  }
}

/// An action item that stands, with the event that pinned it.
package struct PinnedItem: Hashable, Codable, Sendable {
  package var sequence: Int64
  package var by: Operator?
  package var item: ActionItem
}

/// An action item was taken back.
package struct ItemDropped: Hashable, Codable, Sendable {
  package var incident: Int
  /// Sequence of the event that pinned it.
  package var item: Int64

  package init(incident: Int, item: Int64) {
    self.incident = incident
    self.item = item
  }
}
