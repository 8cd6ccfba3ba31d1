import Connections
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle

/// What one of the identity services answers.
public protocol IdentityRoutes: Sendable {
  /// The largest body anybody may send.
  static var maximumBytes: Int { get }
  func add(to router: Router<BasicRequestContext>)
}

/// HTTP in front of a registration service, an agency's evaluator or the mock issuer: what all of them do with
/// connections, problems and logs.
public final class IdentityServer: Sendable {
  private let group: ServiceGroup

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - logger: one line a call, without anything about people: route, status, milliseconds.
  ///   - onReady: told the port once it is open.
  public init<Routes: IdentityRoutes>(
    _ routes: Routes, host: String, port: Int, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    let router = Router(context: BasicRequestContext.self)
    router.add(middleware: ProblemMiddleware(logger: logger))
    router.get("health") { _, _ in Response(["status": "ok"]) }
    routes.add(to: router)
    // The server's own lines name paths and addresses.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let limits = Self.limits
    let connections = ConnectionCounter(limits)
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionGuard(limits, connections, maximumBytes: Routes.maximumBytes) { status in
              let problem: IdentityProblem =
                switch status {
                case .badRequest: .noHTTP
                case .serviceUnavailable: .busy
                default: .headersTooLarge
                }
              return (problem.json.text + "\n", MediaType.problem)
            }
          ], idleTimeout: .seconds(120))),
      configuration: .init(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: .maximum(limits.accepted, logger: quiet)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: quiet)
    group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: quiet))
  }

  private static var limits: ConnectionLimits {
    var limits = ConnectionLimits()
    limits.connections = 1_024
    limits.connectionsPerAddress = 64
    return limits
  }

  /// Serves until `stop`.
  public func run() async throws { try await group.run() }

  /// Takes no new calls; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }
}
