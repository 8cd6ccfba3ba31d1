import HTTPTypes
import Presentation

/// The description of an API for programs: OpenAPI 3.1, written from what is registered.
struct OpenAPI {
  private let operations: [Operation]

  init(_ operations: [Operation]) { self.operations = operations }

  var json: JSON {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "Salur", "version": "1",
        "summary": "A benefits ledger: commands in, proofs out.",
        "description": .string(Self.description),
      ],
      "paths": .object(paths),
      "components": [
        "schemas": .object(Schema.components.map { .init(key: $0.name, value: $0.schema.json) }),
        "securitySchemes": [
          "signature": [
            "type": "http", "scheme": "Salur",
            "description":
              "base64url(COSE_Sign1 over an access request): who asks, for this network, method, path, query and body, within a minute of the node's clock, once. See docs/API.md.",
          ]
        ],
      ],
    ]
  }

  private static let description = """
    Amounts are whole rupiah, times RFC 3339 in UTC, bytes hexadecimal digits, accounts as people write them. Records in \
    application/cbor carry the proof that a JSON answer cannot; docs/FORMATS.md has their bytes. Errors are RFC 9457 \
    problem documents; docs/API.md lists them all.
    """

  /// By path, in the order they were added.
  private var paths: [JSON.Member] {
    var order: [String] = []
    var methods: [String: [JSON.Member]] = [:]
    for operation in operations {
      let path = Self.template(operation.path)
      if methods[path] == nil { order.append(path) }
      methods[path, default: []].append(
        .init(key: operation.method.rawValue.lowercased(), value: Self.json(operation)))
    }
    return order.map { path in
      let first = operations.first { Self.template($0.path) == path }!
      let parameters = JSON.Member(key: "parameters", value: .array(first.captures.map(Self.capture)))
      return .init(key: path, value: .object(methods[path]! + (first.captures.isEmpty ? [] : [parameters])))
    }
  }

  /// `/v1/accounts/{account}`
  static func template(_ path: String) -> String {
    let parts = path.split(separator: "/").map { part in
      part == "**" ? "{path}" : part.hasPrefix(":") ? "{\(part.dropFirst())}" : String(part)
    }
    return "/" + parts.joined(separator: "/")
  }

  private static func capture(_ name: String) -> JSON {
    let (meaning, schema) = captures[name] ?? ("", .string)
    return [
      "name": .string(name), "in": "path", "required": true, "description": .string(meaning), "schema": schema.json,
    ]
  }

  /// What the captured parts of paths mean.
  private static let captures: [String: (String, Schema)] = [
    "account": ("An account, such as SLR-0000ABC5.", .string),
    "did": ("did:salur:<network>:<account>", .string),
    "index": ("An entry's index in the log.", .integer),
    "series": ("A programme, such as id.kemensos.pkh.", .string),
    "cycle": ("A cycle, such as 2026-Q1.", .string),
    "code": ("A region's code, such as 53.15.", .string),
    "path": ("The rest of the path.", .string),
  ]

  private static func json(_ operation: Operation) -> JSON {
    var members: [JSON.Member] = [
      .init(key: "operationId", value: .string(identifier(operation))),
      .init(key: "summary", value: .string(operation.summary)),
      .init(key: "description", value: .string(operation.reader.rawValue)),
      .init(key: "responses", value: .object(responses(operation))),
    ]
    if operation.reader != .anyone { members.append(.init(key: "security", value: [["signature": []]])) }
    if !operation.query.isEmpty {
      members.append(
        .init(
          key: "parameters",
          value: .array(
            operation.query.map {
              [
                "name": .string($0.name), "in": "query", "required": .bool($0.isRequired),
                "description": .string($0.meaning), "schema": $0.schema.json,
              ]
            })))
    }
    if !operation.bodies.isEmpty {
      members.append(
        .init(
          key: "requestBody",
          value: [
            "required": true,
            "content": .object(operation.bodies.map { .init(key: $0, value: ["schema": binary]) }),
          ]))
    }
    return .object(members)
  }

  /// `getAccountsState`: stable while the path is.
  private static func identifier(_ operation: Operation) -> String {
    let words = operation.path.split { "/.-".contains($0) }.filter { !$0.hasPrefix(":") && $0 != "v1" && $0 != "**" }
    let name = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    return operation.method.rawValue.lowercased() + name
      + (operation.captures.isEmpty ? "" : "By" + operation.captures.map(\.capitalized).joined())
  }

  private static func responses(_ operation: Operation) -> [JSON.Member] {
    var responses: [JSON.Member] = [
      .init(
        key: "200",
        value: [
          "description": .string(operation.summary),
          "content": .object(operation.answers.map { .init(key: $0.type, value: ["schema": schema($0)]) }),
        ])
    ]
    var byStatus: [Int: [Problem]] = [:]
    for problem in operation.allProblems { byStatus[problem.status.code, default: []].append(problem) }
    for status in byStatus.keys.sorted() {
      responses.append(
        .init(
          key: String(status),
          value: [
            "description": .string(byStatus[status]!.map { "\($0.name): \($0.title.english)" }.joined(separator: "; ")),
            "content": [BodyType.problem: ["schema": Schema.named("Problem").json]],
          ]))
    }
    return responses
  }

  private static let binary: JSON = ["type": "string", "format": "binary"]

  private static func schema(_ answer: Operation.Answer) -> JSON {
    switch answer {
    case .json(let schema, _): schema.json
    case .cbor(let record):
      ["type": "string", "format": "binary", "description": .string("\(record), deterministic CBOR")]
    case .other(_, let meaning): ["type": "string", "description": .string(meaning)]
    }
  }
}
