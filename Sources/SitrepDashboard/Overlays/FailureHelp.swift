import SitrepCore
import SitrepTerminal

/// The failure table as a page: what each error means, whose side it is on, and what to do.
enum FailureHelp {
  static func rows(_ width: Int) -> [[Span]] {
    FailureTable.rules.flatMap { rule in
      Wrapping.rows([Span(rule.trigger, .key)], width: width)
        + indented([Span(rule.standing, rule.side == .us ? .warning : .text)], width)
        + indented([Span(rule.cause, .dim)], width)
        + indented([Span("fix  ", .accent), Span(rule.fix)], width)
    }
  }

  private static func indented(_ line: [Span], _ width: Int) -> [[Span]] {
    Wrapping.rows(line, width: max(1, width - 2)).map { [Span("  ")] + $0 }
  }
}
