import SitrepCore

/// A piece of a JSON Schema.
package indirect enum SchemaValue: Hashable, Sendable, Encodable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case list([SchemaValue])
  case object([String: SchemaValue])

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .text(let text): try text.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .flag(let flag): try flag.encode(to: encoder)
    case .list(let items): try items.encode(to: encoder)
    case .object(let fields): try fields.encode(to: encoder)
    }
  }
}

extension ConfigurationTable {
  /// The JSON Schema of `config.yaml`, for editors: made from the table that the reader uses.
  package static var schema: SchemaValue {
    guard case .object(var fields) = object(under: "") else { return .object([:]) }
    fields["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
    fields["title"] = .text("sitrep configuration")
    return .object(fields)
  }

  private static func object(under path: String) -> SchemaValue {
    let names = names(under: path)
    if names == ["*"] {
      var fields: [String: SchemaValue] = [
        "type": .text("object"), "additionalProperties": object(under: "\(path).*"),
      ]
      // Elsewhere the names are anybody's, as parts of models' names are.
      if path == "platforms" { fields["propertyNames"] = words(Platform.allCases.map(\.rawValue)) }
      return .object(fields)
    }
    var properties: [String: SchemaValue] = [:]
    var required: [SchemaValue] = []
    for name in names {
      let place = path.isEmpty ? name : "\(path).\(name)"
      properties[name] = value(at: place)
      if key(place)?.isRequired == true { required.append(.text(name)) }
    }
    var fields: [String: SchemaValue] = [
      "type": .text("object"), "additionalProperties": .flag(false), "properties": .object(properties),
    ]
    if !required.isEmpty { fields["required"] = .list(required) }
    return .object(fields)
  }

  private static func value(at path: String) -> SchemaValue {
    guard let key = key(path) else {
      guard !names(under: "\(path)[]").isEmpty else { return object(under: path) }
      return .object(["type": .text("array"), "items": object(under: "\(path)[]")])
    }
    var fields = shape(of: key.kind)
    let standard = key.standard.map { " Standard: \($0)." } ?? ""
    fields["description"] = .text("\(key.help) (\(key.kind.rawValue))\(standard)")
    return .object(fields)
  }

  private static func shape(of kind: ConfigurationKey.Kind) -> [String: SchemaValue] {
    switch kind {
    case .text, .pointer: ["type": .text("string")]
    case .url: pattern("^https?://")
    case .urls: oneOrMore(pattern("^https?://"))
    case .keySource: pattern("^(env|file|command):.+")
    case .keySources: oneOrMore(pattern("^(env|file|command):.+"))
    case .texts: oneOrMore(["type": .text("string")])
    case .platform: enumeration(Platform.allCases.map(\.rawValue))
    case .platforms: oneOrMore(enumeration(Platform.allCases.map(\.rawValue)))
    case .capabilities: oneOrMore(enumeration(Capability.allCases.map(\.rawValue)))
    case .feedKind: enumeration(FeedKind.allCases.map(\.rawValue))
    case .duration: pattern(duration)
    case .durations: ["type": .text("array"), "items": .object(pattern(duration))]
    case .flag: ["type": .text("boolean")]
    case .count: ["type": .text("integer"), "minimum": .number(1)]
    case .dollars: ["type": .text("number"), "minimum": .number(0)]
    case .address: pattern("^.+:[0-9]{1,5}$")
    case .share:
      [
        "anyOf": .list([
          .object(pattern("^[0-9.]+%$")),
          .object(["type": .text("number"), "minimum": .number(0), "maximum": .number(1)]),
        ])
      ]
    // What has a shape of its own is described in words; the reader is the judge.
    default: [:]
    }
  }

  private static let duration = "^([0-9.]+(ms|d|h|m|s))+$"

  private static func pattern(_ text: String) -> [String: SchemaValue] {
    ["type": .text("string"), "pattern": .text(text)]
  }

  private static func enumeration(_ words: [String]) -> [String: SchemaValue] {
    ["enum": .list(words.map(SchemaValue.text))]
  }

  private static func words(_ words: [String]) -> SchemaValue { .object(enumeration(words)) }

  private static func oneOrMore(_ shape: [String: SchemaValue]) -> [String: SchemaValue] {
    ["anyOf": .list([.object(shape), .object(["type": .text("array"), "items": .object(shape)])])]
  }
}
