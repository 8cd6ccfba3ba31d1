import Coding
import Model
import Records
import Rules
import Signing
import Transparency

/// Small values whose bytes the page shows. Keys and digests are made up and plain to see.
enum Examples {
  static let digest = Digest(bytes: [UInt8](repeating: 0xaa, count: 32))!
  static let other = Digest(bytes: [UInt8](repeating: 0xbb, count: 32))!
  static let network = NetworkID(genesis: Digest(bytes: [UInt8](repeating: 0x11, count: 32))!)
  static let salt = Salt(high: 0x0001_0203_0405_0607, low: 0x0809_0a0b_0c0d_0e0f)
  static let key = PublicKey.p256(P256Point(bytes: [UInt8](repeating: 7, count: 64))!)
  static let words = Words(indonesian: "Beras", english: "Rice")
  static let village = Region("53.15.06.2001")!
  static let day = CivilDate("2026-02-10")!
  static let family = AccountNumber(1000)
  static let shop = AccountNumber(2000)
  static let time = BlockTime(milliseconds: 1_767_200_400_000)
  static let nullifier = Nullifier(value: other, keyVersion: 1)

  static let command = Command(
    network: network, account: family, credential: 0, sequence: 3, validUntil: time, nonce: salt,
    action: .pay(merchant: shop, amount: 75_000, basket: []))

  static let signed = COSESign1.message(
    algorithm: .es256, payload: command.encoded, signature: Signature(bytes: [UInt8](repeating: 1, count: 64))!)

  static let record = RecordType(
    name: "example.family", version: 1,
    fields: [
      .init("decile", .int(min: 1, max: 10)), .init("kind", .enumeration(["none", "farmer"]), optional: true),
      .init(
        "members", .records(RecordType(name: "example.member", version: 1, fields: [.init("born", .date)]), max: 24)),
    ])

  static let schema = FactSchema(record: record, title: words, subject: .family, life: .days(400), key: [])

  static let fact = FactRecord(
    subject: .family(family), validFrom: day, validUntil: nil,
    values: [.int(3), .absent, .members([MemberRow(person: PersonNumber(5), values: [.date(day)])])])

  static let programme = Programme(
    series: "id.kemensos.beras", version: "2026.1", title: words, fund: FundRule(cap: 1_000_000, onShortfall: .wait),
    unit: .family, facts: [FactInput(name: "family", schema: "example.family/1")],
    due: .schedule(
      Schedule(
        every: .quarter, month: 2, day: 10, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
        until: CivilDate("2026-12-31")!)),
    eligible: [EligibilityRule(id: "desil", say: words, when: "family.decile <= 4")], each: nil, choose: .sum,
    pay: [PaymentRule(id: "beras", say: words, amount: 200_000, group: nil, when: "true")], limits: PaymentLimits(),
    spend: SpendRule(
      cashOut: false, cashOutFeeCap: .zero,
      allow: [.init(categories: [MerchantCategory(5411)], licence: nil)], expires: .days(90)),
    appeal: AppealRule(window: .days(30)))

  static let trigger = DueRule.trigger(
    Trigger(
      feed: "bmkg.quake/1", quorum: 3, sources: 5, within: .hours(6), when: "event.magnitude_x10 >= 60",
      instalments: [.days(0)], offset: UTCOffset("+08:00")!, from: day, until: day))

  static let agency = Agency(
    name: "kemensos", title: words, roles: [.programmeOwner], threshold: 1, officers: [key],
    seriesPrefix: "id.kemensos.", schemas: [])

  static let genesis = Genesis(
    origin: "salur.example/uji", time: time, parameters: Parameters(), agencies: [agency], logKey: "log+0+AA",
    witnesses: [])

  static let receipt: Receipt = {
    var receipt = Receipt(.payment, account: family, other: shop, amount: 75_000, time: time, digest: digest)
    receipt.mover = .owner
    receipt.credential = 0
    receipt.voucherClass = 2
    return receipt
  }()

  static let opening = Opening(blind: Blind(salt: salt, entry: 42), receipt: receipt)

  static let blockEntry = BlockEntry(
    height: 7, time: time, protocolVersion: 1, parameters: digest, commandRoot: other, commands: 1, rejected: 0,
    firstEntry: 42, entries: 2, stateRoot: digest)

  static let totals: CycleTotals = {
    var totals = CycleTotals()
    totals.decided = 10
    totals.entitled = 6
    totals.undecided = 1
    totals.refused = [3, 0]
    totals.entitledRupiah = 1_200_000
    return totals
  }()

  static let cycleNotice = CycleNotice(
    stage: .decided, series: "id.kemensos.beras", cycle: "2026-Q1", programme: ProgrammeID(digest: digest), due: day,
    cutOff: 6, totals: totals, gap: .zero, root: nil)

  static let act = AgencyAct(
    agency: AccountNumber(0), credential: 1, command: CommandID(digest: digest),
    action: .issue(amount: 1_000_000, deposit: "BI-001"), rejection: nil)

  static let batch = BatchNotice(
    agency: AccountNumber(2), command: CommandID(digest: digest), schema: nil, count: 1000, root: other)

  static let acknowledgement = Acknowledgement(network: network, height: 7, checkpointSize: 0, checkpoint: [])
}
