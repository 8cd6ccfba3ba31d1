import Engine
import EngineSupport
import Model
import Platform
import Rules
import Signing
import StorageSupport
import Testing

@Suite("A family that asks to be forgotten")
struct ErasureTests {
  private let family = TestNode.families[0]

  /// Whether the vault still opens the record. In the clear no file ever has it.
  private func vaultHolds(_ sealed: Sealed, _ node: TestNode) throws -> Bool {
    for name in try Directory.names(in: node.directory.vault) {
      let bytes = try File.contents(of: node.directory.vault + "/" + name)
      #expect(bytes.firstRange(of: sealed.bytes) == nil, "\(name)")
    }
    return try node.replica.sealed(sealed.digest) == sealed
  }

  private func forgotten() throws -> (TestNode, fact: Sealed) {
    let node = try TestNode.paid()
    let fact = node.fact(family, level: 3, from: "2026-02-01")
    try node.accept(
      node.command(.registry, .attest(schema: "test.family/1", sealed: fact.digest), sealed: [fact]))
    #expect(try vaultHolds(fact, node))
    try node.accept(node.sign(family, TestNode.holder(0), .erase(account: family)))
    return (node, fact)
  }

  @Test("leaves no fact in the vault; its money, decisions and proofs stay")
  func vault() throws {
    let (node, fact) = try forgotten()
    #expect(try !vaultHolds(fact, node))
    #expect(node.vouchers(family) == TestNode.amount)
    try node.accept(node.payment(1_000))
    let result = try node.audit()
    #expect(result.findings == [])
    #expect(result.erasedRecords == 2)
    #expect(result.adoptedDecisions > 0)
  }

  @Test("stays forgotten through a restart, from the journal and from a snapshot")
  func restart() throws {
    let (node, fact) = try forgotten()
    let root = node.stateRoot
    try node.reopen()
    #expect(node.report.adoptedDecisions > 0)
    #expect(node.stateRoot == root)
    #expect(try !vaultHolds(fact, node))
    try node.replica.writeSnapshot()
    try node.advance(to: "2026-05-10")
    let later = node.stateRoot
    try node.reopen()
    #expect(node.report.snapshot != nil)
    #expect(node.stateRoot == later)
    #expect(node.vouchers(family) == 0, "its first voucher expired, and nothing is known that would pay another")
    #expect(try node.audit().findings == [])
  }

  @Test("is forgotten even if the machine stops between the log and the vault")
  func interrupted() throws {
    let (sample, _) = try forgotten()
    _ = consume sample
    // Every place an erasure can stop at: the block is durable, the vault not yet.
    var answeredAndStopped = 0
    for changes in 0..<14 {
      let node = try TestNode.paid()
      let fact = node.fact(family, level: 3, from: "2026-02-01")
      try node.accept(
        node.command(.registry, .attest(schema: "test.family/1", sealed: fact.digest), sealed: [fact]))
      node.disk.plan(.stop(before: changes))
      let answer = try? node.answer(node.sign(family, TestNode.holder(0), .erase(account: family)))
      if answer?.decision != nil, node.replica.stopReason != nil { answeredAndStopped += 1 }
      node.close()
      node.disk.plan(nil)
      try node.open()
      let isErased = node.replica.read { $0.account(family)!.erased }
      #expect(try vaultHolds(fact, node) == !isErased, "stopped before change \(changes)")
      #expect(isErased || answer?.decision == nil, "stopped before change \(changes)")
      #expect(try node.audit().findings == [], "stopped before change \(changes)")
    }
    #expect(answeredAndStopped > 2, "the log has it, so the family is told so")
  }

  @Test("is forgotten where a fact about it was refused; replaying needs none of the bytes", arguments: [false, true])
  func refused(afterwards: Bool) throws {
    let node = try TestNode.paid()
    let wrong = node.seal(
      FactRecord(
        subject: .family(family), validFrom: CivilDate("2026-02-02")!, validUntil: CivilDate("2026-02-01")!,
        values: [.int(3)]
      ).encoded)
    let fact = node.fact(family, level: 3, from: "2026-02-01")
    func attest(_ sealed: Sealed) throws -> Answer {
      try node.answer(
        node.command(.registry, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed]))
    }
    #expect(try attest(fact).decision?.rejection == nil)
    #expect(try attest(wrong).decision?.rejection == .validityInverted)
    #expect(try !vaultHolds(wrong, node), "nothing happened, so nothing is kept")
    if !afterwards { #expect(try attest(fact).decision?.rejection == .alreadyAttested) }
    try node.accept(node.sign(family, TestNode.holder(0), .erase(account: family)))
    if afterwards { #expect(try attest(fact).decision?.rejection == .alreadyAttested) }
    let root = node.stateRoot
    try node.reopen()
    #expect(node.stateRoot == root)
    #expect(try !vaultHolds(fact, node))
    #expect(try node.audit().findings == [])
  }
}
