/// Drills of the tests' own: quick answers, and trouble when the test wants it.
struct Drill {
  let name: String
  let steps: String
  var page = ""

  /// Nothing ever happens.
  static let still = Drill(name: "still", steps: "[]")

  /// The first party fails from the second second on, and does not come back.
  static let outage = Drill(
    name: "lasting-outage",
    steps:
      "\n  - {at: 1500ms, platforms: [anthropic], failing: 1, faults: {500: 0.6, 529: 0.4}, latency: 1.5}",
    page: """

        - at: 3s
          incident: sim0lasting1
          id: sim0lastingu
          name: Elevated errors across all models
          impact: critical
          phase: investigating
          components: {claude.ai: major_outage, api: major_outage}
          text: We are currently investigating this issue.
      """)

  /// The first party answers nothing from the start.
  static let down = Drill(
    name: "down", steps: "\n  - {at: 0s, platforms: [anthropic], failing: 1, faults: {500: 1}}")

  /// The first party takes every request and says nothing more.
  static let hung = Drill(
    name: "hung", steps: "\n  - {at: 0s, platforms: [anthropic], failing: 1, faults: {hang: 1}}")

  /// One of the first party's two models answers nothing from the start.
  static let oneModel = Drill(
    name: "one-of-two",
    steps: "\n  - {at: 0s, platforms: [anthropic], models: [claude-opus-5], failing: 1, faults: {529: 1}}")

  /// Shorter than a minute, so that a demo probes twice a second.
  var yaml: String {
    """
    name: \(name)
    about: A drill of the tests
    seed: 15
    length: 55s

    platforms:
      anthropic:
        models:
          claude-haiku-5-5: {answer: 40ms, firstToken: 25ms, gap: 3ms, spread: 0.1}
          claude-opus-5: {answer: 60ms, firstToken: 35ms, gap: 3ms, spread: 0.1}
        headroom: {requests: 1000, inputTokens: 200000, outputTokens: 40000, drain: 0.5}
      bedrock:
        region: us-east-1
        models:
          anthropic.claude-haiku-5-5: {answer: 50ms, firstToken: 30ms, gap: 3ms, spread: 0.1}
          anthropic.claude-opus-5: {answer: 70ms, firstToken: 40ms, gap: 3ms, spread: 0.1}
      vertex:
        region: us-east5
        models:
          claude-haiku-5-5: {answer: 50ms, firstToken: 30ms, gap: 3ms, spread: 0.1}
          claude-opus-5: {answer: 70ms, firstToken: 40ms, gap: 3ms, spread: 0.1}

    steps: \(steps)

    page: \(page.isEmpty ? "[]" : page)

    """
  }
}
