import Connections
import Engine
import Events
import Hummingbird
import Logging
import NIOPosix
import Platform
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
  private let sign = StopSign()
  /// All that can be asked of it.
  package let surface: APISurface
  private let accessLog: AccessLog
  private let log: PublishedLog
  private let rounds: WitnessRounds
  /// Told to people: streams and pushes.
  package let notifications: Notifications

  /// - Parameters:
  ///   - metrics: what the engine tells its measures to.
  ///   - onReady: told the port once it is open.
  public init(
    engine: SoloEngine, views: ViewKeeper, configuration: ServiceConfiguration, metrics: NodeMetrics = NodeMetrics(),
    logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) throws {
    self.engine = engine
    self.configuration = configuration
    self.views = views
    let limits = configuration.limits
    let bodyBytes = configuration.bodyBytes
    let connections = ConnectionCounter(limits.ofConnections)
    accessLog = AccessLog(in: engine.replica.directory.path, network: engine.replica.genesis.network)
    let heads = HeadKeeper(engine.replica)
    log = PublishedLog(engine.replica)
    // The server's own lines name paths and addresses.
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .warning)
    rounds = WitnessRounds(
      log, heads: heads, witnesses: configuration.witnesses, quorum: configuration.witnessQuorum, logger: logger)
    // Streams hold their connections: whoever else calls must find one too.
    var events = configuration.events
    events.streams = min(events.streams, limits.connections * 3 / 4)
    notifications = try Notifications(
      engine.replica, limits: events, push: configuration.push, logger: logger)
    let parts = Parts(
      heads: heads, accessLog: accessLog, views: views, log: log, rounds: rounds, notifications: notifications,
      metrics: metrics)
    let api = API(
      AddressLimiter(limits), calls: CallMiddleware(metrics: metrics, logger: logger), stop: StopMiddleware(sign: sign))
    Self.add(parts, of: engine, configuration, to: api)
    surface = APISurface(of: api)
    let application = Application(
      router: api.router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionGuard(limits.ofConnections, connections, maximumBytes: bodyBytes) { status in
              let problem: Problem =
                switch status {
                case .badRequest: Problem(.badRequest)
                case .serviceUnavailable: .busy
                default: .headersTooLarge
                }
              return (problem.json.text + "\n", BodyType.problem)
            }
          ],
          idleTimeout: limits.idle.amount,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: configuration.headerBytes / 2, maxHeaderListSize: configuration.headerBytes,
            maxHeaderFieldCount: ServiceLimits.headerFields))),
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port), backlog: 1_024,
        availableConnectionsDelegate: .maximum(limits.ofConnections.accepted, logger: quiet)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: quiet)
    // The last is told to stop first: streams end before the server waits for the calls under way.
    var lifecycle = ServiceGroupConfiguration(
      services: [.init(service: rounds), .init(service: application), .init(service: notifications)], logger: quiet)
    lifecycle.maximumGracefulShutdownDuration = .seconds(configuration.stopSeconds)
    group = ServiceGroup(configuration: lifecycle)
  }

  /// Serves until `stop`.
  public func run() async throws {
    // A replica that cannot publish has stopped, and the routes say so.
    _ = try? await NIOThreadPool.singleton.runIfActive { [log] in try log.publish() }
    OpenFiles.raise()
    try accessLog.open()
    try await group.run()
  }

  /// Takes no new calls; `run` returns when those under way are answered, or have had their time.
  public func stop() async {
    sign.raise()
    await group.triggerGracefulShutdown()
  }

  /// What the groups of routes share.
  struct Parts {
    let heads: HeadKeeper
    let accessLog: AccessLog
    let views: ViewKeeper
    let log: PublishedLog
    let rounds: WitnessRounds
    let notifications: Notifications
    let metrics: NodeMetrics
  }

  /// What can be asked: each group of routes registers its operations, and the document is made of those.
  private static func add(
    _ parts: Parts, of engine: SoloEngine, _ configuration: ServiceConfiguration, to api: API
  ) {
    let (replica, heads) = (engine.replica, parts.heads)
    let limiter = AccountLimiter(replica, configuration.limits)
    let access = AccessGuard(replica, limiter, parts.accessLog)
    HealthRoutes(engine: engine, heads: heads, metrics: parts.metrics).add(to: api)
    CommandRoutes(
      engine: engine, heads: heads, limiter: limiter, maximumBytes: configuration.bodyBytes,
      memory: BodyMemory(limit: max(configuration.limits.bodyMemory, configuration.bodyBytes))
    ).add(to: api)
    AccountRoutes(replica: replica, heads: heads, access: access).add(to: api)
    HistoryRoutes(replica: replica, heads: heads, access: access, views: parts.views).add(to: api)
    EntitlementRoutes(replica: replica, access: access).add(to: api)
    CoverageRoutes(replica: replica, heads: heads, views: parts.views).add(to: api)
    MerchantRoutes(replica: replica).add(to: api)
    LogRoutes(replica: replica, heads: heads).add(to: api)
    TileRoutes(log: parts.log, heads: heads).add(to: api)
    WitnessRoutes(rounds: parts.rounds).add(to: api)
    ProofRoutes(replica: replica).add(to: api)
    IdentifierRoutes(replica: replica, heads: heads, access: access).add(to: api)
    AuditRoutes(replica: replica, access: access, log: parts.accessLog, views: parts.views).add(to: api)
    parts.notifications.add(to: api, access: access)
    api.addDocument()
  }
}
