/// The tool that a question calls for, with arguments that fit its schema.
struct ToolAnswer {
  let name: String
  /// The arguments as JSON text, cut as they are streamed.
  let pieces: [String]

  /// Nil when no tool is offered, or none fits and none must be used.
  init?(_ body: JSON, question: String) {
    let offered = ToolAnswer.offered(body)
    let words = Set(question.lowercased().split { !$0.isLetter }.map(String.init))
    func fit(_ name: String) -> Int {
      name.lowercased().split { !$0.isLetter }.count { words.contains(String($0)) }
    }
    guard let best = offered.max(by: { fit($0.name) < fit($1.name) }),
      fit(best.name) > 0 || ToolAnswer.isForced(body)
    else { return nil }
    name = best.name
    let arguments = ToolAnswer.arguments(best.schema, question).encoded
    pieces = ToolAnswer.cut(arguments)
  }

  /// In the shapes of the Messages API, OpenAI and Gemini.
  private static func offered(_ body: JSON) -> [(name: String, schema: JSON)] {
    let tools = body["tools"]?.list ?? []
    let all = tools.flatMap { $0["functionDeclarations"]?.list ?? [$0["function"] ?? $0] }
    return all.compactMap { tool in
      tool["name"]?.text.map { ($0, tool["input_schema"] ?? tool["parameters"] ?? .object([])) }
    }
  }

  private static func isForced(_ body: JSON) -> Bool {
    let choice = body["tool_choice"]?["type"]?.text ?? body["tool_choice"]?.text
    let mode = body["toolConfig"]?["functionCallingConfig"]?["mode"]?.text
    return ["any", "tool", "required"].contains(choice) || mode == "ANY"
  }

  /// Numbers in the order in which the question tells them.
  private static func arguments(_ schema: JSON, _ question: String) -> JSON {
    guard case .object(let properties)? = schema["properties"] else { return .object([]) }
    var numbers = question.split { !$0.isNumber }.compactMap { Int($0) }[...]
    let required = schema["required"]?.list?.compactMap(\.text)
    let wanted = properties.filter { required?.contains($0.key) ?? true }
    return .object(
      wanted.map { property in
        let value: JSON =
          switch property.value["type"]?.text {
          case "integer", "number": .integer(numbers.popFirst() ?? 1)
          case "boolean": true
          case "array": []
          case "object": .object([])
          default: property.value["enum"]?.list?.first ?? "text"
          }
        return JSON.Member(key: property.key, value: value)
      })
  }

  private static func cut(_ text: String) -> [String] {
    var rest = text[...]
    var pieces: [String] = []
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(6)))
      rest = rest.dropFirst(6)
    }
    return pieces
  }
}
