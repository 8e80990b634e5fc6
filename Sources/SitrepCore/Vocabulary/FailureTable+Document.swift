extension FailureRule {
  /// Class, side and whether to send it again, in words: "overload, the vendor's side, retry".
  package var standing: String {
    "\(failure.rawValue), \(side.words), \(isRetryable ? "retry" : "do not retry")"
  }
}

extension FaultSide {
  package var words: String {
    switch self {
    case .us: "our side"
    case .vendor: "the vendor's side"
    case .network: "the network"
    case .unknown: "either side"
    }
  }
}

extension FailureTable {
  /// The table as Markdown, for documents; a test compares the README with it.
  package static var markdown: String {
    let head = "| when | kind | whose side | retry | likely cause | quick fix |\n"
    let rule = "| --- | --- | --- | --- | --- | --- |\n"
    let rows = rules.map { row in
      let cells = [
        row.trigger, row.failure.rawValue, row.side.words, row.isRetryable ? "yes" : "no", row.cause, row.fix,
      ]
      return "| " + cells.map(escaped).joined(separator: " | ") + " |\n"
    }
    return head + rule + rows.joined()
  }

  private static func escaped(_ cell: String) -> String {
    cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
