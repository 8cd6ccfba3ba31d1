import Coding
import Events
import Model
import Signing

/// One line of the outbox's file: what it comes to is what the lines before it, and it, say.
enum PushRecord: Equatable {
  /// Whose outbox it is; the first line.
  case opened(NetworkID)
  case subscribed(id: UInt64, PushSubscriber)
  case removed(id: UInt64)
  case queued(id: UInt64, QueuedPush)
  /// Delivered, or given up: every queued push of this subscription up to this entry.
  case done(id: UInt64, through: UInt64)
  /// The log has been gone through up to here.
  case scanned(UInt64)
}

/// Who gets pushes where.
public struct PushSubscriber: Hashable, Sendable {
  public let account: AccountNumber
  /// The credential that subscribed: when it may act no more, its subscriptions end.
  public let credential: UInt16
  public let subscription: PushSubscription

  public init(account: AccountNumber, credential: UInt16, subscription: PushSubscription) {
    self.account = account
    self.credential = credential
    self.subscription = subscription
  }
}

/// A push that waits.
package struct QueuedPush: Hashable, Sendable {
  package let kind: AccountEvent.Kind
  package let entry: UInt64
  /// By this machine's clock, milliseconds since 1970.
  let since: Int64
}

extension PushRecord: CBORCodable {
  func encode(to w: inout CBORWriter) {
    switch self {
    case .opened(let network):
      w.array(3)
      w.unsigned(0 as UInt64)
      w.unsigned(1 as UInt64)
      network.encode(to: &w)
    case .subscribed(let id, let subscriber):
      w.array(7)
      w.unsigned(1 as UInt64)
      w.unsigned(id)
      subscriber.account.encode(to: &w)
      w.unsigned(subscriber.credential)
      w.text(subscriber.subscription.endpoint.url)
      w.bytes(subscriber.subscription.key)
      w.bytes(subscriber.subscription.secret)
    case .removed(let id):
      w.array(2)
      w.unsigned(2 as UInt64)
      w.unsigned(id)
    case .queued(let id, let push):
      w.array(5)
      w.unsigned(3 as UInt64)
      w.unsigned(id)
      w.unsigned(push.kind.rawValue)
      w.unsigned(push.entry)
      w.signed(push.since)
    case .done(let id, let through):
      w.array(3)
      w.unsigned(4 as UInt64)
      w.unsigned(id)
      w.unsigned(through)
    case .scanned(let entry):
      w.array(2)
      w.unsigned(5 as UInt64)
      w.unsigned(entry)
    }
  }

  init(from r: inout CBORReader) throws(CodingError) {
    let count = try r.array(max: 7)
    let kind: UInt8 = try r.unsigned()
    switch (kind, count) {
    case (0, 3):
      guard try r.unsigned() as UInt64 == 1 else { throw r.invalid("another version") }
      self = .opened(try NetworkID(from: &r))
    case (1, 7): self = try Self.subscribed(&r)
    case (2, 2): self = .removed(id: try r.unsigned())
    case (3, 5):
      let (id, raw): (UInt64, UInt8) = (try r.unsigned(), try r.unsigned())
      guard let event = AccountEvent.Kind(rawValue: raw) else { throw r.error(.unknownCase(UInt64(raw))) }
      self = .queued(id: id, QueuedPush(kind: event, entry: try r.unsigned(), since: try r.signed()))
    case (4, 3): self = .done(id: try r.unsigned(), through: try r.unsigned())
    case (5, 2): self = .scanned(try r.unsigned())
    default: throw r.error(.unknownCase(UInt64(kind)))
    }
  }

  private static func subscribed(_ r: inout CBORReader) throws(CodingError) -> PushRecord {
    let id: UInt64 = try r.unsigned()
    let (account, credential) = (try AccountNumber(from: &r), try r.unsigned() as UInt16)
    // What may be called was settled when it came, and is looked at again before each call.
    guard let endpoint = PushEndpoint(try r.text(max: PushEndpoint.maximumBytes), allowsLoopback: true),
      let subscription = PushSubscription(
        endpoint: endpoint, key: try r.bytes(exactly: PushSubscription.keyByteCount),
        secret: try r.bytes(exactly: PushSubscription.secretByteCount))
    else { throw r.invalid("no subscription") }
    return .subscribed(id: id, PushSubscriber(account: account, credential: credential, subscription: subscription))
  }
}
