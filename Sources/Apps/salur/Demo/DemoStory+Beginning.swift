import Coding
import Engine
import Ledger
import Model
import Platform
import Rules
import Signing

// Registries, shops, wallets, money, programmes.

extension DemoStory {
  func registerFamilies() throws {
    chapter("1. Pendaftaran", "1. Registration")
    world.set("2026-01-02")
    for schema in records.schemas {
      try world.accept([world.order(world.source(of: schema), .registerSchema(schema: schema))])
    }
    let bar = ProgressBar(console, Phrase("Mendaftar keluarga", "Registering families"), total: population.families * 2)
    for families in population.batches {
      let batch = population.loader.registrations(families)
      try world.accept([world.order("dukcapil", batch.action, sealed: batch.sealed)])
      bar.advance(by: families.count)
    }
    for families in population.batches {
      let facts = population.loader.familyFacts(families, account: population.account, people: population.people)
      var orders = [world.order("dtsen", facts.action, sealed: facts.sealed)]
      if let pupils = population.loader.studentFacts(
        families, except: population.isReportedLate, people: population.people)
      {
        orders.append(world.order("dapodik", pupils.action, sealed: pupils.sealed))
      }
      try world.accept(orders)
      bar.advance(by: families.count)
    }
    bar.finish()
    let persons = world.replica.read { $0.persons.count }
    tell(
      "\(number(population.families)) keluarga, \(number(persons)) orang terdaftar dalam kelompok bertanda tangan; tidak ada nomor kependudukan di buku besar.",
      "\(number(population.families)) families, \(number(persons)) people registered in signed batches; no national number is on the ledger."
    )
  }

  /// The shops of the story. Their accounts follow the families'.
  enum Shop: Int, CaseIterable {
    case grocer, books, uniforms, cigarettes, pharmacy, agent, wholesaler, tutor

    var name: Text {
      switch self {
      case .grocer: "Warung Bu Tini"
      case .books: "Toko Buku Cerdas"
      case .uniforms: "Seragam Jaya"
      case .cigarettes: "Kios Rokok Pojok"
      case .pharmacy: "Apotek Sehat"
      case .agent: "Agen Tunai Makmur"
      case .wholesaler: "Grosir Nusantara"
      case .tutor: "Bimbel Harapan"
      }
    }

    var category: MerchantCategory {
      switch self {
      case .grocer, .agent, .wholesaler: MerchantCategory(5411)
      case .books: MerchantCategory(5942)
      case .uniforms: MerchantCategory(5137)
      case .cigarettes: MerchantCategory(5993)
      case .pharmacy: MerchantCategory(5912)
      case .tutor: MerchantCategory(8299)
      }
    }
  }

  func account(_ shop: Shop) -> AccountNumber {
    AccountNumber(population.firstAccount.raw + UInt32(population.families + shop.rawValue))
  }

  func openShops() throws {
    world.set("2026-01-05")
    for kind in Shop.allCases {
      let number = account(kind)
      let shop = Model.Shop(
        name: kind.name, region: Region("53.71.04.1001") ?? records.regions.villages[0], category: kind.category,
        owner: nil)
      let key = world.holder(number)
      let proof = key.possession(of: SHA256.hash(shop.encoded), network: world.network)
      try world.accept([
        world.order("perizinan", .registerMerchant(key: key.publicKey, shop: shop), proof: proof)
      ])
      try world.accept([
        world.order(
          "perizinan",
          .license(merchant: number, licences: kind == .tutor ? ["tutoring"] : [], cashAgent: kind == .agent))
      ])
    }
    tell(
      "\(Shop.allCases.count) toko berizin, satu di antaranya agen tunai.",
      "\(Shop.allCases.count) shops licensed, one of them a cash agent.")
  }

  func claimWallets() throws {
    world.set("2026-01-06")
    let bar = ProgressBar(console, Phrase("Membuka dompet", "Opening wallets"), total: population.claimed.count)
    for group in population.claimed.chunked(by: 500) {
      try world.accept(
        group.map { family in
          let account = population.account(family)
          let key = world.holder(account)
          let proof = key.possession(of: Possession.subject(account), network: world.network)
          return world.order("dukcapil", .claim(account: account, key: key.publicKey), proof: proof)
        })
      bar.advance(by: group.count)
    }
    bar.finish()
    tell(
      "\(number(population.claimed.count)) keluarga sudah memegang kunci dompetnya sendiri; yang lain tetap dibayar, uangnya menunggu.",
      "\(number(population.claimed.count)) families hold their wallet's key themselves; the others are paid all the same, their money waits."
    )
  }

  /// What each programme is funded with, in rupiah a registered family.
  private static let fundingPerFamily: Int64 = 6_000_000

  func activateProgrammes() throws {
    chapter("2. Uang dan program", "2. Money and programmes")
    world.set("2026-01-07")
    let wanted = Rupiah(Self.fundingPerFamily * Int64(population.families))
    let shares = records.programmes.map { min(wanted, $0.fund.cap) }
    let total = Rupiah(shares.reduce(0) { $0 + $1.amount })
    try world.agree("bank-indonesia", .issue(amount: total, deposit: "RKUN 2026-01"))
    try world.agree("bank-indonesia", .allocate(to: world.agency("perbendaharaan"), amount: total))
    let ministries = ["kemensos", "kemendikdasmen", "bnpb"]
    for ((programme, share), ministry) in zip(zip(records.programmes, shares), ministries) {
      try world.accept([world.order(ministry, .proposeProgramme(document: programme.encoded))])
      try world.agree(ministry, .activate(programme: programme.id))
      try world.agree("perbendaharaan", .fund(series: programme.series, amount: share))
    }
    tell(
      "Bank sentral menerbitkan \(rupiah(total)) atas setoran kas negara; dua pejabat per lembaga menyetujui. Tiga program diumumkan tujuh hari sebelum berlaku.",
      "The central bank issued \(rupiah(total)) against the treasury's deposit; two officers of each agency agreed. Three programmes announced, seven days before they start."
    )
    world.set("2026-01-15")
    try world.settle()
  }

  func payFamilies() throws {
    chapter("3. PKH triwulan pertama", "3. The first quarter of PKH")
    world.set("2026-02-10", hour: 1)
    let start = MonotonicClock.nowNanoseconds()
    try world.settle()
    let seconds = Double(MonotonicClock.nowNanoseconds() - start) / 1e9
    let totals = try totals(of: records.familyProgramme.series, "2026-Q1")
    tell(
      "\(number(Int(totals.decided))) keluarga diputus, \(number(Int(totals.paid))) dibayar \(rupiah(totals.paidRupiah)) dalam \(console.language.decimal(seconds)) detik.",
      "\(number(Int(totals.decided))) families decided, \(number(Int(totals.paid))) paid \(rupiah(totals.paidRupiah)) in \(console.language.decimal(seconds)) seconds."
    )
  }
}

extension Array {
  /// The elements in groups of at most `size`.
  func chunked(by size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
