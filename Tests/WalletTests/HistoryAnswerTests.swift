import Coding
import Engine
import EngineSupport
import Model
import Platform
import Records
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("A client believes what happened to an account")
struct HistoryAnswerTests {
  private let account = TestNode.families[0]

  private func answer(_ heads: TestHeads, of account: AccountNumber) throws -> HistoryAnswer {
    let size = heads.node.replica.logSize
    let all = try heads.node.replica.openings(of: Array(0..<size), size: size)
    let own = all.filter { $0.opening.receipt.account == account || $0.opening.receipt.other == account }
    return HistoryAnswer(
      head: try heads.proof(),
      items: own.reversed().map { HistoryAnswer.Item(opening: $0.opening, inclusion: $0.inclusion) }, next: nil)
  }

  private func verify(_ answer: HistoryAnswer, of account: AccountNumber, _ heads: TestHeads) throws -> [ProvenEvent] {
    var log = try heads.trustedLog()
    return try answer.verified(account: account, &log, now: TestHeads.now, verified: SignatureVerifier.verify).events
  }

  @Test(
    "Whatever has happened, everybody's history adds up to what the ledger says; with one movement of money kept back it does not"
  )
  func statement() throws {
    let node = try GoldenStory.tell()
    let heads = TestHeads(node: node, witnesses: [])
    var kinds: Set<UInt8> = []
    for account in TestNode.families + [TestNode.shop, AccountNumber(13), AccountNumber(14)] {
      let events = try verify(answer(heads, of: account), of: account, heads)
      kinds.formUnion(events.map(\.receipt.kind.rawValue))
      let (money, classes) = node.replica.read { state in
        let salt = state.account(account)!.salt
        return (MoneyLeaf(preimage: state.money.leafPreimage(of: account, salt: salt))!, state.classes)
      }
      #expect(Statement(of: account, events: events, classes: classes).agrees(with: money), "\(account)")
      #expect(money.entries == UInt32(events.count), "\(account)")
      for (index, event) in events.enumerated() where event.receipt.movesMoney {
        var part = events
        part.remove(at: index)
        #expect(
          !Statement(of: account, events: part, classes: classes).agrees(with: money), "\(account) \(event.receipt)")
      }
    }
    for kind in [
      Receipt.Kind.disbursement, .payment, .refund, .cashOut, .transfer, .expired, .supplierPayment, .cashIn,
    ] {
      #expect(kinds.contains(kind.rawValue), "\(kind)")
    }
  }

  @Test("not when an event is another's, comes twice, or any bit of it is another")
  func altered() throws {
    let heads = TestHeads(node: try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name)))
    try heads.node.accept(heads.node.payment(40_000))
    let answer = try answer(heads, of: account)
    #expect(try verify(answer, of: account, heads).count == answer.items.count)
    #expect(throws: TrustError.entry) { try verify(answer, of: TestNode.families[2], heads) }
    let twice = HistoryAnswer(head: answer.head, items: [answer.items[0]] + answer.items, next: nil)
    #expect(throws: TrustError.entry) { try verify(twice, of: account, heads) }
    let bytes = answer.encoded
    #expect(try HistoryAnswer(encoded: bytes) == answer)
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1
      guard let read = try? HistoryAnswer(encoded: altered), read.next == nil else { continue }
      #expect(throws: TrustError.self, "byte \(index)") { try verify(read, of: account, heads) }
    }
    for length in bytes.indices where length % 5 == 0 {
      #expect(throws: CodingError.self) { try HistoryAnswer(encoded: Array(bytes[..<length])) }
    }
    #expect(throws: CodingError.self) { try HistoryAnswer(encoded: bytes + [0]) }
  }
}

extension Receipt {
  fileprivate var movesMoney: Bool {
    switch kind {
    case .disbursement, .payment, .transfer, .cashOut, .expired, .supplierPayment, .settlementRequested, .cashIn,
      .refund:
      amount > 0
    default: false
    }
  }
}
