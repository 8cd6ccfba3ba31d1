import Events
import Foundation
import Model
import Platform
import Push
import PushSupport
import Signing
import StorageSupport
import Testing

@Suite("The outbox outlives the node")
struct PushOutboxTests {
  private let folder = TemporaryDirectory()
  private let network = NetworkID(genesis: SHA256.hash([1]))
  private let phone = Phone()
  private var file: String { folder.path + "/outbox" }

  private func open(_ change: (inout PushConfiguration) -> Void = { _ in }) throws -> PushOutbox {
    var configuration = PushConfiguration()
    change(&configuration)
    return try PushOutbox(folder: folder.path, network: network, limits: configuration)
  }

  private func subscriber(_ account: UInt32, _ name: String, credential: UInt16 = 0) throws -> PushSubscriber {
    PushSubscriber(
      account: AccountNumber(account), credential: credential,
      subscription: try phone.subscription("https://push.example.net/\(name)"))
  }

  private func event(_ account: UInt32, _ entry: UInt64) -> AccountEvent {
    AccountEvent(
      .paymentArrived, .disbursement, account: AccountNumber(account), entry: entry, time: BlockTime(milliseconds: 0))
  }

  @Test("subscriptions, what waits and how far it has come are there after a restart")
  func restart() throws {
    do {
      let outbox = try open()
      #expect(outbox.scanned == nil)
      #expect(try outbox.subscribe(subscriber(1, "a")) && outbox.subscribe(subscriber(2, "b")))
      let ids = try outbox.queue([event(1, 10), event(3, 11), event(2, 12), event(1, 13)], scanned: 20, now: 5)
      #expect(ids == [0, 1, 0])
      try outbox.done(0, through: 10)
    }
    let outbox = try open()
    #expect(
      outbox.scanned == 20 && outbox.waiting == [0, 1] && outbox.subscriptionCount == 2 && outbox.queuedCount == 2)
    #expect(outbox.next(0)?.1.entry == 13 && outbox.next(1)?.1.entry == 12)
    #expect(try outbox.remove(1) == AccountNumber(2))
    #expect(outbox.waiting == [0] && !outbox.hasSubscription(AccountNumber(2)))
    #expect(try open().waiting == [0])
  }

  @Test("a torn end is left out, another network's outbox is not read")
  func damage() throws {
    #expect(try open().subscribe(subscriber(1, "a")))
    let whole = try File.contents(of: file)
    #expect(try open().subscribe(subscriber(2, "b")))
    let longer = try File.contents(of: file)
    for end in [whole.count + 1, longer.count - 1, (whole.count + longer.count) / 2] {
      try File.replace(file, with: Array(longer[..<end]))
      #expect(try open().subscriptionCount == 1)
    }
    try File.replace(file, with: longer)
    let other = NetworkID(genesis: SHA256.hash([2]))
    #expect(try PushOutbox(folder: folder.path, network: other, limits: PushConfiguration()).subscriptionCount == 0)
  }

  @Test("an account has few subscriptions, one for each endpoint; a node has so many")
  func bounds() throws {
    let outbox = try open { ($0.perAccount, $0.subscriptions) = (2, 3) }
    for name in ["a", "b", "a", "c"] { #expect(try outbox.subscribe(subscriber(1, name))) }
    #expect(outbox.subscriptionCount == 2)
    #expect(try outbox.unsubscribe(AccountNumber(1), endpoint: "https://push.example.net/b") == 0)
    #expect(try outbox.subscribe(subscriber(2, "a")))
    #expect(try !outbox.subscribe(subscriber(3, "a")))
    #expect(try outbox.unsubscribe(AccountNumber(1)) == 2)
    #expect(try outbox.subscribe(subscriber(3, "a", credential: 7)))
    #expect(try outbox.unsubscribe(AccountNumber(3), credential: 6) == 0)
    #expect(try outbox.unsubscribe(AccountNumber(3), credential: 7) == 1)
  }

  @Test("the oldest of too many waiting pushes is left out; a long file is written anew")
  func growth() throws {
    let outbox = try open()
    #expect(try outbox.subscribe(subscriber(1, "a")))
    for entry in 0..<100 as Range<UInt64> { _ = try outbox.queue([event(1, entry)], scanned: entry, now: 0) }
    #expect(outbox.queuedCount == 32 && outbox.next(0)?.1.entry == 68)
    for entry in 100..<60_000 as Range<UInt64> { _ = try outbox.queue([event(1, entry)], scanned: entry, now: 0) }
    #expect(try File.contents(of: file).count < 2 << 20)
    #expect(try open().next(0)?.1.entry == 59_968)
  }

  @Test("whoever is forgotten leaves nothing in the file")
  func forgetting() throws {
    let outbox = try open()
    #expect(try outbox.subscribe(subscriber(1, "secret-name")) && outbox.subscribe(subscriber(2, "b")))
    func holds(_ text: String) throws -> Bool { try Data(File.contents(of: file)).range(of: Data(text.utf8)) != nil }
    #expect(try holds("secret-name"))
    try outbox.forget(AccountNumber(1))
    #expect(try !holds("secret-name") && holds("push.example.net/b"))
    #expect(outbox.subscriptionCount == 1)
  }
}
