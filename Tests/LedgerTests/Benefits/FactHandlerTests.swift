import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing

/// What facts' commands refuse.
@Suite struct FactHandlerTests {
  private func attest(_ test: TestLedger, _ fact: FactRecord, by agency: TestAgency = .registry) -> VerifiedCommand {
    let sealed = test.seal(fact)
    return test.command(agency, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed])
  }

  @Test func schemasAreRefusedWithTheirReason() {
    let test = TestLedger.world()
    func register(_ schema: FactSchema, by agency: TestAgency = .registry) -> VerifiedCommand {
      test.command(agency, .registerSchema(schema: schema))
    }
    func schema(_ fields: [RecordType.Field], subject: FactSchema.Subject = .family, key: [Text] = []) -> FactSchema {
      FactSchema(
        record: RecordType(name: "test.new", version: 1, fields: fields), title: TestWorld.words("Uji"),
        subject: subject, life: nil, key: key)
    }
    test.refuse(register(TestWorld.family), .schemaExists)
    test.refuse(register(schema([.init("a", .bool)]), by: .treasury), .notPermitted)
    test.refuse(register(schema([.init("a", .bool)]), by: .quake1), .schemaNotYours)
    test.refuse(register(schema([])), .malformedSchema)
    test.refuse(register(schema([.init("a", .bool), .init("a", .bool)])), .malformedSchema)
    test.refuse(register(schema([.init("a", .bool)], key: ["a"])), .malformedSchema)
    test.refuse(register(schema([.init("a", .bool)], subject: .event)), .malformedSchema)
    test.refuse(register(schema([.init("a", .bool)], subject: .event, key: ["b"])), .malformedSchema)
    test.accept(register(schema([.init("a", .bool)], subject: .event, key: ["a"])))
    test.refuse(register(schema([.init("b", .bool)])), .schemaExists)
  }

  @Test func aSubjectHasRoomForSoManyFactsAndNoMore() {
    let test = TestLedger.world()
    test.checks = false
    let family = test.register([1])
    let facts = (0..<1_040).map { _ in test.familyFact(family, level: 1, [(.infant, nil)]) }
    test.attest("test.family/1", facts)
    test.refuse(attest(test, facts[0]), .tooManyFacts)
  }

  @Test func nobodyIsListedTwice() {
    let test = TestLedger.world()
    let family = test.register([2])
    let head = test.state.people(of: test.state.account(family)!)[0]
    var fact = test.familyFact(family, level: 1, [(.infant, nil), (.infant, nil)])
    guard case .members(let rows) = fact.values[1] else {
      Issue.record("members are the second field")
      return
    }
    fact = FactRecord(
      subject: fact.subject, validFrom: fact.validFrom, validUntil: fact.validUntil,
      values: [fact.values[0], .members([rows[0], MemberRow(person: head, values: rows[1].values)])])
    test.refuse(attest(test, fact), .memberNotInFamily)
  }

  @Test func factsAreRefusedWithTheirReason() {
    let test = TestLedger.world()
    let first = test.register([2, 1])
    let good = test.familyFact(first, level: 1, [(.infant, nil), (.adult, nil)])
    test.refuse(attest(test, good, by: .treasury), .notPermitted)
    test.refuse(attest(test, good, by: .quake1), .schemaNotYours)
    let sealed = test.seal(good)
    test.refuse(
      test.command(.registry, .attest(schema: "no.such/1", sealed: sealed.digest), sealed: [sealed]), .unknownSchema)
    let garbage = Sealed(salt: test.salt(), content: [0x80])
    test.refuse(
      test.command(.registry, .attest(schema: "test.family/1", sealed: garbage.digest), sealed: [garbage]),
      .malformedFact)
    test.refuse(attest(test, test.familyFact(first, level: 11, [])), .malformedFact)
    test.refuse(
      attest(
        test,
        FactRecord(
          subject: .family(AccountNumber(9_999)), validFrom: good.validFrom, validUntil: nil, values: good.values)),
      .unknownSubject)
    test.refuse(
      attest(
        test,
        FactRecord(
          subject: .family(TestAgency.bank.account), validFrom: good.validFrom, validUntil: nil, values: good.values)),
      .unknownSubject)
    test.refuse(
      attest(
        test,
        FactRecord(subject: .family(first + 1), validFrom: good.validFrom, validUntil: nil, values: good.values)),
      .memberNotInFamily)
    test.refuse(
      attest(test, test.familyFact(first, level: 1, [], from: "2026-02-01", until: "2026-01-31")), .validityInverted)

    let entry = test.accept(
      test.command(.registry, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed]))
    #expect(test.receipts.map(\.kind) == [.factAttested])
    #expect(test.receipts[0].account == first)
    #expect(entry == test.output.entries.firstEntry)
    test.refuse(
      test.command(.registry, .attest(schema: "test.family/1", sealed: sealed.digest), sealed: [sealed]),
      .alreadyAttested)
  }

  @Test func aBatchIsTakenWholeOrNotAtAll() {
    let test = TestLedger.world()
    let first = test.register([1, 1])
    let good = test.seal(test.familyFact(first, level: 1, [(.infant, nil)]))
    let bad = Sealed(salt: test.salt(), content: [0x80])
    func batch(_ sealed: [Sealed], root: Digest? = nil, count: Int? = nil) -> VerifiedCommand {
      test.command(
        .registry,
        .attestBatch(
          schema: "test.family/1", count: UInt32(count ?? sealed.count), root: root ?? TestLedger.root(sealed)),
        sealed: sealed)
    }
    test.refuse(batch([]), .batchEmpty)
    test.refuse(batch([good, bad]), .malformedFact)
    test.refuse(batch([good, good]), .alreadyAttested)
    test.refuse(batch([good], root: .zero), .batchRootMismatch)
    test.refuse(batch([good], count: 2), .sealedMissing)
    test.accept(batch([good]))
    #expect(test.state.benefits.stores[0].rows.count == 1)
    #expect(test.output.entries.publicEntries[0].entry.kind == .batch)
    test.refuse(batch([good]), .alreadyAttested)
  }

  @Test func aRefusedBatchAboutRegionsLeavesNoRegionBehind() {
    let test = TestLedger.world()
    let good = test.seal(
      FactRecord(
        subject: .region(Region(number: 53)!), validFrom: CivilDate("2026-01-01")!, validUntil: nil,
        values: [.bool(true)]))
    let bad = Sealed(salt: test.salt(), content: [0x80])
    test.refuse(
      test.command(.registry, test.attestBatch("test.region/1", [good, bad]), sealed: [good, bad]), .malformedFact)
    test.attest("test.region/1", [good])
    test.refuse(test.command(.registry, test.attestBatch("test.region/1", [good]), sealed: [good]), .alreadyAttested)
  }

  @Test func retractionsAreRefusedWithTheirReason() {
    let test = TestLedger.world()
    let first = test.register([1, 1])
    let sealed = test.seal(test.familyFact(first, level: 1, [(.infant, nil)]))
    test.attest("test.family/1", [sealed])
    func retract(_ subject: FactSubject, _ seal: Digest, _ schema: Text = "test.family/1") -> VerifiedCommand {
      test.command(.registry, .retract(schema: schema, subject: subject, sealed: seal))
    }
    test.refuse(retract(.family(first), .zero), .unknownFact)
    test.refuse(retract(.family(first + 1), sealed.digest), .unknownFact)
    test.refuse(retract(.family(AccountNumber(9_999)), sealed.digest), .unknownSubject)
    test.refuse(retract(.family(first), sealed.digest, "no.such/1"), .unknownSchema)
    test.accept(retract(.family(first), sealed.digest))
    #expect(test.receipts.map(\.kind) == [.factRetracted])
    test.refuse(retract(.family(first), sealed.digest), .unknownFact)
    let other = test.seal(test.familyFact(first + 1, level: 1, [(.infant, nil)]))
    test.attest("test.family/1", [other])
    test.accept(test.command(.identity, .erase(account: first + 1)))
    test.refuse(retract(.family(first + 1), other.digest), .factErased)
  }
}
