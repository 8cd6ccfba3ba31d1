import EngineSupport
import Model
import Push
import Service
import ServiceSupport

extension TestService {
  /// Serves a node for as many streams and calls as a test likes, and lets it push to this machine.
  static func unhurried(
    _ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in }
  ) async throws -> TestService {
    try await TestService(node) { configuration in
      configuration.push.allowsLoopback = true
      configuration.limits.connectionsPerAddress = 4_096
      configuration.limits.address = ServiceLimits.Rate(perSecond: 10_000, burst: 10_000)
      configuration.limits.account = ServiceLimits.Rate(perSecond: 10_000, burst: 10_000)
      configure(&configuration)
    }
  }

  var streamCount: Int { service.notifications.hub.streamCount }

  func beat() { service.notifications.hub.beat() }

  var outbox: PushOutbox { service.notifications.outbox }

  func eventsPath(_ signer: Signer) -> String { "/v1/accounts/\(signer.account)/events" }

  func pushPath(_ signer: Signer) -> String { "/v1/accounts/\(signer.account)/push" }

  /// Opens a stream of an account's events.
  func events(_ signer: Signer, after last: UInt64? = nil, receiveBuffer: Int32? = nil) throws -> EventReader {
    let path = eventsPath(signer)
    let authorization = authorization(signer, Signing(network: node.genesis.network, target: path))
    var head = "GET \(path) HTTP/1.1\r\nHost: test\r\nAuthorization: \(authorization)\r\n"
    if let last { head += "Last-Event-ID: \(last)\r\n" }
    return try EventReader(port: port, request: head + "\r\n", receiveBuffer: receiveBuffer)
  }
}

extension Signer {
  static let shop = Signer(TestNode.shop, TestNode.shopKey)
}
