import HTTPTypes
import Hummingbird
import Synchronization

/// What a node can be asked: every operation is registered here with its handler and its description, and
/// `/openapi.json` is written from those. A parameter that the description does not have never comes to the handler.
final class API {
  typealias Handler = @Sendable (Request, CallContext) async throws -> Response

  let router = Router(context: CallContext.self, options: .autoGenerateHeadEndpoints)
  private(set) var operations: [Operation] = []
  private let table = RouteTable()

  init(_ limiter: AddressLimiter, calls: CallMiddleware, stop: StopMiddleware) {
    router.add(middleware: calls)
    router.add(middleware: stop)
    router.add(middleware: ProblemMiddleware(table: table))
    router.add(middleware: AddressLimitMiddleware(limiter: limiter))
  }

  func add(_ operation: Operation, use handler: @escaping Handler) {
    operations.append(operation)
    table.add(operation)
    let known = operation.query.map(\.name)
    router.on(RouterPath(operation.path), method: operation.method) { request, context in
      try request.requireQuery(of: known)
      return try await handler(request, context)
    }
  }

  func get(
    _ path: String, _ summary: String, for reader: Operation.Reader = .anyone, query: [Operation.Parameter] = [],
    answers: [Operation.Answer], problems: [Problem] = [], use handler: @escaping Handler
  ) {
    add(
      Operation(
        method: .get, path: path, summary: summary, reader: reader, query: query, answers: answers, problems: problems),
      use: handler)
  }

  func post(
    _ path: String, _ summary: String, for reader: Operation.Reader = .anyone, query: [Operation.Parameter] = [],
    bodies: [String], answers: [Operation.Answer], problems: [Problem] = [], use handler: @escaping Handler
  ) {
    add(
      Operation(
        method: .post, path: path, summary: summary, reader: reader, query: query, bodies: bodies, answers: answers,
        problems: problems),
      use: handler)
  }

  /// Adds the document of all that has been added, and of itself.
  func addDocument() {
    var document: [UInt8] = []
    let operation = Operation(
      method: .get, path: "/openapi.json", summary: "This document.",
      answers: [.json(.anything)])
    document = Array((OpenAPI(operations + [operation]).json.text + "\n").utf8)
    add(operation) { [document] _, _ in
      Response(bytes: document, type: BodyType.json).cached("public, max-age=300")
    }
  }
}

/// Which methods a path knows, for whoever asks with another.
final class RouteTable: Sendable {
  private let routes = Mutex<[(pattern: [Substring], method: HTTPRequest.Method)]>([])

  func add(_ operation: Operation) {
    let pattern = Self.parts(operation.path)
    routes.withLock { $0.append((pattern, operation.method)) }
  }

  /// The methods that are allowed on a path; none where there is nothing.
  func methods(at path: String) -> [HTTPRequest.Method] {
    let parts = Self.parts(path)
    let found = routes.withLock { $0.filter { Self.matches($0.pattern, parts) }.map(\.method) }
    return found.contains(.get) ? found + [.head] : found
  }

  private static func parts(_ path: String) -> [Substring] { path.split(separator: "/") }

  private static func matches(_ pattern: [Substring], _ parts: [Substring]) -> Bool {
    if pattern.last == "**" { return parts.starts(with: pattern.dropLast()) && parts.count >= pattern.count }
    return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
  }
}
