import Engine
import EngineSupport
import Events
import Model
import Platform
import Records
import Signing
import Synchronization
import Testing

@Suite("Events follow from durable blocks")
struct EventHubTests {
  private let node: TestNode
  private let backlog = EventBacklog {}
  private let hub: EventHub
  private let family = TestNode.families[0]

  init() throws {
    node = try TestNode.paid()
    var limits = EventLimits()
    (limits.streamsPerAccount, limits.streams, limits.buffered, limits.longestBeats) = (2, 3, 4, 10)
    hub = EventHub(limits: limits, backlog: backlog)
    node.replica.observe(hub)
  }

  private func open(_ account: AccountNumber, credential: UInt16 = 0, onCut: @escaping @Sendable () -> Void = {}) throws
    -> EventStream
  {
    try #require(hub.open(account, credential: credential, onCut: onCut))
  }

  private func next(_ stream: EventStream) async throws -> AccountEvent {
    guard case .event(let event) = await stream.next() else { throw NoEvent() }
    return event
  }

  private struct NoEvent: Error {}

  @Test("a payment reaches the shop's stream with its entry, time, amount and series; nobody else's")
  func payment() async throws {
    let (shop, payer) = (try open(TestNode.shop), try open(family))
    let entry = try node.accept(node.payment(30_000))
    let event = try await next(shop)
    #expect(event.kind == .paymentArrived && event.detail == .sale && event.entry == entry)
    #expect(event.amount == 30_000 && event.series == TestNode.series && event.account == TestNode.shop)
    #expect(event.time == node.replica.newestBlock.time)
    let refund = node.sign(TestNode.shop, TestNode.shopKey, .refund(payment: entry, amount: Rupiah(10_000)))
    try node.accept(refund)
    let back = try await next(payer)
    #expect(back.detail == .refund && back.amount == 10_000)
    hub.close(shop)
    #expect(await shop.next() == nil)
    #expect(hub.streamCount == 1)
  }

  @Test("a voucher's end is told seven days and one day before, once each, where something is left")
  func expiry() async throws {
    let (stream, empty) = (try open(family), try open(TestNode.families[2]))
    for day in ["2026-03-01", "2026-03-06", "2026-03-07", "2026-03-12", "2026-03-13", "2026-03-20"] {
      try node.advance(to: day)
      try node.decide()
    }
    hub.close(stream)
    hub.close(empty)
    var details: [AccountEvent.Detail] = []
    while case .event(let event) = await stream.next() {
      #expect(event.kind == .voucherExpiring && event.amount == TestNode.amount && event.series == TestNode.series)
      let left = try #require(event.expires).milliseconds - event.time.milliseconds
      #expect(left > 0 && left <= 7 * BlockTime.day)
      details.append(event.detail)
    }
    #expect(details == [.sevenDays, .oneDay])
    #expect(await empty.next() == nil)
  }

  @Test("a removed credential hears that it was, and nothing more")
  func removedCredential() async throws {
    let key = SigningKey(.ed25519, seed: SHA256.hash(Array("second".utf8)))
    try node.accept(
      node.sign(
        family, TestNode.holder(0), .addCredential(key: key.publicKey), proof: node.possession(key, of: family)))
    let (first, second) = (try open(family), try open(family, credential: 1))
    try node.accept(node.sign(family, TestNode.holder(0), .removeCredential(number: 1)))
    for stream in [first, second] {
      let event = try await next(stream)
      #expect(event.kind == .credentialChanged && event.detail == .removed && event.credential == 1)
    }
    #expect(await second.next() == nil)
    #expect(hub.streamCount == 1)
  }

  @Test("too slow a reader is cut off; the engine goes on")
  func slowReader() async throws {
    let cuts = Mutex(0)
    let stream = try open(TestNode.shop) { cuts.withLock { $0 += 1 } }
    for _ in 0..<6 { try node.accept(node.payment(100)) }
    #expect(cuts.withLock { $0 } == 1 && hub.streamCount == 0)
    #expect(await stream.next() == nil)
    // Nor is one kept that hears no beats.
    _ = try open(TestNode.shop) { cuts.withLock { $0 += 1 } }
    for _ in 0..<5 { hub.beat() }
    #expect(cuts.withLock { $0 } == 2 && hub.streamCount == 0)
  }

