import Engine
import Model
import Platform
import Signing
import StorageSupport
import Testing

@Suite("A family that asks to be forgotten")
struct ErasureTests {
  private let family = TestNode.families[0]

  private func vaultHolds(_ sealed: Sealed, _ node: TestNode) throws -> Bool {
    let needle = sealed.bytes
    return try Directory.names(in: node.directory.vault).contains { name in
      let bytes = try File.contents(of: node.directory.vault + "/" + name)
      guard bytes.count >= needle.count else { return false }
      return (0...bytes.count - needle.count).contains { bytes[$0..<$0 + needle.count].elementsEqual(needle) }
    }
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
}
