import Coding
import HTTPTypes
import Hummingbird

/// Turns whatever a call threw into a problem document. What a route did not foresee is said without its details.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = CallContext

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return try problem.response(from: request, context: context)
    } catch let error as HTTPError {
      return try Problem(error.status).response(from: request, context: context)
    } catch let error as any HTTPResponseError {
      return try Problem(error.status).response(from: request, context: context)
    } catch {
      context.logger.error("a call failed", metadata: ["error": "\(type(of: error))"])
      return try Problem(.internalServerError).response(from: request, context: context)
    }
  }
}

extension Problem {
  /// What the server itself says: no such path, a malformed request.
  init(_ status: HTTPResponse.Status) {
    switch status {
    case .notFound: self = .notFound
    case .methodNotAllowed:
      self.init(
        status: status, name: "wrong-method",
        title: Phrase("Cara ini tidak berlaku di sini", "This method is not allowed here"))
    case .badRequest: self = .malformed(status.reasonPhrase)
    case .contentTooLarge: self = .tooLarge(limit: 0)
    default:
      self.init(
        status: status, name: "server",
        title: Phrase("Server tidak dapat menjawab", "The server could not answer"), canRetry: status.code >= 500)
    }
  }
}
