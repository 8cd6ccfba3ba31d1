import Engine
import Hummingbird
import Logging
import ServiceLifecycle

/// A running node as programs and people reach it: HTTP in front of one engine.
///
/// It composes and decides nothing: what a command does is the engine's word, what may be read is each route's.
public final class NodeService: Sendable {
  public let engine: SoloEngine
  public let configuration: ServiceConfiguration
  private let group: ServiceGroup
  private let sign = StopSign()

  /// - Parameters:
  ///   - metrics: what the engine tells its measures to.
  ///   - onReady: told the port once it is open.
  public init(
    engine: SoloEngine, configuration: ServiceConfiguration, metrics: NodeMetrics, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    self.engine = engine
    self.configuration = configuration
    // The server's own lines name paths and addresses.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    let application = Application(
      router: Self.router(engine, configuration, metrics, sign, logger),
      server: .http1(
        configuration: .init(
          idleTimeout: .seconds(Int64(configuration.idleSeconds)),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: configuration.headerBytes / 2, maxHeaderListSize: configuration.headerBytes,
            maxHeaderFieldCount: 64))),
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1_024,
        availableConnectionsDelegate: .maximum(configuration.connections, logger: quiet)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: quiet)
    var lifecycle = ServiceGroupConfiguration(services: [.init(service: application)], logger: quiet)
    lifecycle.maximumGracefulShutdownDuration = .seconds(configuration.stopSeconds)
    group = ServiceGroup(configuration: lifecycle)
  }

  /// Serves until `stop`.
  public func run() async throws { try await group.run() }

  /// Takes no new calls; `run` returns when those under way are answered, or have had their time.
  public func stop() async {
    sign.raise()
    await group.triggerGracefulShutdown()
  }

  private static func router(
    _ engine: SoloEngine, _ configuration: ServiceConfiguration, _ metrics: NodeMetrics, _ sign: StopSign,
    _ logger: Logger
  ) -> Router<CallContext> {
    let heads = HeadKeeper(engine.replica)
    let access = AccessGuard(engine.replica)
    let router = Router(context: CallContext.self)
    router.add(middleware: CallMiddleware(metrics: metrics, logger: logger))
    router.add(middleware: StopMiddleware(sign: sign))
    router.add(middleware: ProblemMiddleware())
    HealthRoutes(engine: engine, metrics: metrics).add(to: router)
    CommandRoutes(engine: engine, heads: heads, maximumBytes: configuration.bodyBytes).add(to: router)
    AccountRoutes(replica: engine.replica, heads: heads, access: access).add(to: router)
    LogRoutes(replica: engine.replica, heads: heads).add(to: router)
    return router
  }
}
