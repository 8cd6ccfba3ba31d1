import Coding
import Model
import Rules
import Signing

/// One of everything the model encodes.
enum Sample {
  static let digest = SHA256.hash(Array("sample".utf8))
  static let network = NetworkID(genesis: digest)
  static let salt = Salt(high: 0x0102_0304_0506_0708, low: .max)
  static let point = P256Point(bytes: [UInt8](repeating: 7, count: 64))!
  static let keys: [PublicKey] = [.p256(point), .webAuthn(point), .ed25519(ed25519)]
  static let words = Words(indonesian: "Jalan Tol Cikopo–Palimanan", english: "Toll road")
  static let region = Region("53.15.06.2001")!
  static let day = CivilDate("2026-02-10")!
  static let account = AccountNumber(70_000)
  static let time = BlockTime(milliseconds: 1_767_200_400_000)

  private static let ed25519: Ed25519Key = {
    for seed in UInt8.min...UInt8.max {
      if let key = Ed25519Key(bytes: SHA256.hash([seed]).bytes) { return key }
    }
    preconditionFailure("some digest is a key")
  }()

  static let shop = Shop(name: "Toko Buku", region: region, category: MerchantCategory(5942), owner: account)

  static let member = RecordType(
    name: "test.member", version: 1,
    fields: [.init("born", .date), .init("pct", .int(min: 0, max: 100), optional: true)])

  static let schema = FactSchema(
    record: RecordType(
      name: "test.family", version: 300,
      fields: [
        .init("flag", .bool), .init("decile", .int(min: -1, max: 10)), .init("income", .rupiah, optional: true),
        .init("since", .date), .init("kind", .enumeration(["a", "b", "é"])), .init("place", .region),
        .init("note", .text(maxBytes: 64), optional: true), .init("members", .records(member, max: 24)),
      ]),
    title: words, subject: .family, life: .days(400), key: [])

  static let feed = FactSchema(
    record: RecordType(
      name: "test.quake", version: 1, fields: [.init("day", .date), .init("size", .int(min: 0, max: 100))]),
    title: words, subject: .event, life: nil, key: ["day"])

  static let fact = FactRecord(
    subject: .family(account), validFrom: day, validUntil: day.adding(days: 90),
    values: [
      .bool(true), .int(-1), .absent, .date(day), .code(3), .region(region), .text("catatan"),
      .members([
        MemberRow(person: PersonNumber(5), values: [.date(day), .int(100)]),
        MemberRow(person: PersonNumber(6), values: [.date(day), .absent]),
      ]),
    ])

  static let agency = Agency(
    name: "kemensos", title: words, roles: [.programmeOwner, .factSource], threshold: 2, officers: keys,
    seriesPrefix: "id.kemensos.", schemas: ["test.family"])

  static let parameters: Parameters = {
    var parameters = Parameters()
    parameters.runRowsPerBlock = 1
    parameters.notice = 0
    parameters.origins = ["https://a.example", "https://b.example"]
    return parameters
  }()

  static let genesis = Genesis(
    origin: "salur.example/test", time: time, parameters: parameters, agencies: [agency], logKey: "log+0+AA",
    witnesses: ["w+1+BB"])
}

// MARK: - Programmes

extension Sample {
  static let schedule = Schedule(
    every: .quarter, month: 2, day: 31, offset: UTCOffset("+07:00")!, from: CivilDate("2026-01-01")!,
    until: CivilDate("2026-12-31")!)

  static let trigger = Trigger(
    feed: "test.quake/1", quorum: 3, sources: 5, within: .hours(6), when: "event.size >= 60",
    instalments: [.days(0), .days(30)], offset: UTCOffset("-09:30")!, from: day, until: day)

  static func programme(due: DueRule, spend: SpendRule) -> Programme {
    Programme(
      series: "id.kemensos.uji", version: "2026.1", title: words,
      fund: FundRule(cap: 28_700_000_000_000, onShortfall: .share), unit: .family,
      facts: [FactInput(name: "family", schema: "test.family/300")], due: due,
      eligible: [EligibilityRule(id: "desil", say: words, when: "family.decile <= 4")],
      each: MemberInput(name: "m"), choose: .highest,
      pay: [
        PaymentRule(id: "sd", say: words, amount: 225_000, group: "anak", when: "m.pct >= 85"),
        PaymentRule(id: "lansia", say: words, amount: 600_000, group: nil, when: "age(m.born, due) >= 70"),
      ],
      limits: PaymentLimits(groups: [.init(name: "anak", count: 3)], members: 4), spend: spend,
      appeal: AppealRule(
        window: .days(30), answer: .hours(72),
        deciders: [.init(region: Region("53")!, agency: "dinsos"), .init(region: Region("53.15")!, agency: "kab")],
        escalation: "bpk"))
  }

