import Coding
import EngineSupport
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Platform
import Presentation
import PushSupport
import Service
import ServiceSupport
import Testing

@Suite("Pushes over real sockets", .serialized)
struct PushDeliveryTests {
  private let shop = Signer.shop
  private let phone = Phone()

  private func start(_ node: TestNode, configure: (inout ServiceConfiguration) -> Void = { _ in }) async throws
    -> TestService
  {
    try await TestService.unhurried(node) { configuration in
      configuration.push.contact = "mailto:node@example.id"
      (configuration.push.pace.first, configuration.push.pace.tick) = (100, 20)
      configure(&configuration)
    }
  }

  private func subscribe(_ running: TestService, _ url: String) async throws {
    let answer = try await running.call("PUT", running.pushPath(shop), as: shop, body: Array(phone.json(url).utf8))
    #expect(answer.status == 200, "\(answer.text)")
  }

  private func read(_ push: MockPushService.Received) throws -> JSON { try JSONReader.read(phone.read(push.body)) }

  @Test("a payment wakes the phone, which alone can read kind and entry; no amount, no name travels")
  func delivery() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    let running = try await start(node)
    try await subscribe(running, push.url("a"))
    let entry = try node.accept(node.payment(25_000))
    #expect(try await eventually { push.received.count == 1 })
    let message = push.received[0]
    #expect(try read(message).text == "{\"entry\":\(entry),\"kind\":\"payment-arrived\"}")
    func header(_ name: String) -> String? { message.headers[HTTPField.Name(name)!] }
    #expect(header("Content-Encoding") == "aes128gcm" && header("TTL") == "604800" && header("Urgency") == "high")
    #expect(header("Topic")?.count == 32)
    let key = try await running.call("/v1/push/key")
    let authorization = try #require(header("Authorization"))
    let parts = authorization.split(separator: ", k=")
    #expect(authorization.hasPrefix("vapid t=") && parts.count == 2 && key.text.contains("\"\(parts[1])\""))
    let claims = try JSONReader.read(Base64.decodeURL(String(parts[0].split(separator: ".")[1])))
    #expect(claims["aud"] == .string("http://127.0.0.1:\(push.port)") && claims["sub"] == "mailto:node@example.id")
    // The credential's own word ends it.
    let ended = try await running.call("DELETE", running.pushPath(shop), as: shop)
    #expect(ended.text.contains("\"count\":1"), "\(ended.text)")
    try node.accept(node.payment(25_000))
    try await Task.sleep(for: .milliseconds(300))
    #expect(push.received.count == 1)
    await running.stop()
  }

  @Test("what could not be delivered is, after a restart; what happened meanwhile too")
  func restart() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    var running: TestService! = try await start(node)
    try await subscribe(running, push.url("a"))
    push.answer("a", [MockPushService.Reply](repeating: .broken, count: 3))
    let first = try node.accept(node.payment(1_000))
    #expect(try await eventually { push.received.count >= 1 })
    await running.stop()
    push.answer("a", [])
    let before = push.received.count
    let second = try node.accept(node.payment(2_000))
    running = nil
    try node.reopen()
    running = try await start(node)
    #expect(try await eventually { push.received.count == before + 2 })
    #expect(try push.received.suffix(2).map { try read($0)["entry"] } == [JSON(first), JSON(second)])
    #expect(try await eventually { running.outbox.queuedCount == 0 })
    await running.stop()
    // Nothing is told twice.
    running = nil
    try node.reopen()
    running = try await start(node)
    try await Task.sleep(for: .milliseconds(300))
    #expect(push.received.count == before + 2)
    await running.stop()
  }

  @Test("a dead endpoint is dropped; others are not")
  func deadEndpoint() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    let running = try await start(node)
    try await subscribe(running, push.url("dead"))
    try await subscribe(running, push.url("alive"))
    push.answer("dead", [.gone])
    for count in 1...2 {
      try node.accept(node.payment(100))
      #expect(try await eventually { push.received("alive").count == count && running.outbox.queuedCount == 0 })
    }
    #expect(push.received("dead").count == 1)
    #expect(running.outbox.subscriptionCount == 1)
    await running.stop()
  }

  @Test("failures are met with patience: later and later, not before Retry-After")
  func retries() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    let running = try await start(node)
    try await subscribe(running, push.url("a"))
    push.answer("a", [.broken, .broken, .init(status: .tooManyRequests, headers: [.retryAfter: "2"])])
    try node.accept(node.payment(100))
    #expect(try await eventually { push.received.count == 4 })
    let times = push.received.map(\.at)
    #expect(times[1] - times[0] >= .milliseconds(50) && times[2] - times[1] >= .milliseconds(100))
    #expect(times[3] - times[2] >= .seconds(2))
    #expect(try await eventually { running.outbox.queuedCount == 0 })
    await running.stop()
  }

  @Test("a slow service holds up a bounded number of calls, and nobody else's block")
  func slowService() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    let running = try await start(node) {
      ($0.push.perAccount, $0.push.concurrency, $0.push.pace.call) = (12, 4, 1)
    }
    for index in 0..<12 {
      try await subscribe(running, push.url("\(index)"))
      push.answer("\(index)", [.init(delay: .milliseconds(index == 0 ? 1_500 : 200))])
    }
    let clock = ContinuousClock()
    #expect(try clock.measure { try node.accept(node.payment(100)) } < .seconds(1))
    // The first took longer than a call may, and was tried again.
    #expect(try await eventually { push.received("0").count == 2 && running.outbox.queuedCount == 0 })
    #expect(push.received.count >= 13)
    // Those given up may still be under way over there.
    #expect(push.mostAtOnce <= 8)
    await running.stop()
  }

  @Test("only the owner subscribes, with an endpoint this node may call")
  func subscribing() async throws {
    let node = try TestNode.paid()
    let running = try await start(node) { $0.push.allowsLoopback = false }
    let path = running.pushPath(shop)
    func put(_ body: String) async throws -> Int {
      try await running.call("PUT", path, as: shop, body: Array(body.utf8)).status
    }
    #expect(try await put(phone.json("https://push.example.net/a")) == 200)
    #expect(try await put(phone.json("http://127.0.0.1:1/a")) == 422)
    #expect(try await put(phone.json("https://10.0.0.1/a")) == 422)
    #expect(try await put("{\"endpoint\":\"https://push.example.net/a\"}") == 400)
    #expect(try await put("[") == 400)
    #expect(try await put(phone.json("https://push.example.net/" + String(repeating: "a", count: 5_000))) == 413)
    let body = Array(phone.json("https://push.example.net/b").utf8)
    #expect(try await running.call("PUT", path, as: .family(0), body: body).status == 403)
    #expect(try await running.call("PUT", path, body: body).status == 401)
    #expect(running.outbox.subscriptionCount == 1)
    await running.stop()
  }

  @Test("a removed credential and an erased family hear nothing more")
  func ending() async throws {
    let (push, node) = (try await MockPushService(), try TestNode.paid())
    let running = try await start(node)
    let (family, key) = (TestNode.families[0], TestNode.holder(0))
    let answer = try await running.call(
      "PUT", running.pushPath(.family(0)), as: .family(0), body: Array(phone.json(push.url("a")).utf8))
    #expect(answer.status == 200)
    try node.accept(node.sign(family, key, .freeze))
    #expect(try await eventually { push.received.count == 1 })
    #expect(try read(push.received[0])["kind"] == "credential-changed")
    try node.accept(node.sign(family, key, .unfreeze))
    #expect(try await eventually { push.received.count == 2 })
    try node.accept(node.command(.identity, .erase(account: family)))
    #expect(try await eventually { running.outbox.subscriptionCount == 0 })
    await running.stop()
  }
}
