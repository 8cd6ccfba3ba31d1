import Coding
import Engine
import EngineSupport
import Foundation
import FoundationNetworking
import Logging
import Model
import Platform
import Service
import Signing
import Synchronization
import Wallet

/// A test's node behind a real socket, for as long as a body runs.
package final class ServedNode: Sendable {
  package let base: String
  private let session = URLSession(configuration: .ephemeral)
  private let network: NetworkID
  private let nonces = Mutex<UInt64>(0)

  private init(port: Int, network: NetworkID) {
    base = "http://127.0.0.1:\(port)"
    self.network = network
  }

  /// Serves the node on any free port. Its clock stands: no block falls due while a test looks.
  package static func serving(
    _ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in },
    _ body: (ServedNode) async throws -> Void
  ) async throws {
    let views = try ViewKeeper(node.replica)
    let engine = SoloEngine(replica: node.replica, clock: StandingClock(now: node.now))
    var configuration = ServiceConfiguration()
    configuration.port = 0
    configure(&configuration)
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    let service = try NodeService(
      engine: engine, views: views, configuration: configuration,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    ) { port.yield($0) }
    let running = Task {
      defer { port.finish() }
      try await service.run()
    }
    var outcome = Result<Void, any Error>.success(())
    if let open = await ports.first(where: { _ in true }) {
      let served = ServedNode(port: open, network: node.genesis.network)
      do { try await body(served) } catch { outcome = .failure(error) }
    }
    await service.stop()
    try await running.value
    await engine.stop()
    await views.stop()
    try outcome.get()
  }

  private struct StandingClock: BlockClock {
    let now: BlockTime
  }

  /// What was answered.
  package struct Reply: Sendable {
    package let status: Int
    package let headers: [String: String]
    package let bytes: [UInt8]

    package var object: [String: Any] {
      (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:]
    }

    package func header(_ name: String) -> String? {
      headers.first { $0.key.lowercased() == name.lowercased() }?.value
    }
  }

  package func get(_ target: String, _ headers: [String: String] = [:]) async throws -> Reply {
    try await call("GET", target, headers)
  }

  package func post(
    _ target: String, _ body: [UInt8], type: String, _ headers: [String: String] = [:]
  ) async throws -> Reply {
    try await call("POST", target, headers.merging(["Content-Type": type]) { $1 }, body)
  }

  package func call(
    _ method: String, _ target: String, _ headers: [String: String] = [:], _ body: [UInt8]? = nil
  ) async throws -> Reply {
    var request = URLRequest(url: URL(string: base + target)!)
    request.httpMethod = method
    request.httpBody = body.map { Data($0) }
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let (data, response) = try await session.data(for: request)
    let http = response as! HTTPURLResponse
    var fields: [String: String] = [:]
    for (name, value) in http.allHeaderFields {
      if let name = name as? String, let value = value as? String { fields[name] = value }
    }
    return Reply(status: http.statusCode, headers: fields, bytes: [UInt8](data))
  }

  /// The header with which a credential signs one call.
  package func signed(
    _ account: AccountNumber, _ key: SigningKey, credential: UInt16 = 0, method: String = "GET", _ target: String,
    body: [UInt8] = [], at time: BlockTime = BlockTime(milliseconds: SystemClock.nowMilliseconds()), accept: String? = nil
  ) -> [String: String] {
    let nonce = nonces.withLock { nonces in
      nonces += 1
      return nonces
    }
    let request = AccessRequest(
      network: network, account: account, credential: credential, method: Text(method), target: Text(target), body: body,
      issued: time, nonce: Salt(high: 9, low: nonce))
    let signed = key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: network))
    var headers = ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(signed))"]
    headers["Accept"] = accept
    return headers
  }
}
