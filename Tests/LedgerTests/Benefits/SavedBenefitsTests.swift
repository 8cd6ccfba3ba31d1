import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// A saved state is the same state: its root, and everything it goes on to do.
@Suite struct SavedBenefitsTests {
  private func saved(_ state: LedgerState) -> [UInt8] {
    var bytes: [UInt8] = []
    state.save { (part: UnsafeRawBufferPointer) in bytes.append(contentsOf: part) }
    return bytes
  }

  private func loaded(_ bytes: [UInt8]) throws -> LedgerState {
    var place = 0
    return try LedgerState { buffer in
      let count = min(buffer.count, bytes.count - place)
      buffer.copyBytes(from: bytes[place..<place + count])
      place += count
      return count
    }
  }

  @Test func aRunGoesOnFromWhereItWasSaved() throws {
    let test = TestLedger.world(rowsPerBlock: 4)
    let first = test.register([2, 1, 3, 1, 1])
    test.attest(
      "test.family/1",
      (0..<5).map { test.familyFact(first + $0, level: Int64($0), [(.infant, nil), (.pupil, 90), (.adult, nil)]) })
    let region = FactRecord(
      subject: .region(Region(number: 53)!), validFrom: CivilDate("2026-01-01")!, validUntil: nil, values: [.bool(true)]
    )
    test.attest("test.region/1", [region])
    test.activate(TestWorld.programme(shortfall: .share))
    test.fund("id.test", 301)
    test.now = TestLedger.time("2026-02-10")
    for _ in 0..<14 {
      test.apply()
      test.attest("test.family/1", [test.familyFact(first, level: 1, [(.infant, nil), (.infant, nil)])])
      var copy = Ledger(state: try loaded(saved(test.state)))
      let output = BlockOutput()
      var original = test.ledger
      for height in 1...3 as ClosedRange<UInt64> {
        let block = Block(height: test.state.height + height, time: test.now, commands: [])
        copy.apply(block, lanes: SingleLane(), into: output)
        let root = output.block!.stateRoot
        original.apply(block, lanes: SingleLane(), into: output)
        #expect(output.block!.stateRoot == root)
      }
      #expect(copy.state.violations().isEmpty)
    }
    #expect(test.cycle().stage == .paid)
  }

  @Test func everyCutOfTheBytesIsAnError() throws {
    let test = TestLedger.world()
    let first = test.register([1])
    test.attest("test.family/1", [test.familyFact(first, level: 1, [(.infant, nil)])])
    test.activate(TestWorld.programme())
    test.advance(to: "2026-02-10")
    let bytes = saved(test.state)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      #expect(throws: SavedStateError.self) { try loaded(Array(bytes[..<length])) }
    }
  }
}
