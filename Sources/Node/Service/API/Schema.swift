import Presentation

/// What a JSON answer looks like, in the words of JSON Schema: whole numbers and texts, nothing else to choose from.
indirect enum Schema: Sendable {
  case string
  /// A text of this form: `date-time`, `uri`.
  case text(String)
  case integer
  case boolean
  case anything
  case array(Schema)
  /// Members by key; a key that ends in `?` may be missing, a value may be null only where it says so.
  case object(KeyValuePairs<String, Schema>)
  case nullable(Schema)
  case one(of: [String])
  /// One of the named schemas.
  case named(String)

  var json: JSON {
    switch self {
    case .string: ["type": "string"]
    case .text(let format): ["type": "string", "format": .string(format)]
    case .integer: ["type": "integer", "format": "int64"]
    case .boolean: ["type": "boolean"]
    case .anything: [:]
    case .array(let element): ["type": "array", "items": element.json]
    case .one(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
    case .named(let name): ["$ref": .string("#/components/schemas/\(name)")]
    case .nullable(let schema): ["anyOf": [schema.json, ["type": "null"]]]
    case .object(let members):
      [
        "type": "object", "additionalProperties": false,
        "properties": .object(
          members.map { .init(key: $0.key.hasSuffix("?") ? String($0.key.dropLast()) : $0.key, value: $0.value.json) }),
        "required": .array(members.filter { !$0.key.hasSuffix("?") }.map { .string($0.key) }),
      ]
    }
  }
}
