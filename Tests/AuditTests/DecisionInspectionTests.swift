import Audit
import Ledger
import Model
import Platform
import Records
import Testing

@Suite("One decision")
struct DecisionInspectionTests {
  private func decision(_ entry: UInt64, _ chain: TestChain) throws -> DecisionInspection {
    try chain.auditor.decision(entry: entry)
  }

  /// Entries of the disbursements in the newest block that has any.
  private func paid(_ chain: TestChain) throws -> [UInt64] {
    let size = chain.state.logSize
    return try (0..<size).filter { entry in
      try chain.auditor.inspect(entry: entry).opening?.receipt.kind == .disbursement
    }
  }

  @Test("is taken again from the facts its receipt commits to")
  func recomputed() throws {
    let chain = try TestChain.paid()
    let entries = try paid(chain)
    #expect(entries.count == 2)
    for entry in entries {
      let found = try decision(entry, chain)
      #expect(found.holds && found.isOpened && found.isCommitted && !found.isErased)
      #expect(found.decision.explanation.amount.amount == found.receipt.amount)
      #expect(found.decision.explanation.facts.allSatisfy { $0.seal != nil })
      #expect(found.decision.registrant == found.receipt.account.raw)
    }
    #expect(try decision(entries[0], chain).decision.digest != decision(entries[1], chain).decision.digest)
  }

  @Test("whose receipt was altered does not hold", arguments: ["amount", "digest"])
  func altered(field: String) throws {
    let chain = try TestChain.paid()
    let entry = try #require(try paid(chain).first)
    let block = try decision(entry, chain).height
    let first = try paid(chain).filter { try decision($0, chain).height == block }.first!
    try Tampering(chain).block(Int(block)) { record in
      record.changeReceipt(0) { receipt in
        if field == "amount" { receipt.amount += 1 } else { receipt.digest = .zero }
      }
    }
    let found = try decision(first, chain)
    #expect(!found.holds && !found.isOpened)
    #expect(found.isCommitted == (field == "amount"))
  }

  /// A node that rewrites the receipt with its commitment contradicts the commands it keeps.
  @Test("does not hold in a history that was made up")
  func madeUp() throws {
    let chain = try TestChain.paid()
    let entry = try #require(try paid(chain).first)
    let found = try decision(entry, chain)
    let salt = try #require(chain.state.account(found.receipt.account)).salt
    try Tampering(chain).block(Int(found.height)) { record in
      record.changeReceipt(Int(entry - record.firstEntry), salt: salt) { $0.amount -= 1 }
    }
    let altered = try decision(entry, chain)
    #expect(altered.isOpened && altered.isCommitted && !altered.holds)
    #expect(altered.result.findings.contains { $0.severity == .grave })
  }

  @Test("is behind disbursements and nothing else")
  func nothingElse() throws {
    let chain = try TestChain.paid()
    #expect(throws: AuditError.self) { try decision(0, chain) }
    #expect(throws: AuditError.self) { try decision(chain.state.logSize, chain) }
    let payment = try chain.accept(chain.payment(40_000))
    #expect(throws: AuditError.self) { try decision(payment, chain) }
  }
}
