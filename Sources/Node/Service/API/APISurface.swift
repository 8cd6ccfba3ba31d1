import Coding
import Presentation

/// What a node's API is made of, for tests and documents that must name all of it.
package struct APISurface: Sendable {
  /// `GET /v1/accounts/{account}`, as the router has them.
  package let routes: [String]
  package let document: JSON
  package let operations: [Item]
  package let problems: [Fault]

  package struct Item: Sendable {
    /// `GET /v1/accounts/{account}`
    package let route: String
    package let summary: String
    package let reader: String
    package let types: [String]
  }

  package struct Fault: Sendable {
    package let name: String
    package let status: Int
    package let title: Phrase
    package let canRetry: Bool
    package let json: JSON
  }

  init(of api: API) {
    routes = api.router.routes.map { "\($0.method.rawValue) \(OpenAPI.template($0.path.description))" }
    document = OpenAPI(api.operations).json
    operations = api.operations.map {
      Item(
        route: "\($0.method.rawValue) \(OpenAPI.template($0.path))", summary: $0.summary, reader: $0.reader.rawValue,
        types: $0.answers.map(\.type))
    }
    problems = Problem.catalogue.map {
      Fault(name: $0.name, status: $0.status.code, title: $0.title, canRetry: $0.canRetry, json: $0.json)
    }
  }
}
