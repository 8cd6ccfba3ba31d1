import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// Events attested by several sources, and the programmes they set off.
@Suite struct EventTests {
  private static let feed = FactSchema(
    record: RecordType(
      name: "bmkg.quake", version: 1,
      fields: [
        .init("occurred", .date), .init("magnitude", .int(min: 0, max: 100)), .init("depth", .int(min: 0, max: 800)),
      ]), title: TestWorld.words("Gempa"), subject: .event, life: nil, key: ["occurred"])

  private static func programme(quorum: UInt8 = 3, instalments: [Period] = [.days(0), .days(30)]) -> Programme {
    TestWorld.programme("id.quake", eligible: [TestWorld.rule("affected", "affected")]) { programme in
      programme.due = .trigger(
        Trigger(
          feed: "bmkg.quake/1", quorum: quorum, sources: 5, within: .hours(6),
          when: "event.magnitude >= 60 && event.depth <= 60", instalments: instalments, offset: UTCOffset("+08:00")!,
          from: CivilDate("2026-01-01")!, until: CivilDate("2026-12-31")!))
      programme.each = nil
      programme.limits = PaymentLimits()
      programme.pay = [TestWorld.pay("all", 150, "event.magnitude < 100")]
    }
  }

  /// Families in two districts that quake and one that does not.
  private func world(_ programme: Programme = EventTests.programme()) -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    test.accept(test.command(.quake1, .registerSchema(schema: Self.feed)))
    let first = test.register([1], region: 53_15_06_2001)
    test.register([1], region: 53_15_07_2001)
    test.register([1], region: 53_16_01_2001)
    test.activate(programme)
    test.fund("id.quake", 10_000)
    test.advance(to: "2026-03-01")
    return (test, first)
  }

  private func attestation(
    _ test: TestLedger, _ source: TestAgency, magnitude: Int64, depth: Int64 = 10, day: String = "2026-03-01",
    regions: [UInt64]
  ) -> VerifiedCommand {
    let values: [FactValue] = [.date(CivilDate(day)!), .int(magnitude), .int(depth)]
    return test.command(
      source,
      .attestEvent(
        feed: "bmkg.quake/1",
        values: EventAttestation(feed: "bmkg.quake/1", values: values, regions: []).encodedValues,
        regions: regions.map { Region(number: $0)! }))
  }

  @Test func threeOfFivePayTheRegionsThatThreeName() {
    let (test, first) = world()
    test.accept(attestation(test, .quake1, magnitude: 55, regions: [53_15_06, 53_16]))
    test.accept(attestation(test, .quake2, magnitude: 61, regions: [53_15, 53_16_01]))
    test.settle()
    #expect(test.state.benefits.cycles.isEmpty)
    // The median is 61; three name district 53.15.06, only two 53.15.07 and 53.16.
    test.accept(attestation(test, .quake4, magnitude: 70, regions: [53_15_06]))
    test.settle()
    #expect(test.cycle().stage == .paid)
    #expect((0..<3).map { test.vouchers(first + $0) } == [150, 0, 0])
    #expect(test.cycle().totals.refused == [2, 0])
    #expect(test.cycle().name.string.hasSuffix("/1"))
    #expect(test.state.benefits.triggers[0].regions == [Region(number: 53_15_06)!])
  }

  @Test func instalmentsFallDueOneAfterTheOther() {
    let (test, first) = world()
    for source in TestAgency.quakeSources.prefix(3) {
      test.accept(attestation(test, source, magnitude: 65, regions: [53]))
    }
    test.settle()
    #expect(test.vouchers(first) == 150)
    test.advance(to: "2026-03-30")
    #expect(test.state.benefits.cycles.count == 1)
    test.advance(to: "2026-04-01")
    #expect(test.state.benefits.cycles.count == 2)
    #expect(test.vouchers(first) == 300)
    #expect(test.cycle(1).name.string.hasSuffix("/2"))
  }

  @Test func sourcesMustSpeakWithinTheTimeAndOfTheSameEvent() {
    let (test, _) = world()
    test.accept(attestation(test, .quake1, magnitude: 65, regions: [53]))
    test.accept(attestation(test, .quake2, magnitude: 65, day: "2026-02-28", regions: [53]))
    test.accept(attestation(test, .quake3, magnitude: 65, regions: [53]))
    test.now = test.now.advanced(by: 6 * BlockTime.hour + 1)
    test.accept(attestation(test, .quake4, magnitude: 65, regions: [53]))
    test.settle()
    #expect(test.state.benefits.triggers.isEmpty)
    #expect(test.state.benefits.events.map(\.words.count) == [3, 1])
  }

  @Test func theConditionIsAskedOfTheMedian() {
    let (test, _) = world()
    for (source, magnitude) in zip(TestAgency.quakeSources, [59, 90, 59] as [Int64]) {
      test.accept(attestation(test, source, magnitude: magnitude, regions: [53]))
    }
    test.settle()
    #expect(test.state.benefits.triggers.isEmpty)
    test.accept(attestation(test, .quake4, magnitude: 90, regions: [53]))
    #expect(test.state.benefits.triggers.isEmpty, "of four the lower of the middle two is 59")
    test.accept(attestation(test, .quake5, magnitude: 60, regions: [53]))
    #expect(test.state.benefits.triggers.count == 1)
  }

  @Test func takingAWordBackStopsWhatIsNotPaid() {
    let (test, first) = world()
    var words: [UInt64] = []
    for source in TestAgency.quakeSources.prefix(3) {
      words.append(test.accept(attestation(test, source, magnitude: 65, regions: [53])))
    }
    test.settle()
    #expect(test.vouchers(first) == 150)
    test.refuse(test.command(.quake2, .retractEvent(event: words[0])), .factNotYours)
    test.accept(test.command(.quake1, .retractEvent(event: words[0])))
    test.refuse(test.command(.quake1, .retractEvent(event: words[0])), .unknownEvent)
    test.advance(to: "2026-04-10")
    #expect(test.state.benefits.cycles.count == 1, "the second instalment never falls due")
    #expect(test.vouchers(first) == 150, "what is paid stays")
  }

  @Test func aWordTakenBackAndGivenAgainPaysNobodyTwice() {
    let (test, first) = world()
    var word: UInt64 = 0
    for source in TestAgency.quakeSources.prefix(3) {
      word = test.accept(attestation(test, source, magnitude: 65, regions: [53]))
    }
    test.settle()
    for _ in 0..<2 {
      test.accept(test.command(.quake3, .retractEvent(event: word)))
      test.settle()
      word = test.accept(attestation(test, .quake3, magnitude: 65, regions: [53]))
      test.settle()
    }
    #expect(test.state.benefits.triggers.count == 1)
    #expect(test.vouchers(first) == 150)
    test.advance(to: "2026-04-01")
    #expect(test.vouchers(first) == 300, "the second instalment goes on")
    for _ in 0..<13 {
      test.accept(test.command(.quake3, .retractEvent(event: word)))
      word = test.accept(attestation(test, .quake3, magnitude: 65, regions: [53]))
    }
    test.accept(test.command(.quake3, .retractEvent(event: word)))
    test.refuse(attestation(test, .quake3, magnitude: 65, regions: [53]), .alreadyAttested)
  }

  @Test func anInstalmentThatWasStoppedComesAgainWithTheQuorum() {
    let (test, first) = world()
    var word: UInt64 = 0
    for source in TestAgency.quakeSources.prefix(3) {
      word = test.accept(attestation(test, source, magnitude: 65, regions: [53]))
    }
    test.accept(test.command(.quake3, .retractEvent(event: word)))
    test.settle()
    #expect(test.cycle().stage == .stopped && test.vouchers(first) == 0)
    test.accept(attestation(test, .quake4, magnitude: 65, regions: [53]))
    test.settle()
    #expect(test.cycle(1).name == test.cycle(0).name && test.cycle(1).stage == .paid)
    #expect(test.vouchers(first) == 150)
  }

  @Test func oneWordTooEarlyDoesNotKeepTheOthersFromAgreeing() {
    let (test, first) = world()
    test.accept(attestation(test, .quake1, magnitude: 65, regions: [53]))
    test.now = test.now.advanced(by: 7 * BlockTime.hour)
    for source in TestAgency.quakeSources.dropFirst().prefix(3) {
      test.accept(attestation(test, source, magnitude: 65, regions: [53]))
    }
    test.settle()
    #expect(test.vouchers(first) == 150)
  }

  @Test func aCycleThatIsDecidedIsStopped() {
    let (test, first) = world()
    var words: [UInt64] = []
    for source in TestAgency.quakeSources.prefix(3) {
      words.append(test.accept(attestation(test, source, magnitude: 65, regions: [53])))
    }
    // This block decides the cycle, then the word goes; the next block stops it.
    test.accept(test.command(.quake1, .retractEvent(event: words[0])))
    #expect(test.cycle().stage == .decided)
    test.apply()
    #expect(test.notices.map(\.stage) == [.stopped])
    test.settle()
    #expect(test.vouchers(first) == 0)
    #expect(test.state.series[0].fund.unspent == 10_000)
  }

  @Test func wordsAreRefusedWithTheirReason() {
    let (test, _) = world()
    let good = attestation(test, .quake1, magnitude: 65, regions: [53])
    test.accept(good)
    test.refuse(attestation(test, .quake1, magnitude: 66, regions: [53]), .alreadyAttested)
    test.refuse(attestation(test, .quake2, magnitude: 65, regions: []), .eventRegionsMissing)
    test.refuse(attestation(test, .quake2, magnitude: 101, regions: [53]), .malformedEvent)
    test.refuse(attestation(test, .registry, magnitude: 65, regions: [53]), .schemaNotYours)
    test.refuse(attestation(test, .ministry, magnitude: 65, regions: [53]), .notPermitted)
    test.refuse(
      test.command(.registry, .attestEvent(feed: "test.family/1", values: [0x80], regions: [])), .notAnEvent)
    test.refuse(test.command(.quake2, .attestEvent(feed: "no.feed/1", values: [0x80], regions: [])), .unknownSchema)
    test.refuse(test.command(.quake2, .retractEvent(event: 0)), .unknownEvent)
  }

  @Test func anAppealAgainstAStoppedInstalmentStirsNothing() {
    let (test, first) = world()
    test.claim(first)
    let words = (0..<3).map { index in
      test.accept(attestation(test, TestAgency.quakeSources[index], magnitude: 65, regions: [53]))
    }
    let sealed = Sealed(salt: test.salt(), content: AppealText(words: "why so little").encoded)
    let appeal = test.command(
      first,
      .appeal(
        account: first, person: nil, series: "id.quake", cycle: Text("quake-\(words[0])/1"), sealed: sealed.digest),
      sealed: [sealed])
    // Both come in the block that decides; the next would pay.
    for outcome in test.apply([appeal, test.command(.quake1, .retractEvent(event: words[0]))]) {
      if case .accepted = outcome { continue }
      Issue.record("\(outcome)")
    }
    test.settle()
    #expect(test.cycle().stage == .stopped)
    let answer = Sealed(salt: test.salt(), content: AppealText(words: "because").encoded)
    test.accept(
      test.command(
        .ministry,
        .answerAppeal(
          appeal: test.state.benefits.appeals.rows[0].entry, answer: .corrected, sealed: answer.digest),
        sealed: [answer]))
    #expect(test.state.benefits.cycles[0].entitlements.count == 0)
  }
}