  @Test("streams are counted: the oldest of one account gives way, beyond the node's none is opened")
  func bounds() async throws {
    let first = try open(family)
    _ = try open(family)
    _ = try open(TestNode.shop)
    #expect(hub.open(TestNode.families[1], credential: 0, onCut: {}) == nil)
    _ = try open(family)
    #expect(await first.next() == nil)
    #expect(hub.streamCount == 3)
    hub.stop()
    #expect(hub.streamCount == 0 && hub.open(family, credential: 0, onCut: {}) == nil)
  }

  @Test("a beat says how far the log has been told; an old stream ends")
  func beats() async throws {
    let stream = try open(family)
    for _ in 0..<9 {
      hub.beat()
      #expect(await stream.next() == .beat(upTo: node.replica.logSize - 1))
    }
    try node.decide()
    hub.beat()
    #expect(await stream.next() == .beat(upTo: node.replica.logSize - 1))
    #expect(await stream.next() == nil)
    #expect(hub.streamCount == 0)
  }

  @Test("the journal tells the same as the blocks did, from any entry on")
  func replay() throws {
    let accounts = TestNode.families + [TestNode.shop]
    for account in accounts { hub.keep(account, true) }
    let start = node.replica.logSize
    for index in 0...4 { try node.accept(node.payment(1_000, family: index % 2)) }
    try node.advance(to: "2026-03-07")
    try node.accept(node.sign(family, TestNode.holder(0), .freeze))
    let end = node.replica.logSize
    let live = try #require(backlog.take())
    #expect(live.from == start && live.to == end && !live.hasGap && live.events.count == 8)
    for from in start...end {
      var events: [AccountEvent] = []
      try EventReplay(node.replica).forEachBlock(from: from, to: end, concerning: AccountSet(accounts)) {
        events += $0.events
        return true
      }
      #expect(events == live.events.filter { $0.entry >= from })
    }
    let limits = EventLimits()
    let shop = try EventReplay(node.replica).missed(by: TestNode.shop, from: start, to: end, limits: limits)
    #expect(shop?.count == 5)
    var narrow = EventLimits()
    narrow.replayedEvents = 4
    #expect(try EventReplay(node.replica).missed(by: TestNode.shop, from: start, to: end, limits: narrow) == nil)
    narrow = limits
    narrow.replayedEntries = end - start - 1
    #expect(try EventReplay(node.replica).missed(by: TestNode.shop, from: start, to: end, limits: narrow) == nil)
  }

  @Test("a million receipts are sifted in no time worth naming")
  func nationalBlock() throws {
    let entries = EntryBuffer()
    entries.reset(firstEntry: node.replica.logSize)
    let time = node.replica.newestBlock.time
    for index in 0..<1_000_000 as Range<UInt32> {
      entries.append(Receipt(.disbursement, account: AccountNumber(index), amount: 1, time: time, digest: .zero))
    }
    let block = node.replica.newestBlock
    for listeners in [0, 1_000, 100_000] as [UInt32] {
      let backlog = EventBacklog(capacity: 1_000_000) {}
      let hub = EventHub(backlog: backlog)
      hub.begins(after: block)
      for index in 0..<listeners { hub.keep(AccountNumber(index * (1_000_000 / listeners)), true) }
      let took = node.replica.read { state in
        ContinuousClock().measure { hub.isDurable(block, entries, state) }
      }
      #expect(backlog.take()?.events.count == Int(listeners))
      print("a million receipts, \(listeners) listeners: \(took)")
      #expect(took < .milliseconds(listeners > 1_000 ? 500 : 100))
    }
  }

  @Test("a backlog that is full says that the journal has more")
  func fullBacklog() throws {
    let small = EventBacklog(capacity: 2) {}
    let hub = EventHub(backlog: small)
    hub.keep(TestNode.shop, true)
    node.replica.observe(hub)
    let start = node.replica.logSize
    for _ in 0..<3 { try node.accept(node.payment(100)) }
    let batch = try #require(small.take())
    #expect(batch.hasGap && batch.events.isEmpty && batch.from == start && batch.to == node.replica.logSize)
    #expect(small.take() == nil)
  }
}
