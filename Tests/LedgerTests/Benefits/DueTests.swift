import Coding
import Ledger
import Model
import Rules
import TestSupport
import Testing

/// Whether a node that nobody asks for anything has to cut a block. `TestLedger` compares every empty block with it.
@Suite struct DueTests {
  @Test func aProgrammeIsDueWhenItsNoticeIsOver() {
    let test = TestLedger.world { $0.notice = 7 * BlockTime.day }
    let start = test.now.advanced(by: 7 * BlockTime.day)
    test.activate(TestWorld.programme())
    #expect(!test.state.hasWorkDue(at: start.advanced(by: -1)))
    #expect(test.state.hasWorkDue(at: start))
    test.now = start
    test.apply()
    #expect(!test.state.hasWorkDue)
  }

  @Test func aCycleIsDueFromItsDayOnAndAgainWhenItCloses() {
    let test = TestLedger.world()
    let first = test.register([1])
    test.attest("test.family/1", [test.familyFact(first, level: 1, [(.infant, nil)])])
    test.activate(TestWorld.programme())
    test.fund("id.test", 10_000)
    test.apply()
    let due = TestLedger.time("2026-02-10")
    #expect(!test.state.hasWorkDue(at: due.advanced(by: -1)) && test.state.hasWorkDue(at: due))
    test.advance(to: "2026-02-10")
    #expect(test.vouchers(first) == 100)
    let closes = test.cycle().closes
    #expect(!test.state.hasWorkDue(at: closes.advanced(by: -1)) && test.state.hasWorkDue(at: closes))
  }

  @Test func anExpiredClassIsDueOnceAndThenWaitsForCommands() {
    let test = TestLedger.world { $0.maturityBlocks = 1 }
    let first = test.register([1])
    test.attest("test.family/1", [test.familyFact(first, level: 1, [(.infant, nil)])])
    test.activate(TestWorld.programme { $0.due = TestWorld.once })
    test.fund("id.test", 10_000)
    test.advance(to: "2026-02-10")
    test.advance(to: "2026-05-12")
    #expect(test.vouchers(first) == 100 && !test.state.hasWorkDue, "it waits for a block that accepts a command")
    test.accept(test.command(.bank, .issue(amount: 1, deposit: "more")))
    #expect(test.state.hasWorkDue)
    test.apply()
    #expect(test.vouchers(first) == 0 && !test.state.hasWorkDue)
  }

  @Test func aGapIsSaidOnceAndPaidWhenThereIsMoney() {
    let test = TestLedger.world()
    let first = test.register([1, 1])
    test.attest("test.family/1", (0..<2).map { test.familyFact(first + $0, level: 1, [(.infant, nil)]) })
    test.activate(TestWorld.programme())
    test.fund("id.test", 150)
    test.advance(to: "2026-02-10")
    #expect(test.cycle().stage == .waiting && !test.state.hasWorkDue)
    test.fund("id.test", 50)
    #expect(test.state.hasWorkDue)
    test.apply()
    #expect(test.vouchers(first) == 100 && test.vouchers(first + 1) == 100)
  }

  @Test func anIdleClockIsMovedBeforeItWouldStand() {
    let test = TestLedger { $0.clockStep = 10 * BlockTime.minute }
    let now = test.state.time
    #expect(!test.state.isBlockDue(at: now.advanced(by: 5 * BlockTime.minute - 1)))
    #expect(test.state.isBlockDue(at: now.advanced(by: 5 * BlockTime.minute)))
    #expect(test.state.isBlockDue(at: now.advanced(by: 10 * BlockTime.minute)))
    #expect(!test.state.isBlockDue(at: now.advanced(by: 10 * BlockTime.minute + 1)), "it stands, and no block moves it")
    #expect(!TestLedger().state.isBlockDue(at: now.advanced(by: BlockTime.day)), "a driven clock needs nobody")
    let outage = TestLedger { $0.outage = BlockTime.hour }.state
    #expect(outage.isBlockDue(at: now.advanced(by: 30 * BlockTime.minute)), "idleness is no outage")
  }

  /// Whatever happens in whatever order: empty blocks come to an end, and each did what was due.
  @Test func whateverHappensTheLedgerComesToRest() {
    let seed = UInt64.random(in: 0...999_999)
    print("due work: seed \(seed)")
    var random = SplitMix64(seed: seed)
    let test = TestLedger.world(rowsPerBlock: 4) { $0.maturityBlocks = 2 }
    test.register([1, 2, 1])
    test.activate(TestWorld.programme("id.test.wait"))
    test.activate(TestWorld.programme("id.test.share", shortfall: .share))
    for _ in 0..<120 {
      test.now = test.now.advanced(by: Int64(random.next() % 5) * BlockTime.day)
      happen(test, &random)
      var blocks = 0
      while test.state.hasWorkDue(at: test.now), blocks < 500 {
        test.apply()
        blocks += 1
      }
      #expect(blocks < 500, "seed \(seed): it never comes to rest")
      test.apply()
    }
    #expect(test.state.benefits.cycles.contains { $0.record.stage == .closed }, "seed \(seed)")
  }

  private func happen(_ test: TestLedger, _ random: inout SplitMix64) {
    let series: Text = random.next() % 2 == 0 ? "id.test.wait" : "id.test.share"
    let families = (0..<test.state.accounts.count).map { AccountNumber(UInt32($0)) }
      .filter { test.state.account($0)!.kind == .family }
    switch random.next() % 6 {
    case 0: test.register([1 + Int(random.next() % 3)])
    case 1, 2:
      let family = families[Int(random.next() % UInt64(families.count))]
      let people = test.state.people(of: test.state.account(family)!)
      let members = people.map { _ in (TestWorld.Stage(rawValue: UInt16(1 + random.next() % 4))!, Int64(90) as Int64?) }
      let day = test.now.day(offset: UTCOffset("+07:00")!)!
      let record = test.familyFact(family, level: Int64(1 + random.next() % 5), members, from: "\(day)")
      let sealed = test.seal(record)
      test.apply([test.command(.registry, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed])])
    case 3:
      test.apply([test.command(.treasury, .fund(series: series, amount: Rupiah(Int64(50 + random.next() % 400))))])
    case 4:
      let until = test.now.advanced(by: 3 * BlockTime.day)
      let name = test.state.cycles(of: series).last?.name ?? "2026-Q1"
      test.apply([test.command(.ministry, .hold(series: series, cycle: name, until: until))])
    default: break
    }
  }
}

extension TestWorld {
  /// One quarter and no more.
  fileprivate static let once = DueRule.schedule(
    Schedule(
      every: .quarter, month: 2, day: 10, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
      until: CivilDate("2026-03-31")!))
}
