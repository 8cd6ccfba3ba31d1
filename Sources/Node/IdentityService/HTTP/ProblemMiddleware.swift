import Coding
import Hummingbird
import Logging
import NIOCore
import Platform

/// Turns whatever a call threw into a problem document, and logs the call: its route, never its path.
struct ProblemMiddleware: RouterMiddleware {
  typealias Context = BasicRequestContext

  let logger: Logger

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = MonotonicClock.nowNanoseconds()
    var problem: String?
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as IdentityProblem {
      (response, problem) = (error.response, error.name)
    } catch let error as HTTPError where error.status == .notFound {
      response = IdentityProblem.notFound.response
    } catch let error as HTTPError where error.status.code < 500 {
      response = IdentityProblem.noHTTP.response
    } catch is ChannelError, is CancellationError, is IOError {
      // There is nobody left to read it.
      response = IdentityProblem.noHTTP.response
    } catch {
      logger.error("a call failed", metadata: ["error": "\(type(of: error))"])
      response = IdentityProblem.failed.response
    }
    response.headers[.cacheControl] = "no-store"
    guard let route = context.endpointPath, route != "/health" else { return response }
    var metadata: Logger.Metadata = [
      "route": "\(route)", "status": "\(response.status.code)",
      "ms": "\((MonotonicClock.nowNanoseconds() - start) / 1_000_000)",
    ]
    if let problem { metadata["problem"] = "\(problem)" }
    logger.info("answered", metadata: metadata)
    return response
  }
}
