import Ledger
import Model
import Records
import Signing
import Testing

/// What is forgotten, and what stays provable without it.
@Suite struct ErasureTests {
  /// A family paid for two quarters is erased; then a third quarter comes.
  private func erased() -> (TestLedger, AccountNumber) {
    let test = TestLedger.world(rowsPerBlock: 7)
    let first = test.register([2, 1, 1])
    test.attest(
      "test.family/1",
      [
        test.familyFact(first, level: 1, [(.infant, nil), (.adult, nil)]),
        test.familyFact(first + 1, level: 1, [(.infant, nil)]),
      ])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    // A late single fact, so that a re-decision and its receipt are replayed too.
    let late = test.seal(test.familyFact(first + 2, level: 1, [(.infant, nil)]))
    test.accept(test.command(.registry, .attest(schema: "test.family/1", sealed: late.digest), sealed: [late]))
    test.advance(to: "2026-05-10")
    test.accept(test.command(.identity, .erase(account: first)))
    test.accept(test.command(.identity, .erase(account: first + 2)))
    test.advance(to: "2026-08-10")
    return (test, first)
  }

  @Test func whatIsAttestedAfterwardsCanBeForgottenToo() {
    let (test, first) = erased()
    test.refuse(test.command(.identity, .erase(account: first)), .alreadyErased)
    test.attest(
      "test.family/1", [test.familyFact(first, level: 1, [(.infant, nil), (.adult, nil)], from: "2026-03-01")])
    test.accept(test.command(.identity, .erase(account: first)))
    #expect(test.erasedSeals.count == 3)
    test.refuse(test.command(.identity, .erase(account: first)), .alreadyErased)
  }

  @Test func nothingIsKnownAfterwards() {
    let (test, first) = erased()
    #expect(test.erasedSeals.count == 2)
    let latest = test.state.benefits.cycles.count - 1
    #expect(test.entitlement(first.raw, cycle: latest).verdict == .undecided)
    #expect(test.entitlement(first.raw, cycle: latest).detail == EntitlementRow.wholeRecord)
    #expect(test.entitlement(first.raw + 1, cycle: latest).verdict == .yes)
    #expect(test.state.benefits.stores[0].rows[0].status == .erased)
    #expect(test.state.benefits.cycles.map(\.record.totals.paid) == [3, 3, 1])
  }

  @Test func aReplayWithoutTheBytesGivesTheSameRootsAndDecisions() throws {
    let (test, _) = erased()
    var replica = Ledger(genesis: test.genesis)
    let output = BlockOutput()
    replica.begin(test.genesis, lanes: SingleLane(), into: output)
    var adopted: UInt64 = 0
    for (index, block) in test.blocks.enumerated() {
      let commands = try block.commands.map { command in
        VerifiedCommand(
          replaying: try UnverifiedCommand(signed: command.signed), key: command.key,
          sealed: command.sealed.map { slot in
            SealedSlot(digest: slot.digest, content: test.erasedSeals.contains(slot.digest) ? nil : slot.content)
          })
      }
      let decisions = test.recordedDecisions[index]
      replica.apply(
        Block(height: block.height, time: block.time, commands: commands, recordedDecisions: decisions),
        lanes: SingleLane(), into: output)
      #expect(output.block == test.blockEntries[index])
      #expect(output.decisions == decisions)
      adopted += output.adoptedDecisions
    }
    #expect(adopted == 4, "two families, twice each")
  }

  @Test func missingBytesAreRefusedOutsideAReplay() throws {
    let test = TestLedger.world()
    let first = test.register([1])
    let sealed = test.seal(test.familyFact(first, level: 1, [(.infant, nil)]))
    let command = test.command(.registry, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed])
    let bare = VerifiedCommand(
      replaying: try UnverifiedCommand(signed: command.signed), key: command.key,
      sealed: [SealedSlot(digest: sealed.digest, content: nil)])
    test.refuse(bare, .sealedMissing)
  }
}
