import Coding
import Events
import HTTPTypes
import Hummingbird
import Model
import NIOPosix
import Presentation
import Push

/// Where a phone says how it wants to be woken.
struct PushRoutes {
  let access: AccessGuard
  let hub: EventHub
  let outbox: PushOutbox
  let key: VAPIDKey
  let configuration: PushConfiguration

  private static let maximumBytes = 4096

  func add(to api: API) {
    api.get(
      "/v1/push/key", "The key this node signs pushes with (RFC 8292).", answers: [.json(.object(["key": .string]))]
    ) { [key] _, _ in
      Response(["key": .string(Base64.encodeURL(key.publicBytes))]).cached("public, max-age=86400")
    }
    api.add(
      Operation(
        method: .put, path: "/v1/accounts/:account/push", summary: "Has what happens pushed to an endpoint (RFC 8030).",
        reader: .owner, bodies: [BodyType.json],
        answers: [.json(.object(["status": .one(of: ["subscribed"])]))],
        problems: [.badEndpoint, .tooManySubscriptions, .notStored])
    ) { request, context in
      let (caller, body) = try await caller(of: request, context)
      return try await subscribe(caller, try json(body))
    }
    api.add(
      Operation(
        method: .delete, path: "/v1/accounts/:account/push", summary: "Ends one subscription, or all of them.",
        reader: .owner, bodies: [BodyType.json],
        answers: [.json(.object(["status": .one(of: ["unsubscribed"]), "count": .integer]))], problems: [.notStored])
    ) { request, context in
      let (caller, body) = try await caller(of: request, context)
      return try await unsubscribe(caller, body.isEmpty ? JSON?.none : try json(body))
    }
  }

  private func caller(of request: Request, _ context: CallContext) async throws -> (Caller, [UInt8]) {
    let account = try context.account()
    let body = try await request.bytes(limit: Self.maximumBytes)
    let caller = try access.caller(of: request, body: body)
    guard caller.account == account else { throw Problem.forbidden }
    return (caller, body)
  }

  private func json(_ body: [UInt8]) throws(Problem) -> JSON {
    do throws(JSONError) {
      return try JSONReader.read(body)
    } catch {
      throw .malformed(error.phrase)
    }
  }

  private func subscribe(_ caller: Caller, _ json: JSON) async throws(Problem) -> Response {
    guard let url = json["endpoint"]?.text else {
      throw .malformed(Phrase("'endpoint' tidak ada", "'endpoint' is missing"))
    }
    guard let endpoint = PushEndpoint(url, allowsLoopback: configuration.allowsLoopback) else { throw .badEndpoint }
    guard let key = json["keys"]?["p256dh"]?.decoded, let secret = json["keys"]?["auth"]?.decoded,
      let subscription = PushSubscription(endpoint: endpoint, key: key, secret: secret)
    else {
      throw .malformed(
        Phrase(
          "'keys' berisi 'p256dh', 65 byte, dan 'auth', 16 byte, dalam base 64 untuk URL",
          "'keys' has 'p256dh', 65 bytes, and 'auth', 16 bytes, in base 64 for URLs"))
    }
    let subscriber = PushSubscriber(account: caller.account, credential: caller.credential, subscription: subscription)
    guard try await stored({ try $0.subscribe(subscriber) }) else { throw .tooManySubscriptions }
    outbox.settle(caller.account, in: hub)
    // A block may have removed it before the subscription was there to end.
    guard access.isLive(caller) else {
      _ = try await stored { try $0.unsubscribe(caller.account, credential: caller.credential) }
      throw .revoked
    }
    return Response(["status": "subscribed"]).cached("no-store")
  }

  private func unsubscribe(_ caller: Caller, _ json: JSON?) async throws(Problem) -> Response {
    let url = try json.map { (json) throws(Problem) in
      guard let url = json["endpoint"]?.text else {
        throw Problem.malformed(Phrase("'endpoint' tidak ada", "'endpoint' is missing"))
      }
      return url
    }
    let count = try await stored { try $0.unsubscribe(caller.account, endpoint: url) }
    outbox.settle(caller.account, in: hub)
    return Response(["status": "unsubscribed", "count": JSON(count)]).cached("no-store")
  }

  /// Changes the outbox on a thread that may wait for the disk.
  private func stored<Result: Sendable>(
    _ body: @escaping @Sendable (PushOutbox) throws -> Result
  ) async throws(Problem) -> Result {
    do {
      return try await NIOThreadPool.singleton.runIfActive { [outbox] in try body(outbox) }
    } catch {
      throw .notStored
    }
  }
}

extension JSON {
  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var decoded: [UInt8]? { text.flatMap { try? Base64.decodeURL($0) } }
}

extension Problem {
  static let badEndpoint = Problem(
    status: .unprocessableContent, name: "bad-endpoint",
    title: Phrase("Alamat layanan push ini tidak dapat dipakai", "This push service's address cannot be used"),
    detail: Phrase(
      "Alamatnya harus https dengan nama di internet umum.", "It must be https, by a name on the public internet."))

  static let tooManySubscriptions = Problem(
    status: .serviceUnavailable, name: "too-many-subscriptions",
    title: Phrase("Server ini tidak menerima langganan baru", "This server takes no further subscriptions"))

  static let notStored = Problem(
    status: .serviceUnavailable, name: "not-stored",
    title: Phrase(
      "Langganan tidak dapat disimpan; coba lagi nanti", "The subscription could not be kept; try again later"),
    canRetry: true)
}
