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
  /// All that can be asked of it.
  package let surface: APISurface
  private let accessLog: AccessLog
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
    let limits = configuration.limits
    let connections = ConnectionCounter(limit: limits.connectionsPerAddress)
    accessLog = AccessLog(in: engine.replica.directory.path, network: engine.replica.genesis.network)
    let heads = HeadKeeper(engine.replica)
    log = PublishedLog(engine.replica)
    rounds = WitnessRounds(
      log, heads: heads, witnesses: configuration.witnesses, quorum: configuration.witnessQuorum, logger: logger)
    notifications = try Notifications(
      engine.replica, limits: configuration.events, push: configuration.push, logger: logger)
    let parts = Parts(
      heads: heads, accessLog: accessLog, views: views, log: log, rounds: rounds, notifications: notifications)
    let api = Self.api(engine, limits, parts)
    surface = APISurface(of: api)
    let application = Application(
      router: api.router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionGuard(limits, connections)],
          idleTimeout: limits.idle.amount,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: ServiceLimits.headerFieldBytes, maxHeaderListSize: ServiceLimits.headerBytes,
            maxHeaderFieldCount: ServiceLimits.headerFields))),
      configuration: .init(
        address: .hostname(configuration.host, port: configuration.port),
        availableConnectionsDelegate: .maximum(limits.connections, logger: logger)),
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
    OpenFiles.raise()
    try accessLog.open()
    try await group.run()
  }

  /// Takes no new calls; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }

  /// What the groups of routes share.
  struct Parts {
    let heads: HeadKeeper
    let accessLog: AccessLog
    let views: ViewKeeper
    let log: PublishedLog
    let rounds: WitnessRounds
    let notifications: Notifications
  }

  /// What can be asked: each group of routes registers its operations, and the document is made of those.
  static func api(_ engine: SoloEngine, _ limits: ServiceLimits, _ parts: Parts) -> API {
    let (replica, heads) = (engine.replica, parts.heads)
    let limiter = AccountLimiter(replica, limits)
    let access = AccessGuard(replica, limiter, parts.accessLog)
    let api = API(AddressLimiter(limits))
    HealthRoutes(engine: engine).add(to: api)
    CommandRoutes(engine: engine, heads: heads, limiter: limiter).add(to: api)
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
    AuditRoutes(replica: replica, access: access, log: parts.accessLog).add(to: api)
    parts.notifications.add(to: api, access: access)
    api.addDocument()
    return api
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
  /// How much of it callers may use.
  public var limits = ServiceLimits()

  public init() {}
}
