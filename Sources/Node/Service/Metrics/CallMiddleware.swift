import HTTPTypes
import Hummingbird
import Logging
import Platform

/// Counts, times and logs every call: its route's template, never the path, which may name an account; nothing of who
/// called.
struct CallMiddleware: RouterMiddleware {
  typealias Context = CallContext

  let metrics: NodeMetrics
  let logger: Logger

  /// A call that takes longer is worth a line of its own, nanoseconds.
  private static let slow: UInt64 = 1_000_000_000

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    let start = MonotonicClock.nowNanoseconds()
    let response = try await next(request, context)
    let nanoseconds = MonotonicClock.nowNanoseconds() - start
    let (route, method, status) = (context.endpointPath ?? "none", request.method.known, response.status.code)
    metrics.count(route: route, method: method, status: status, nanoseconds: nanoseconds)
    logger.log(
      level: level(status, nanoseconds), "call",
      metadata: [
        "route": "\(route)", "method": "\(method)", "status": "\(status)", "ms": "\(nanoseconds / 1_000_000)",
      ])
    return response
  }

  private func level(_ status: Int, _ nanoseconds: UInt64) -> Logger.Level {
    if status == 500 { return .error }
    return status >= 400 || nanoseconds > Self.slow ? .info : .debug
  }
}

extension HTTPRequest.Method {
  /// One of a few names: callers may make up others without end.
  fileprivate var known: String {
    switch self {
    case .get, .head, .post, .put, .patch, .delete, .options: rawValue
    default: "other"
    }
  }
}
