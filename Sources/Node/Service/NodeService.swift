import Engine
import Events
import Hummingbird
import Logging
import Push
import ServiceLifecycle

/// A running node as programs and people reach it: HTTP in front of one engine.
///
/// It composes and decides nothing: what a command does is the engine's word, what may be read is each route's.
public final class NodeService: Sendable {
  public let engine: SoloEngine
  public let configuration: ServiceConfiguration
  private let group: ServiceGroup
  /// Told to people: streams and pushes.
  package let notifications: Notifications

  /// - Parameter onReady: told the port once it is open.
  public init(
    engine: SoloEngine, configuration: ServiceConfiguration, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) throws {
    self.engine = engine
    self.configuration = configuration
    notifications = try Notifications(
      engine.replica, limits: configuration.events, push: configuration.push, logger: logger)
    let application = Application(
      router: Self.router(engine, notifications),
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(60),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 64))),
      configuration: .init(address: .hostname(configuration.host, port: configuration.port)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: logger)
    // The last is told to stop first: streams end before the server waits for the calls under way.
    group = ServiceGroup(
      configuration: .init(services: [.init(service: application), .init(service: notifications)], logger: logger))
  }

  /// Serves until `stop`.
  public func run() async throws { try await group.run() }

  /// Takes no new calls; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }

  private static func router(_ engine: SoloEngine, _ notifications: Notifications) -> Router<CallContext> {
    let heads = HeadKeeper(engine.replica)
    let access = AccessGuard(engine.replica)
    let router = Router(context: CallContext.self)
    router.add(middleware: ProblemMiddleware())
    HealthRoutes(engine: engine).add(to: router)
    CommandRoutes(engine: engine, heads: heads).add(to: router)
    AccountRoutes(replica: engine.replica, heads: heads, access: access).add(to: router)
    LogRoutes(replica: engine.replica, heads: heads).add(to: router)
    notifications.add(to: router, access: access)
    return router
  }
}

/// How a node is reached.
public struct ServiceConfiguration: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 8080
  public var events = EventLimits()
  public var push = PushConfiguration()

  public init() {}
}
