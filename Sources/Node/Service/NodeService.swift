import Engine
import Hummingbird
import Logging
import Platform
import ServiceLifecycle

/// A running node as programs and people reach it: HTTP in front of one engine.
///
/// It composes and decides nothing: what a command does is the engine's word, what may be read is each route's.
public final class NodeService: Sendable {
  public let engine: SoloEngine
  public let configuration: ServiceConfiguration
  private let group: ServiceGroup
  private let accessLog: AccessLog

  /// - Parameter onReady: told the port once it is open.
  public init(
    engine: SoloEngine, configuration: ServiceConfiguration, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    self.engine = engine
    self.configuration = configuration
    let limits = configuration.limits
    let connections = ConnectionCounter(limit: limits.connectionsPerAddress)
    accessLog = AccessLog(in: engine.replica.directory.path, network: engine.replica.genesis.network)
    let application = Application(
      router: Self.api(engine, limits, accessLog).router,
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
    group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
  }

  /// Serves until `stop`.
  public func run() async throws {
    OpenFiles.raise()
    try accessLog.open()
    try await group.run()
  }

  /// Takes no new calls; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }

  /// What can be asked: each group of routes registers its operations, and the document is made of those.
  static func api(_ engine: SoloEngine, _ limits: ServiceLimits, _ log: AccessLog) -> API {
    let replica = engine.replica
    let heads = HeadKeeper(replica)
    let limiter = AccountLimiter(replica, limits)
    let access = AccessGuard(replica, limiter, log)
    let api = API(AddressLimiter(limits))
    HealthRoutes(engine: engine).add(to: api)
    CommandRoutes(engine: engine, heads: heads, limiter: limiter).add(to: api)
    AccountRoutes(replica: replica, heads: heads, access: access).add(to: api)
    EntitlementRoutes(replica: replica, access: access).add(to: api)
    LogRoutes(replica: replica, heads: heads).add(to: api)
    ProofRoutes(replica: replica).add(to: api)
    IdentifierRoutes(replica: replica, heads: heads, access: access).add(to: api)
    AuditRoutes(replica: replica, access: access, log: log).add(to: api)
    api.addDocument()
    return api
  }
}

/// How a node is reached.
public struct ServiceConfiguration: Sendable {
  public var host = "127.0.0.1"
  /// 0: any free one.
  public var port = 8080
  /// How much of it callers may use.
  public var limits = ServiceLimits()

  public init() {}
}
