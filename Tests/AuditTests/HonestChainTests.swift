import Audit
import Model
import Platform
import Testing

@Suite("An honest chain")
struct HonestChainTests {
  @Test("has no findings, and everything in it has been looked at")
  func clean() throws {
    let chain = try TestChain.spent()
    try chain.publish()
    let result = try Tampering(chain).audit()
    #expect(result.findings == [])
    #expect(result.blocks == chain.state.height + 1)
    #expect(result.entries == chain.state.logSize)
    #expect(result.commands == 13)
    #expect(result.signatures == 13 + 2, "a claim and a shop prove possession too")
    #expect(result.sealedRecords == 6)
    #expect(result.checkpoints == 1)
    #expect(result.adoptedDecisions == 0)
  }

  @Test("is audited over many segments, each checked in turn")
  func segments() throws {
    let chain = try TestChain.spent(segmentSize: 8192)
    #expect(try Tampering(chain).segments.count > 10)
    #expect(try Tampering(chain).audit().findings == [])
  }

  @Test("keeps to a checkpoint that somebody else kept")
  func keptCheckpoint() throws {
    let chain = try TestChain.paid()
    let kept = try chain.publish()
    try chain.accept(chain.payment(1_000))
    var options = AuditOptions()
    options.checkpoints = [AuditOptions.KeptCheckpoint(file: "kept.note", note: kept)]
    let result = try Tampering(chain).audit(options)
    #expect(result.findings == [])
    #expect(result.checkpoints == 2)
  }

  @Test("without blocks is audited too")
  func empty() throws {
    #expect(try Tampering(try TestChain()).audit().findings == [])
  }

  @Test("that is not there is no finding but an error")
  func nothing() throws {
    #expect(throws: AuditError.self) { try Audit("/nowhere/at/all").verify() }
  }

  @Test("An erasure on the log: decisions about it are adopted, and said to be")
  func erasure() throws {
    let chain = try TestChain.paid()
    let before = try Tampering(chain).audit()
    try chain.accept(chain.command(TestChain.families[0], TestChain.ownerKey, .erase(account: TestChain.families[0])))
    let result = try Tampering(chain).audit()
    #expect(before.adoptedDecisions == 0)
    #expect(result.findings == [])
    #expect(result.erasedRecords == 1)
    #expect(result.adoptedDecisions > 0)
  }
}
