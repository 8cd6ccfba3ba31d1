import Coding
import Engine
import EngineSupport
import Foundation
import Logging
import Model
import Platform
import Service
import Signing
import Wallet

/// A test's node, answering on a port of this machine. Blocks come as the test decides them; its clock stands, so none
/// falls due while a test looks.
package final class TestService: @unchecked Sendable {
  // Sendable: the node is driven by the test alone, the rest is.
  package let node: TestNode
  package let engine: SoloEngine
  private let views: ViewKeeper
  package let service: NodeService
  package let port: Int
  package var url: String { "http://127.0.0.1:\(port)" }
  private let serving: Task<Void, any Error>
  private var nonce: UInt64 = 0

  package init(_ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in }) async throws {
    self.node = node
    let engine = SoloEngine(replica: node.replica, clock: StandingClock(now: node.now))
    let views = try ViewKeeper(node.replica)
    (self.engine, self.views) = (engine, views)
    var configuration = ServiceConfiguration()
    configuration.port = 0
    configure(&configuration)
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let service = try NodeService(engine: engine, views: views, configuration: configuration, logger: .quiet) {
      announce.yield($0)
    }
    self.service = service
    let serving = Task {
      defer { announce.finish() }
      try await service.run()
    }
    self.serving = serving
    var iterator = ports.makeAsyncIterator()
    guard let port = await iterator.next() else {
      _ = try await serving.value
      throw NotServing()
    }
    self.port = port
  }

  struct NotServing: Error {}

  package func stop() async {
    await service.stop()
    _ = try? await serving.value
    await engine.stop()
    await views.stop()
  }

  /// Serves the node for as long as `body` runs.
  package static func serving<Result: Sendable>(
    _ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in },
    _ body: (TestService) async throws -> Result
  ) async throws -> Result {
    let service = try await TestService(node, configure: configure)
    do {
      let result = try await body(service)
      await service.stop()
      return result
    } catch {
      await service.stop()
      throw error
    }
  }

  // MARK: Calling

  /// Says these bytes on a connection of their own, and reads one answer.
  package func say(_ bytes: [UInt8], patience: Int = 20) async throws -> WireAnswer {
    let port = port
    return try await onThread {
      let wire = try Wire(port: port, patience: patience)
      wire.send(bytes)
      return try wire.answer()
    }
  }

  package func call(_ target: String, headers: [String: String] = [:]) async throws -> WireAnswer {
    try await call("GET", target, headers: headers)
  }

  package func call(
    _ method: String, _ target: String, headers: [String: String] = [:], body: [UInt8] = []
  ) async throws -> WireAnswer {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
    if !body.isEmpty || method == "POST" || method == "PUT" { head += "Content-Length: \(body.count)\r\n" }
    let port = port
    return try await onThread { [head] in
      let wire = try Wire(port: port)
      wire.send(Array((head + "\r\n").utf8) + body)
      return try wire.answer(hasBody: method != "HEAD")
    }
  }

  /// The same, signed by a credential.
  package func call(
    _ target: String, as signer: Signer, accept: String? = nil, headers: [String: String] = [:],
    altered: (inout Signing) -> Void = { _ in }
  ) async throws -> WireAnswer {
    try await call("GET", target, as: signer, accept: accept, headers: headers, altered: altered)
  }

  package func call(
    _ method: String, _ target: String, as signer: Signer, accept: String? = nil, headers: [String: String] = [:],
    body: [UInt8] = [], altered: (inout Signing) -> Void = { _ in }
  ) async throws -> WireAnswer {
    var signing = Signing(network: node.genesis.network, method: Text(method), target: target, body: body)
    altered(&signing)
    var headers = headers
    headers["Authorization"] = authorization(signer, signing)
    if let accept { headers["Accept"] = accept }
    return try await call(method, target, headers: headers, body: body)
  }

  /// What a signed call says of itself; tests say otherwise.
  package struct Signing {
    package var network: NetworkID
    package var method: Text
    package var target: String
    package var body: [UInt8]
    package var age: Int64 = 0
    package var nonce: Salt?

    package init(network: NetworkID, method: Text = "GET", target: String, body: [UInt8] = []) {
      self.network = network
      self.method = method
      self.target = target
      self.body = body
    }
  }

  package func authorization(_ signer: Signer, _ signing: Signing) -> String {
    nonce += 1
    let now = SystemClock.nowMilliseconds()
    let request = AccessRequest(
      network: signing.network, account: signer.account, credential: signer.credential, method: signing.method,
      target: Text(signing.target), body: signing.body, issued: BlockTime(milliseconds: now - signing.age),
      nonce: signing.nonce ?? Salt(high: UInt64(now), low: nonce))
    let signed = signer.key.signedMessage(
      payload: request.encoded, aad: AccessRequest.aad(network: signing.network))
    return "\(AccessRequest.scheme) \(Base64.encodeURL(signed))"
  }

  package func submit(_ submission: Submission, to target: String = "/v1/commands") async throws -> WireAnswer {
    guard submission.sealed.isEmpty else {
      let bundle = CommandBundle(signed: submission.signed, sealed: submission.sealed)
      return try await call("POST", target, headers: ["Content-Type": "application/cbor"], body: bundle.encoded)
    }
    return try await call("POST", target, headers: ["Content-Type": "application/cose"], body: submission.signed)
  }
}

/// Who signs a call.
package struct Signer: Sendable {
  package let account: AccountNumber
  package let credential: UInt16
  package let key: SigningKey

  package init(_ account: AccountNumber, _ key: SigningKey, credential: UInt16 = 0) {
    self.account = account
    self.credential = credential
    self.key = key
  }

  package static func family(_ index: Int) -> Signer { Signer(TestNode.families[index], TestNode.holder(index)) }
  package static func agency(_ agency: TestAgency) -> Signer { Signer(agency.account, agency.key()) }
}

/// The test's own time, which stands still while its node serves.
package struct StandingClock: BlockClock {
  package let now: BlockTime

  package init(now: BlockTime) { self.now = now }
}

/// Runs what blocks away from the threads that everything else needs.
package func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    // Not on a queue: those are what everything else runs on.
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}

extension Logger {
  fileprivate static var quiet: Logger { Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }) }
}

/// Waits until a condition holds; false after so many seconds.
package func eventually(seconds: Double = 20, _ condition: () async throws -> Bool) async throws -> Bool {
  let end = MonotonicClock.nowNanoseconds() + UInt64(seconds * 1e9)
  while MonotonicClock.nowNanoseconds() < end {
    if try await condition() { return true }
    try await Task.sleep(for: .milliseconds(20))
  }
  return try await condition()
}
