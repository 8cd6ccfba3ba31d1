import Engine
import Events
import Hummingbird
import Logging
import NIOPosix
import Push
import ServiceLifecycle

/// A running node as programs and people reach it: HTTP in front of one engine.
///
/// It composes and decides nothing: what a command does is the engine's word, what may be read is each route's.
public final class NodeService: Sendable {
  public let engine: SoloEngine
  public let configuration: ServiceConfiguration
  public let views: ViewKeeper
  private let group: ServiceGroup
  private let log: PublishedLog
  private let rounds: WitnessRounds
  /// Told to people: streams and pushes.
  package let notifications: Notifications

  /// - Parameter onReady: told the port once it is open.
  public init(
    engine: SoloEngine, views: ViewKeeper, configuration: ServiceConfiguration, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) throws {
    self.engine = engine
    self.configuration = configuration
    self.views = views
    let heads = HeadKeeper(engine.replica)
    log = PublishedLog(engine.replica)
    rounds = WitnessRounds(
      log, heads: heads, witnesses: configuration.witnesses, quorum: configuration.witnessQuorum, logger: logger)
    notifications = try Notifications(
      engine.replica, limits: configuration.events, push: configuration.push, logger: logger)
    let application = Application(
      router: Self.router(engine, views, heads, log, rounds, notifications),
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
      configuration: .init(
        services: [.init(service: rounds), .init(service: application), .init(service: notifications)], logger: logger))
  }

  /// Serves until `stop`.
  public func run() async throws {
    // A replica that cannot publish has stopped, and the routes say so.
    _ = try? await NIOThreadPool.singleton.runIfActive { [log] in try log.publish() }
    try await group.run()
  }

  /// Takes no new calls; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }

  private static func router(
    _ engine: SoloEngine, _ views: ViewKeeper, _ heads: HeadKeeper, _ log: PublishedLog, _ rounds: WitnessRounds,
    _ notifications: Notifications
  ) -> Router<CallContext> {
    let access = AccessGuard(engine.replica)
    let router = Router(context: CallContext.self)
    router.add(middleware: ProblemMiddleware())
    HealthRoutes(engine: engine).add(to: router)
    CommandRoutes(engine: engine, heads: heads).add(to: router)
    AccountRoutes(replica: engine.replica, heads: heads, access: access).add(to: router)
    HistoryRoutes(replica: engine.replica, heads: heads, access: access, views: views).add(to: router)
    CoverageRoutes(replica: engine.replica, heads: heads, views: views).add(to: router)
    MerchantRoutes(replica: engine.replica).add(to: router)
    LogRoutes(replica: engine.replica, heads: heads).add(to: router)
    TileRoutes(log: log, heads: heads).add(to: router)
    WitnessRoutes(rounds: rounds).add(to: router)
    notifications.add(to: router, access: access)
    return router
  }
}

/// How a node is reached.
public struct ServiceConfiguration: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 8080
  /// Who is asked to cosign the log's heads.
  public var witnesses: [WitnessAddress] = []
  /// How many of those that genesis names must have cosigned a head before it is shown as cosigned; nil: all.
  public var witnessQuorum: Int?
  public var events = EventLimits()
  public var push = PushConfiguration()

  public init() {}
}
