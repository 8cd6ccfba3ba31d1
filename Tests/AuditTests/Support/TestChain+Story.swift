import Coding
import Model
import Platform
import Records
import Rules
import Signing
import Testing

// A small history with something of everything: families, a shop, a programme, a cycle, payments.

extension TestChain {
  static let series: Text = "id.test"
  static let families: [AccountNumber] = [AccountNumber(6), AccountNumber(7), AccountNumber(8)]
  static let shop = AccountNumber(9)
  static let ownerKey = SigningKey(.p256, seed: SHA256.hash(Array("owner".utf8)))
  static let shopKey = SigningKey(.ed25519, seed: SHA256.hash(Array("shop".utf8)))
  static let amount: Int64 = 100_000

  /// Families in two provinces, the first of them claimed; the first two are poor enough to be paid. They are paid,
  /// and nobody has spent anything yet.
  static func paid(segmentSize: Int = 1 << 20) throws -> TestChain {
    let chain = try TestChain(segmentSize: segmentSize)
    try chain.registerFamilies()
    try chain.openShop()
    try chain.startProgramme()
    try chain.attest(levels: [1, 2, 9])
    try chain.advance(to: "2026-02-10")
    return chain
  }

  /// And then the first has spent a part at the shop, and got some of it back.
  static func spent(segmentSize: Int = 1 << 20) throws -> TestChain {
    let chain = try paid(segmentSize: segmentSize)
    let payment = try chain.accept(chain.payment(40_000))
    try chain.accept(chain.command(shop, shopKey, .refund(payment: payment, amount: 15_000)))
    return chain
  }

  func payment(_ amount: Int64, signer: SigningKey? = nil, ahead: UInt64 = 0) -> Signed {
    command(
      Self.families[0], Self.ownerKey, .pay(merchant: Self.shop, amount: Rupiah(amount), basket: []), ahead: ahead,
      signer: signer)
  }

  private func registerFamilies() throws {
    let sealed = [53_15_06_2001, 53_15_06_2002, 11_01_01_2001].enumerated().map { index, region in
      let person = Nullifier(value: SHA256.hash(Array("person \(index)".utf8)), keyVersion: 1)
      return seal(Registration(region: Region(raw: UInt64(region))!, members: [person]).encoded)
    }
    try accept(
      command(.identity, .registerBatch(count: UInt32(sealed.count), root: Self.root(sealed)), sealed: sealed))
    let proof = possession(Self.ownerKey, subject: Possession.subject(Self.families[0]))
    try accept(
      command(
        .identity, .claim(account: Self.families[0], key: Self.ownerKey.publicKey), proof: proof))
  }

  private func openShop() throws {
    let shop = Shop(
      name: "Toko Uji", region: Region(raw: 53_15_06_2001)!, category: MerchantCategory(5411), owner: nil)
    let proof = possession(Self.shopKey, subject: SHA256.hash(shop.encoded))
    try accept(
      command(.licensing, .registerMerchant(key: Self.shopKey.publicKey, shop: shop), proof: proof))
    try accept(command(.licensing, .license(merchant: Self.shop, licences: [], cashAgent: true)))
  }

  private func startProgramme() throws {
    try accept(command(.registry, .registerSchema(schema: Self.schema)))
    try accept(command(.bank, .issue(amount: 1_000_000, deposit: "test")))
    try accept(command(.bank, .allocate(to: TestAgency.treasury.account, amount: 1_000_000)))
    try accept(command(.ministry, .proposeProgramme(document: Self.programme.encoded)))
    try accept(command(.ministry, .activate(programme: Self.programme.id)))
    try accept(command(.treasury, .fund(series: Self.series, amount: 900_000)))
  }

  /// Seals of the facts attested, in order.
  @discardableResult
  func attest(levels: [Int64]) throws -> [Digest] {
    let sealed = zip(Self.families, levels).map { family, level in
      let record = FactRecord(
        subject: .family(family), validFrom: CivilDate("2026-01-01")!, validUntil: nil, values: [.int(level)])
      return seal(record.encoded)
    }
    try accept(
      command(
        .registry, .attestBatch(schema: "test.family/1", count: UInt32(sealed.count), root: Self.root(sealed)),
        sealed: sealed))
    return sealed.map(\.digest)
  }

  static let schema = FactSchema(
    record: RecordType(name: "test.family", version: 1, fields: [.init("level", .int(min: 0, max: 10))]),
    title: words("Keluarga"), subject: .family, life: nil, key: [])

  static let programme = Programme(
    series: series, version: "1", title: words("Uji"), fund: FundRule(cap: 1_000_000, onShortfall: .wait),
    unit: .family, facts: [FactInput(name: "family", schema: "test.family/1")],
    due: .schedule(
      Schedule(
        every: .quarter, month: 2, day: 10, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
        until: CivilDate("2026-12-31")!)),
    eligible: [EligibilityRule(id: "level", say: words("level"), when: "family.level <= 4")], each: nil,
    choose: .highest,
    pay: [PaymentRule(id: "all", say: words("all"), amount: Rupiah(amount), group: nil, when: "true")],
    limits: PaymentLimits(), spend: SpendRule(cashOut: true, cashOutFeeCap: 0, allow: [], expires: .days(30)),
    appeal: AppealRule(window: .days(30)))

  private static func words(_ text: Text) -> Words { Words(indonesian: text, english: text) }
}
