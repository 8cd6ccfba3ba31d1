import Engine
import Events
import Hummingbird
import Logging
import Platform
import Push
import ServiceLifecycle

/// Everything that tells people of what happened: streams for those who listen, pushes for those who do not.
package final class Notifications: Service {
  package let hub: EventHub
  private let replica: Replica
  package let outbox: PushOutbox
  private let key: VAPIDKey
  private let delivery: PushDelivery
  private let configuration: PushConfiguration

  init(_ replica: Replica, limits: EventLimits, push configuration: PushConfiguration, logger: Logger) throws {
    let folder = replica.directory.path + "/push"
    outbox = try PushOutbox(folder: folder, network: replica.genesis.network, limits: configuration)
    key = try VAPIDKey(file: folder + "/vapid.key")
    // One word is enough, however many blocks have come meanwhile.
    let (arrivals, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let backlog = EventBacklog { wake.yield() }
    hub = EventHub(limits: limits, backlog: backlog)
    delivery = PushDelivery(
      outbox: outbox, hub: hub, backlog: backlog, arrivals: arrivals, wake: wake, replay: EventReplay(replica),
      key: key,
      configuration: configuration, logger: logger)
    self.replica = replica
    self.configuration = configuration
    replica.observe(hub)
  }

  func add(to api: API, access: AccessGuard) {
    EventRoutes(replica: replica, access: access, hub: hub).add(to: api)
    PushRoutes(access: access, hub: hub, outbox: outbox, key: key, configuration: configuration).add(to: api)
  }

  /// Delivers and beats until the node stops; then every stream ends.
  package func run() async throws {
    await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [delivery] in try await delivery.run() }
      try? await cancelWhenGracefulShutdown { [hub] in
        while !Task.isCancelled {
          try await Task.sleep(for: hub.limits.beat)
          hub.beat()
        }
      }
      hub.stop()
    }
    replica.observe(nil)
  }
}