  static let voucher = SpendRule(
    cashOut: false, cashOutFeeCap: .zero,
    allow: [
      .init(categories: [MerchantCategory(5942), MerchantCategory(742)], licence: nil),
      .init(categories: [MerchantCategory(8299)], licence: "tutoring"),
    ], expires: .days(120))

  static let cash = SpendRule(cashOut: true, cashOutFeeCap: 2_500, allow: [], expires: .hours(72))

  static let programmes = [
    programme(due: .schedule(schedule), spend: voucher), programme(due: .trigger(trigger), spend: cash),
  ]
}

// MARK: - Actions

extension Sample {
  static let actions: [Action] = [
    .register(sealed: digest, key: keys[0]),
    .registerBatch(count: 10_000, root: digest),
    .changeFamily(account: account, sealed: digest),
    .claim(account: account, key: keys[1]),
    .addCredential(key: keys[2]),
    .removeCredential(number: 3),
    .setGuardians(threshold: 2, count: 3, commitment: digest),
    .freeze,
    .unfreeze,
    .erase(account: account),
    .addHelper(key: keys[0], label: "Budi", terms: helper),
    .setLimits(credential: 1, limits: helper.limits),
    .attestCredential(account: account, credential: 0, attestation: Attestation(tier: .hardware, chain: digest)),
    .correctPerson(old: Nullifier(value: digest, keyVersion: 1), new: Nullifier(value: .zero, keyVersion: 2)),
    .recover(account: account, key: keys[0], guardian: guardian),
    .vetoRecovery(recovery: 42),
    .reissue(account: account, key: keys[0], attestation: .none, evidence: digest, lost: [0]),
    .confirmReissue(recovery: 42, evidence: digest),
    .decideReissue(recovery: 42, proceeds: true),
    .freezeWard(account: account, guardian: guardian),
    .issue(amount: 1_000_000, deposit: "BI-2026-001"),
    .redeem(amount: 1, deposit: "BI-2026-002"),
    .pay(
      merchant: account, amount: 75_000,
      basket: [
        BasketItem(category: MerchantCategory(5411), amount: 70_000),
        BasketItem(category: MerchantCategory(5942), amount: 5_000),
      ]),
    .transfer(to: account, amount: 25_000),
    .refund(payment: 1 << 40, amount: 5_000),
    .cashOut(agent: account, amount: 500_000, fee: 2_500),
    .allocate(to: account, amount: .init(.max)),
    .cashIn(to: account, amount: 100_000, deposit: "BRI-77"),
    .registerMerchant(key: keys[0], shop: shop),
    .license(merchant: account, licences: ["tutoring", "pharmacy"], cashAgent: true),
    .suspend(merchant: account, suspended: false),
    .paySupplier(supplier: account, amount: 1),
    .requestSettlement(amount: 2),
    .confirmSettlement(request: 77, settled: true),
    .proposeProgramme(document: programmes[0].encoded),
    .activate(programme: programmes[0].id),
    .fund(series: "id.kemensos.uji", amount: 3),
    .supersede(old: programmes[0].id, new: programmes[1].id),
    .retire(series: "id.kemensos.uji"),
    .hold(series: "id.kemensos.uji", cycle: "2026-Q3", until: time),
    .returnUnspent(series: "id.kemensos.uji", amount: 4),
    .registerSchema(schema: schema),
    .attest(schema: "test.family/300", sealed: digest),
    .attestBatch(schema: "test.family/300", count: 9, root: digest),
    .attestEvent(feed: "test.quake/1", values: [0x80], regions: [region, Region("53")!]),
    .retract(schema: "test.family/300", subject: .person(PersonNumber(4)), sealed: digest),
    .retractEvent(event: 12),
    .setParameters(parameters),
    .rotateAgency(agency: AccountNumber(2), officers: keys, threshold: 2),
    .upgradeProtocol(version: 2, height: 1_000_000),
    .advanceClock(to: time),
    .suspendOfficer(credential: 1, suspended: true),
    .propose(.issue(amount: 9, deposit: "x")),
    .approve(proposal: CommandID(digest: digest), epoch: 3),
    .appeal(account: account, person: PersonNumber(7), series: "id.kemensos.uji", cycle: "2026-Q3", sealed: digest),
    .answerAppeal(appeal: 9, answer: .exception(rule: 3), sealed: digest),
    .confirmException(appeal: 9, rule: 3),
  ]
}

extension Sample {
  static let helper = HelperTerms(
    account: account, limits: SpendingLimits(perPayment: 50_000, perDay: 100_000), categories: [MerchantCategory(5411)])
  static let guardian = GuardianProof(
    blind: Salt(high: 1, low: 2), index: 1, siblings: [digest])
}
