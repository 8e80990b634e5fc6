/// The shortest beginning that a model's prompt cache takes; a shorter one is ignored without an error.
package enum PromptCacheMinimum {
  /// Tokens (facts/anthropic-api.md 7); where sources differ, and for models not listed, the larger number.
  package static func tokens(for model: Model) -> Int {
    let name = model.rawValue.lowercased()
    return table.first { entry in entry.words.contains { name.contains($0) } }?.tokens ?? 4096
  }

  private static let table: [(words: [String], tokens: Int)] = [
    (["haiku-5-5", "opus-5", "fable-5", "mythos-5"], 512),
    (["opus-4-5", "opus-4-6", "opus-4-7", "opus-4-8", "haiku-4-5"], 4096),
    (["sonnet-5", "sonnet-4", "opus-4"], 1024),
  ]
}
