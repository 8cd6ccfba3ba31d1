import Coding
import Ledger
import Model
import Records
import Rules
import Signing
import Testing
import Transparency

// What tests of programmes set up again and again.

extension TestLedger {
  /// Puts rupiah on the treasury's account.
  func issue(_ amount: Int64) {
    accept(command(.bank, .issue(amount: Rupiah(amount), deposit: "test")))
    accept(command(.bank, .allocate(to: TestAgency.treasury.account, amount: Rupiah(amount))))
  }

  func fund(_ series: Text, _ amount: Int64) {
    accept(command(.treasury, .fund(series: series, amount: Rupiah(amount))))
  }

  /// Proposes and activates a programme; it is active from the next block on.
  @discardableResult
  func activate(_ programme: Programme) -> ProgrammeID {
    accept(command(.ministry, .proposeProgramme(document: programme.encoded)))
    accept(command(.ministry, .activate(programme: programme.id)))
    return programme.id
  }

  /// Registers families of so many people each in a village; the first one's account.
  @discardableResult
  func register(_ sizes: [Int], region: UInt64 = 53_15_06_2001) -> AccountNumber {
    let first = AccountNumber(UInt32(state.accounts.count))
    let sealed = sizes.map { size in
      let people = (0..<size).map { _ in
        let salt = salt()
        return Nullifier(value: SHA256.hash(salt.bytes), keyVersion: 1)
      }
      return Sealed(salt: salt(), content: Registration(region: Region(raw: region)!, members: people).encoded)
    }
    let root = Self.root(sealed)
    accept(command(.identity, .registerBatch(count: UInt32(sealed.count), root: root), sealed: sealed))
    return first
  }

  static func root(_ sealed: [Sealed]) -> Digest {
    MerkleTree.root(leafHashes: sealed.map { MerkleTree.leafHash($0.digest.bytes) }, lanes: SingleLane())
  }

  func seal(_ record: FactRecord) -> Sealed { Sealed(salt: salt(), content: record.encoded) }

  /// Attests facts in one batch.
  func attest(_ schema: Text, _ records: [FactRecord]) { attest(schema, records.map(seal)) }

  func attest(_ schema: Text, _ sealed: [Sealed]) {
    accept(command(.registry, attestBatch(schema, sealed), sealed: sealed))
  }

  func attestBatch(_ schema: Text, _ sealed: [Sealed]) -> Action {
    .attestBatch(schema: schema, count: UInt32(sealed.count), root: Self.root(sealed))
  }

  /// A family's account balance in vouchers of all classes.
  func vouchers(_ account: AccountNumber) -> Int64 {
    state.classes.indices.reduce(0) { $0 + state.money.balance(of: account, voucherClass: $1) }
  }

  func entitlement(_ registrant: UInt32, cycle: Int = 0) -> EntitlementRow {
    state.benefits.cycles[cycle].entitlement(of: Int(registrant))
  }

  func cycle(_ number: Int = 0) -> Cycle { state.benefits.cycles[number].record }
}

/// A small world of its own: families with a level and members with an age class.
enum TestWorld {
  static let child = RecordType(
    name: "test.member", version: 1,
    fields: [
      .init("stage", .enumeration(["infant", "pupil", "adult", "elder"])),
      .init("attendance", .int(min: 0, max: 100), optional: true),
    ])

  static let family = FactSchema(
    record: RecordType(
      name: "test.family", version: 1,
      fields: [.init("level", .int(min: 0, max: 10)), .init("members", .records(child, max: 12))]),
    title: Words(indonesian: "Keluarga", english: "Family"), subject: .family, life: .days(400), key: [])

  static let person = FactSchema(
    record: RecordType(name: "test.person", version: 1, fields: [.init("enrolled", .bool)]),
    title: Words(indonesian: "Orang", english: "Person"), subject: .person, life: nil, key: [])

  static let region = FactSchema(
    record: RecordType(name: "test.region", version: 1, fields: [.init("dry", .bool)]),
    title: Words(indonesian: "Wilayah", english: "Region"), subject: .region, life: nil, key: [])

  enum Stage: UInt16 {
    case infant = 1
    case pupil, adult, elder
  }

  typealias Member = (stage: Stage, attendance: Int64?)

  /// Pays Rp 100 to an infant, Rp 70 to a pupil who attends, Rp 90 to an elder: three people, two of them children.
  static func programme(
    _ series: Text = "id.test", cap: Int64 = 1_000_000, shortfall: Shortfall = .wait, facts: [FactInput]? = nil,
    eligible: [EligibilityRule]? = nil, edit: (inout Programme) -> Void = { _ in }
  ) -> Programme {
    var programme = Programme(
      series: series, version: "1", title: words("Uji"), fund: FundRule(cap: Rupiah(cap), onShortfall: shortfall),
      unit: .family, facts: facts ?? [FactInput(name: "family", schema: "test.family/1")],
      due: .schedule(
        Schedule(
          every: .quarter, month: 2, day: 10, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
          until: CivilDate("2026-12-31")!)),
      eligible: eligible ?? [
        rule("level", "family.level >= 1 && family.level <= 4"),
        rule("no-elder-alone", "family.members.exists(x, x.stage != 'elder')"),
      ],
      each: MemberInput(name: "m"), choose: .highest,
      pay: [
        pay("infant", 100, "m.stage == 'infant'", group: "children"),
        pay("pupil", 70, "m.stage == 'pupil' && m.attendance >= 85", group: "children"),
        pay("elder", 90, "m.stage == 'elder'"),
      ],
      limits: PaymentLimits(groups: [.init(name: "children", count: 2)], members: 3),
      spend: SpendRule(cashOut: true, cashOutFeeCap: 0, allow: [], expires: .days(90)),
      appeal: AppealRule(window: .days(30)))
    edit(&programme)
    return programme
  }

  static func rule(_ id: Text, _ when: Text) -> EligibilityRule {
    EligibilityRule(id: id, say: words(id.string), when: when)
  }

  static func pay(_ id: Text, _ amount: Int64, _ when: Text, group: Text? = nil) -> PaymentRule {
    PaymentRule(id: id, say: words(id.string), amount: Rupiah(amount), group: group, when: when)
  }

  static func words(_ text: String) -> Words { Words(indonesian: Text(text), english: Text(text)) }
}

extension TestLedger {
  /// What the registry knows about a family: its level, and a stage for each of its people.
  func familyFact(
    _ account: AccountNumber, level: Int64, _ members: [TestWorld.Member], from day: String = "2026-01-01",
    until: String? = nil
  ) -> FactRecord {
    let people = state.people(of: state.account(account)!)
    let rows = zip(people, members).map { person, member in
      MemberRow(
        person: person,
        values: [.code(member.stage.rawValue), member.attendance.map(FactValue.int) ?? .absent])
    }
    return FactRecord(
      subject: .family(account), validFrom: CivilDate(day)!, validUntil: until.map { CivilDate($0)! },
      values: [.int(level), .members(rows)])
  }

  /// A ledger with the test schemas and money.
  static func world(
    rowsPerBlock: UInt32 = 100_000, lanes: Int = 2, money: Int64 = 1_000_000,
    configure: (inout Parameters) -> Void = { _ in }
  ) -> TestLedger {
    let test = TestLedger(rowsPerBlock: rowsPerBlock, lanes: lanes, configure: configure)
    for schema in [TestWorld.family, TestWorld.person, TestWorld.region] {
      test.accept(test.command(.registry, .registerSchema(schema: schema)))
    }
    test.issue(money)
    return test
  }
}
