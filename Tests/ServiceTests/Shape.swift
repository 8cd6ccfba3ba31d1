import Presentation

/// Compares answers with the part of JSON Schema that the API's document uses.
struct Shape {
  private let document: JSON

  init(_ document: JSON) { self.document = document }

  func faults(of value: JSON, _ schema: JSON, at place: String) -> [String] {
    if case .string(let reference)? = schema["$ref"] {
      let name = String(reference.split(separator: "/").last ?? "")
      guard let named = document["components"]?["schemas"]?[name] else { return ["\(place): no schema \(name)"] }
      return faults(of: value, named, at: place)
    }
    if case .array(let choices)? = schema["anyOf"] {
      let all = choices.map { faults(of: value, $0, at: place) }
      return all.contains(where: \.isEmpty) ? [] : all.first ?? []
    }
    if case .array(let words)? = schema["enum"], !words.contains(value) {
      return ["\(place): \(value) is none of them"]
    }
    guard case .string(let type)? = schema["type"] else { return [] }
    switch (type, value) {
    case ("string", .string), ("integer", .int), ("boolean", .bool), ("null", .null): return []
    case ("array", .array(let elements)):
      return elements.enumerated().flatMap { faults(of: $1, schema["items"] ?? [:], at: "\(place)[\($0)]") }
    case ("object", .object(let members)): return faults(of: members, schema, at: place)
    default: return ["\(place): \(value.text.prefix(60)) is no \(type)"]
    }
  }

  private func faults(of members: [JSON.Member], _ schema: JSON, at place: String) -> [String] {
    var faults: [String] = []
    let keys = Set(members.map(\.key))
    if case .array(let required)? = schema["required"] {
      for case .string(let key) in required where !keys.contains(key) { faults.append("\(place): no \(key)") }
    }
    for member in members {
      if let property = schema["properties"]?[member.key] {
        faults += self.faults(of: member.value, property, at: "\(place).\(member.key)")
      } else if schema["additionalProperties"] == false {
        faults.append("\(place): \(member.key) is not described")
      }
    }
    return faults
  }
}
