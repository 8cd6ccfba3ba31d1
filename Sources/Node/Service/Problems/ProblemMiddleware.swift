import Coding
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Turns whatever a call threw into a problem document. What a route did not foresee is said without its details.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = CallContext

  let table: RouteTable

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return try problem.response(from: request, context: context)
    } catch let error as HTTPError where error.status == .notFound {
      return try notFound(request).response(from: request, context: context)
    } catch let error as HTTPError {
      return try Problem(error.status).response(from: request, context: context)
    } catch let error as any HTTPResponseError {
      return try Problem(error.status).response(from: request, context: context)
    } catch {
      // Mostly there is nobody left to read it.
      if Self.isCallers(error) { return try Problem(.badRequest).response(from: request, context: context) }
      context.logger.error("a call failed", metadata: ["error": "\(type(of: error))"])
      return try Problem.failed.response(from: request, context: context)
    }
  }

  /// Whether the call broke off on its way here, or goes on as no HTTP: nothing that an operator could mend.
  private static func isCallers(_ error: any Error) -> Bool {
    error is HTTPParserError || error is ChannelError || error is IOError || error is CancellationError
  }

  /// Nothing there, or nothing for this method.
  private func notFound(_ request: Request) -> Problem {
    let methods = table.methods(at: request.uri.path)
    return methods.isEmpty ? .notFound : .wrongMethod(allowed: methods)
  }
}

extension Problem {
  /// What the server itself says of a call that reached no route.
  init(_ status: HTTPResponse.Status) {
    switch status {
    case .notFound: self = .notFound
    case .badRequest: self = .malformed(Phrase("Permintaan HTTP rusak.", "It is not a well-formed HTTP request."))
    case .contentTooLarge: self = .tooLarge(limit: 0)
    case .requestHeaderFieldsTooLarge: self = .headersTooLarge
    default: self = .failed
    }
  }

  static func wrongMethod(allowed: [HTTPRequest.Method]) -> Problem {
    Problem(
      status: .methodNotAllowed, name: "wrong-method",
      title: Phrase("Cara ini tidak berlaku di sini", "This method is not allowed here"), allowed: allowed)
  }

  static let headersTooLarge = Problem(
    status: .requestHeaderFieldsTooLarge, name: "headers-too-large",
    title: Phrase(
      "Kepala permintaan terlalu besar atau terlalu banyak", "The call's header fields are too large or too many"))

  static let failed = Problem(
    status: .internalServerError, name: "server",
    title: Phrase("Server tidak dapat menjawab", "The server could not answer"), canRetry: true)
}
