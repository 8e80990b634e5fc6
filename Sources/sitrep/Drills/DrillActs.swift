import SitrepCore
package import SitrepSimulator

/// An act of a drill's script, and what sitrep said to it.
package struct DrillAct: Hashable, Sendable {
  package var step: ActStep
  /// Why it was not done; nil when it was.
  package var refusal: String?

  package init(_ step: ActStep, refusal: String?) {
    self.step = step
    self.refusal = refusal
  }

  /// A script's act is to be carried out, unless the script says otherwise.
  var line: DrillScore.Line {
    let wanted = step.isRefused ? "is refused" : "is done"
    return DrillScore.Line(
      expectation: "at \(Expectation.words(step.at)): \(step) \(wanted)",
      isMet: (refusal != nil) == step.isRefused, found: refusal.map { "refused: \($0)" } ?? "done")
  }
}
