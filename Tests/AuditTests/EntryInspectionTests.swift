import Audit
import Model
import Platform
import Records
import Testing

@Suite("One entry")
struct EntryInspectionTests {
  private func inspect(_ entry: UInt64, _ chain: TestChain) throws -> EntryInspection {
    try chain.auditor.inspect(entry: entry)
  }

  @Test("that is sealed is opened, and proven against the checkpoint")
  func sealed() throws {
    let chain = try TestChain.paid()
    let payment = try chain.accept(chain.payment(40_000))
    try chain.publish()
    try chain.accept(chain.payment(1_000))
    let found = try inspect(payment, chain)
    #expect(found.opening?.receipt.kind == .payment)
    #expect(found.opening?.receipt.amount == 40_000)
    #expect(found.opening?.opens(found.entry) == true)
    #expect(found.isProven)
    #expect(found.isPublished)
    #expect(found.findings == [])
  }

  @Test("that no checkpoint covers yet is proven against the log as it stands")
  func unpublished() throws {
    let chain = try TestChain.paid()
    let found = try inspect(0, chain)
    #expect(!found.isPublished)
    #expect(found.isProven)
    guard case .open(let entry) = found.entry else {
      Issue.record("the first entry is the genesis document")
      return
    }
    #expect(entry.kind == .genesis)
  }

  @Test("whose receipt was altered has no opening, and its finding")
  func altered() throws {
    let chain = try TestChain.paid()
    let payment = try chain.accept(chain.payment(40_000))
    try Tampering(chain).block(Int(chain.state.height)) { $0.changeReceipt(0) { $0.amount = 1 } }
    let found = try inspect(payment, chain)
    #expect(found.opening == nil)
    #expect(found.findings.map(\.code) == [.opening])
  }

  @Test("that the log does not have is an error")
  func beyond() throws {
    let chain = try TestChain.paid()
    #expect(throws: AuditError.self) { try inspect(chain.state.logSize, chain) }
  }
}
