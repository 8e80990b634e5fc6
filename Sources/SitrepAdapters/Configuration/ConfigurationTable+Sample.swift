extension ConfigurationTable {
  /// A first `config.yaml`: every key with its standard value and meaning, all commented out.
  package static var commentedFile: String {
    let lines = all.map { key in
      let value = key.standard.map { ": \($0)" } ?? ": …"
      return "# \(key.path)\(value)    # \(key.help) (\(key.kind.rawValue))"
    }
    return """
      # sitrep configuration. Everything is optional; what stands here is what holds without it.
      # Dots stand for nesting, [] for each element of a list, * for a platform's name, as in:
      #
      # platforms:
      #   anthropic:
      #     key: env:ANTHROPIC_API_KEY
      # probes:
      #   - {platform: anthropic, model: claude-haiku-4-5, capabilities: [messages, streaming], cadence: 30s}
      # gateway:
      #   listen: 127.0.0.1:4000

      \(lines.joined(separator: "\n"))

      """
  }
}
