import Coding
import Engine
import EngineSupport
import Foundation
import Logging
import Model
import Platform
import Push
import Service
import Signing
import Wallet

/// A test node's replica behind its real port; blocks come as the test decides them.
final class RunningService {
  let node: TestNode
  let port: Int
  private let engine: SoloEngine
  private let views: ViewKeeper
  private let service: NodeService
  private let serving: Task<Void, any Error>

  init(_ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in }) async throws {
    self.node = node
    // The engine finds no block due: the test's clock is the only one.
    let engine = SoloEngine(replica: node.replica, clock: StandingClock())
    let views = try ViewKeeper(node.replica)
    var configuration = ServiceConfiguration()
    configuration.port = 0
    configuration.push.allowsLoopback = true
    configuration.limits.connectionsPerAddress = 4_096
    configuration.limits.address = ServiceLimits.Rate(perSecond: 10_000, burst: 10_000)
    configuration.limits.account = ServiceLimits.Rate(perSecond: 10_000, burst: 10_000)
    configure(&configuration)
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let service = try NodeService(engine: engine, views: views, configuration: configuration, logger: logger) {
      announce.yield($0)
    }
    serving = Task { try await service.run() }
    port = await ports.first { _ in true } ?? 0
    (self.engine, self.views, self.service) = (engine, views, service)
  }

  var streamCount: Int { service.notifications.hub.streamCount }

  func beat() { service.notifications.hub.beat() }

  var outbox: PushOutbox { service.notifications.outbox }

  func stop() async {
    await service.stop()
    _ = try? await serving.value
    await engine.stop()
    await views.stop()
  }

  private struct StandingClock: BlockClock {
    var now: BlockTime { BlockTime(milliseconds: 0) }
  }

  // MARK: Signed calls

  /// The header `Authorization` for a call.
  func authorization(
    _ account: AccountNumber, _ key: SigningKey, _ method: Text, _ target: String, body: [UInt8] = []
  ) -> String {
    let network = node.genesis.network
    let request = AccessRequest(
      network: network, account: account, credential: 0, method: method, target: Text(target), body: body,
      issued: BlockTime(milliseconds: SystemClock.nowMilliseconds()), nonce: Salt(SecureRandom.bytes(16))!)
    let signed = key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: network))
    return "\(AccessRequest.scheme) \(Base64.encodeURL(signed))"
  }

  func eventsPath(_ account: AccountNumber) -> String { "/v1/accounts/\(account)/events" }

  func pushPath(_ account: AccountNumber) -> String { "/v1/accounts/\(account)/push" }

  /// Opens a stream of an account's events.
  func events(
    _ account: AccountNumber, _ key: SigningKey, after last: UInt64? = nil, receiveBuffer: Int32? = nil
  ) throws -> EventReader {
    let path = eventsPath(account)
    var head = "GET \(path) HTTP/1.1\r\nHost: test\r\nAuthorization: \(authorization(account, key, "GET", path))\r\n"
    if let last { head += "Last-Event-ID: \(last)\r\n" }
    return try EventReader(port: port, request: head + "\r\n", receiveBuffer: receiveBuffer)
  }

  /// One call with a body, answered and closed; its status and everything that was answered.
  func call(
    _ account: AccountNumber, _ key: SigningKey, _ method: String, _ path: String, body: String = ""
  ) async throws -> (status: Int, text: String) {
    let signed = authorization(account, key, Text(method), path, body: Array(body.utf8))
    return try await call(method, path, ["Authorization: \(signed)"], body: body)
  }

  func call(
    _ method: String, _ path: String, _ headers: [String] = [], body: String = ""
  ) async throws -> (status: Int, text: String) {
    let lines =
      ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: close", "Content-Length: \(body.utf8.count)"] + headers
    let reader = try EventReader(port: port, request: lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    _ = try await reader.wait { $0.hasEnded }
    return (reader.status ?? 0, reader.text)
  }
}

/// Waits until a condition holds; false after so many seconds.
func eventually(seconds: Double = 15, _ condition: () async throws -> Bool) async throws -> Bool {
  let end = MonotonicClock.nowNanoseconds() + UInt64(seconds * 1e9)
  while MonotonicClock.nowNanoseconds() < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}
