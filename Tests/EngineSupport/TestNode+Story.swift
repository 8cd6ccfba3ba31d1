import Coding
import Engine
import Model
import Platform
import Rules
import Signing
import Testing
import Transparency

// A small history: families, a shop, a programme, its first cycle.

extension TestNode {
  package static let series: Text = "id.test"
  package static let amount: Int64 = 100_000
  package static let families = [AccountNumber(9), AccountNumber(10), AccountNumber(11)]
  package static let shop = AccountNumber(12)
  package static let shopKey = SigningKey(.ed25519, seed: SHA256.hash(Array("shop".utf8)))

  package static func holder(_ index: Int) -> SigningKey {
    SigningKey(index % 2 == 0 ? .p256 : .ed25519, seed: SHA256.hash(Array("holder \(index)".utf8)))
  }

  /// Three families, the first two claimed and paid; nobody has spent anything.
  package static func paid(
    at path: String? = nil, witnesses: [NoteKey] = [], auditor: TestAgency? = nil,
    configure: (inout Parameters) -> Void = { _ in }
  ) throws -> TestNode {
    let node = try TestNode(at: path, witnesses: witnesses, auditor: auditor, configure: configure)
    try node.registerFamilies([53_15_06_2001, 53_15_06_2002, 11_01_01_2001])
    for index in 0...1 { try node.claim(families[index], holder(index)) }
    try node.openShop("Toko Uji", shopKey)
    try node.accept(node.command(.registry, .registerSchema(schema: schema)))
    try node.issue(10_000_000)
    try node.start(programme)
    try node.fund(series, 900_000)
    try node.attest(levels: [1, 2, 9])
    try node.advance(to: "2026-02-10")
    return node
  }

  package func payment(_ amount: Int64, family: Int = 0, ahead: UInt64 = 0) -> Submission {
    sign(
      Self.families[family], Self.holder(family), .pay(merchant: Self.shop, amount: Rupiah(amount), basket: []),
      ahead: ahead)
  }

  package func vouchers(_ account: AccountNumber) -> Int64 {
    replica.read { state in
      state.classes.indices.reduce(0) { $0 + state.money.balance(of: account, voucherClass: $1) }
    }
  }

  package func registerFamilies(_ regions: [UInt64]) throws {
    let sealed = regions.map { seal(registration("person", region: $0).encoded) }
    try accept(
      command(.identity, .registerBatch(count: UInt32(sealed.count), root: Self.root(sealed)), sealed: sealed))
  }

  /// A family of one person whom nobody else is.
  package func registration(_ name: String, region: UInt64) -> Registration {
    let person = Nullifier(value: SHA256.hash(Array("\(name) \(region)".utf8)), keyVersion: 1)
    return Registration(region: Region(raw: region)!, members: [person])
  }

  package func claim(_ account: AccountNumber, _ key: SigningKey) throws {
    try accept(
      command(.identity, .claim(account: account, key: key.publicKey), proof: possession(key, of: account)))
  }

  package func openShop(_ name: Text, _ key: SigningKey, cashAgent: Bool = true) throws {
    let number = AccountNumber(UInt32(replica.read { $0.accounts.count }))
    let shop = Shop(
      name: name, region: Region(raw: 53_15_06_2001)!, category: MerchantCategory(5411), owner: nil)
    let proof = possession(key, subject: SHA256.hash(shop.encoded))
    try accept(command(.licensing, .registerMerchant(key: key.publicKey, shop: shop), proof: proof))
    try accept(command(.licensing, .license(merchant: number, licences: [], cashAgent: cashAgent)))
  }

  package func issue(_ amount: Int64) throws {
    try accept(command(.bank, .issue(amount: Rupiah(amount), deposit: "test")))
    try accept(command(.bank, .allocate(to: TestAgency.treasury.account, amount: Rupiah(amount))))
  }

  package func start(_ programme: Programme) throws {
    try accept(command(.ministry, .proposeProgramme(document: programme.encoded)))
    try accept(command(.ministry, .activate(programme: programme.id)))
  }

  package func fund(_ series: Text, _ amount: Int64) throws { try agree(.fund(series: series, amount: Rupiah(amount))) }

  /// One officer of the treasury proposes, another approves.
  package func agree(_ action: Action, proof: [UInt8] = []) throws {
    let proposal = command(TestAgency.treasury.account, 0, .propose(action))
    let signed = TestAgency.treasury.key(0).signedMessage(
      payload: proposal.encoded, aad: ExternalAAD("command", network: genesis.network))
    try accept(Submission(signed: signed + proof))
    let epoch = replica.read { $0.agency(TestAgency.treasury.account)!.epoch }
    let id = CommandID(payload: proposal.encoded)
    try accept(command(.treasury, officer: 1, .approve(proposal: id, epoch: epoch)))
  }

  package func fact(_ account: AccountNumber, level: Int64, from day: String = "2026-01-01") -> Sealed {
    seal(
      FactRecord(
        subject: .family(account), validFrom: CivilDate(day)!, validUntil: nil, values: [.int(level)]
      ).encoded)
  }

  /// Seals of the facts attested, in order.
  @discardableResult
  package func attest(levels: [Int64]) throws -> [Digest] {
    let sealed = zip(Self.families, levels).map { fact($0, level: $1) }
    try accept(
      command(
        .registry, .attestBatch(schema: "test.family/1", count: UInt32(sealed.count), root: Self.root(sealed)),
        sealed: sealed))
    return sealed.map(\.digest)
  }

  package static let schema = FactSchema(
    record: RecordType(name: "test.family", version: 1, fields: [.init("level", .int(min: 0, max: 10))]),
    title: words("Keluarga"), subject: .family, life: nil, key: [])

  package static let programme = programme()

  package static func programme(_ series: Text = TestNode.series, version: Text = "1", expires: Period = .days(30))
    -> Programme
  {
    Programme(
      series: series, version: version, title: words("Uji"), fund: FundRule(cap: 1_000_000, onShortfall: .wait),
      unit: .family, facts: [FactInput(name: "family", schema: "test.family/1")],
      due: .schedule(
        Schedule(
          every: .quarter, month: 2, day: 10, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
          until: CivilDate("2026-12-31")!)),
      eligible: [EligibilityRule(id: "level", say: words("level"), when: "family.level <= 4")], each: nil,
      choose: .highest,
      pay: [PaymentRule(id: "all", say: words("all"), amount: Rupiah(amount), group: nil, when: "true")],
      limits: PaymentLimits(), spend: SpendRule(cashOut: true, cashOutFeeCap: 1_000, allow: [], expires: expires),
      appeal: AppealRule(window: .days(30)))
  }

  package static func words(_ text: Text) -> Words { Words(indonesian: text, english: text) }
}
