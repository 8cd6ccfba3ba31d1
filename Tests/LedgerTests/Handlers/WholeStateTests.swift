import Ledger
import Model
import Records
import Signing
import Testing

/// What holds whatever the commands were: lanes change nothing, and a saved state is the same state.
@Suite struct WholeStateTests {
  /// A market after a bit of everything.
  private func busyMarket(lanes: Int) throws -> Market {
    let market = Market(lanes: lanes)
    let test = market.test
    test.topUp(market.family, 500)
    let payment = test.accept(market.pay(market.bookshop, 450))
    test.accept(test.command(market.bookshop, .refund(payment: payment, amount: 30)))
    test.accept(test.command(market.family, .cashOut(agent: market.agent, amount: 20, fee: 0)))
    test.accept(test.command(market.family, .transfer(to: market.neighbour, amount: 7)))
    test.accept(test.command(market.bookshop, .requestSettlement(amount: 60)))
    test.accept(test.command(market.bookshop, .paySupplier(supplier: market.grocer, amount: 40)))
    test.accept(test.command(market.neighbour, .addCredential(key: TestLedger.key(market.neighbour, device: 1))))
    test.change(market.neighbour, to: [])
    test.suspend(market.ownShop)
    let officers = (1...2 as ClosedRange<UInt8>).map { TestLedger.key(TestAgency.bank.account, device: $0) }
    test.accept(
      test.command(
        .bank, .rotateAgency(agency: TestAgency.bank.account, officers: officers, threshold: 2)))
    test.accept(
      test.command(TestAgency.bank.account, device: 1, .propose(.issue(amount: 1, deposit: "test"))))
    // Several commands in one block, one of them refused.
    test.apply([
      market.pay(market.grocer, 10), market.pay(market.bookshop, 100_000, by: market.neighbour),
      test.command(market.agent, .requestSettlement(amount: 20)),
    ])
    return market
  }

  @Test func anyNumberOfLanesGivesTheSameRoots() throws {
    let one = try busyMarket(lanes: 1).test
    let two = try busyMarket(lanes: 2).test
    let three = try busyMarket(lanes: 3).test
    #expect(one.blockEntries == two.blockEntries)
    #expect(one.blockEntries == three.blockEntries)
  }

  @Test func aSavedStateIsTheSameState() throws {
    let test = try busyMarket(lanes: 2).test
    let bytes = SavedState.bytes(test.state)
    let loaded = try SavedState.load(bytes)
    #expect(SavedState.bytes(loaded) == bytes)
    #expect(loaded.violations().isEmpty)
    // Each refreshes its root with the next block.
    var roots: [BlockEntry] = []
    for state in [test.state, loaded] {
      var ledger = Ledger(state: state)
      let output = BlockOutput()
      ledger.apply(Block(height: state.height + 1, time: test.now, commands: []), lanes: SingleLane(), into: output)
      roots.append(output.block!)
    }
    #expect(roots[0] == roots[1])
    // People are found again by their nullifiers.
    for row in 0..<loaded.persons.count {
      let nullifier = Nullifier(value: loaded.persons[row].nullifier, keyVersion: 1)
      #expect(loaded.person(nullifier) == PersonNumber(UInt32(row)))
    }
  }

  @Test func everyCutOfASavedStateIsAnError() throws {
    let bytes = SavedState.bytes(try busyMarket(lanes: 1).test.state)
    let cuts = Array(0..<64) + Array(stride(from: 64, to: bytes.count, by: 101)) + [bytes.count - 1]
    for length in cuts {
      #expect(throws: SavedStateError.self, "cut to \(length)") { try SavedState.load(Array(bytes[..<length])) }
    }
  }
}
