import HTTPTypes
import Hummingbird
import Synchronization

/// Whether the node is stopping: calls under way go on, new ones are turned away.
final class StopSign: Sendable {
  private let up = Mutex(false)

  var isUp: Bool { up.withLock { $0 } }

  func raise() { up.withLock { $0 = true } }
}

/// Turns new calls away while the node stops, also those on a connection that is still busy with another.
struct StopMiddleware: RouterMiddleware {
  typealias Context = CallContext

  let sign: StopSign

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    guard sign.isUp else { return try await next(request, context) }
    var response = try Problem.stopped.response(from: request, context: context)
    response.headers[.connection] = "close"
    return response
  }
}
