import Coding
import Engine
import Ledger
import Model
import Platform
import Records
import Rules

// After the crash: an earthquake, school money, what the rules refuse and why, what comes back.

extension DemoStory {
  // MARK: An earthquake

  /// Five independent sources are asked; three attest the same earthquake, each naming the regions it saw shake.
  func shake() throws {
    chapter("5. Gempa di Nusa Tenggara Timur", "5. An earthquake in Nusa Tenggara Timur")
    world.set("2026-03-14", hour: 8)
    let day = CivilDate("2026-03-14")!
    let regencies = ["53.15", "53.16", "53.17"].compactMap { Region($0) }
    let reports: [(source: String, magnitude: Int64, depth: Int64, regions: [Region])] = [
      ("bmkg", 64, 18, Array(regencies[0...1])),
      ("badan-geologi", 65, 20, regencies),
      ("itb", 63, 22, Array(regencies[0...1])),
    ]
    for (index, report) in reports.enumerated() {
      let values: [FactValue] = [
        .date(day), .int(25), .int(report.magnitude), .int(report.depth), .int(-847), .int(11_989),
      ]
      let attestation = EventAttestation(feed: records.quakeSchema.name, values: values, regions: report.regions)
      try world.accept([
        world.order(
          report.source,
          .attestEvent(feed: attestation.feed, values: attestation.encodedValues, regions: attestation.regions))
      ])
      let cycles = world.replica.read { state in state.cycles(of: records.quakeProgramme.series).count }
      tell(
        "  \(report.source): M\(report.magnitude / 10),\(report.magnitude % 10); \(index + 1) dari 5 sumber"
          + (index < 2 ? ", belum cukup." : ", kuorum tercapai."),
        "  \(report.source): M\(report.magnitude / 10).\(report.magnitude % 10); \(index + 1) of 5 sources"
          + (index < 2 ? ", not enough yet." : ", the quorum is reached."))
      precondition(index == 2 || cycles == 0, "nobody is paid before the quorum")
    }
    try world.settle()
    let series = records.quakeProgramme.series
    guard let cycle = world.replica.read({ $0.cycles(of: series).first }) else {
      throw Failure("Gempa tidak memicu pembayaran.", "The earthquake set off no payment.")
    }
    tell(
      "\(number(Int(cycle.totals.paid))) keluarga di dua kabupaten yang disebut tiga sumber menerima \(rupiah(cycle.totals.paidRupiah)); kabupaten ketiga, yang hanya disebut satu sumber, tidak.",
      "\(number(Int(cycle.totals.paid))) families in the two regencies that three sources named received \(rupiah(cycle.totals.paidRupiah)); the third regency, named by one source alone, did not."
    )
  }

  // MARK: School money

  func payPupils() throws {
    chapter("6. PIP: uang sekolah", "6. PIP: school money")
    world.set("2026-08-15", hour: 1)
    try world.settle()
    let totals = try totals(of: records.pupilProgramme.series, "2026")
    tell(
      "\(number(Int(totals.paid))) siswa dibayar \(rupiah(totals.paidRupiah)); \(number(Int(totals.undecided))) menunggu laporan sekolahnya.",
      "\(number(Int(totals.paid))) pupils paid \(rupiah(totals.paidRupiah)); \(number(Int(totals.undecided))) wait for their school's report."
    )
  }

  /// A school voucher at a bookshop, at a cigarette kiosk, and beyond what is left.
  func spendSchoolMoney() throws {
    world.set("2026-08-16")
    guard let family = pupilFamily() else { return }
    let account = population.account(family)
    let held = balance(of: account, series: records.pupilProgramme.series)
    let book = try world.tryOne(account, .pay(merchant: self.account(.books), amount: 75_000, basket: []))
    tell(
      "  Keluarga \(account) membeli buku \(rupiah(75_000)): \(book.sentence(.indonesian))",
      "  Family \(account) buys books for \(rupiah(75_000)): \(book.sentence(.english))")
    try expect(book, nil)
    let smoke = try world.tryOne(
      account, .pay(merchant: self.account(.cigarettes), amount: Rupiah(held - 75_000), basket: []))
    tell(
      "  … mencoba di \(Shop.cigarettes.name): \(smoke.sentence(.indonesian))",
      "  … tries \(Shop.cigarettes.name): \(smoke.sentence(.english))")
    try expect(smoke, .voucherNotAccepted)
    let tooMuch = try world.tryOne(
      account, .pay(merchant: self.account(.books), amount: 4_900_000, basket: []))
    tell(
      "  … mencoba membayar lebih dari yang ada: \(tooMuch.sentence(.indonesian))",
      "  … tries to pay more than there is: \(tooMuch.sentence(.english))")
    try expect(tooMuch, .insufficientFunds)
    guard case .decided(let decision) = book else { return }
    let refund = try world.tryOne(self.account(.books), .refund(payment: decision.entry, amount: 25_000))
    tell(
      "  … sebuah buku dikembalikan, \(rupiah(25_000)) kembali menjadi uang sekolah: \(refund.sentence(.indonesian))",
      "  … returns a book, \(rupiah(25_000)) become school money again: \(refund.sentence(.english))")
    try expect(refund, nil)
  }

  /// A family that holds its own key and has school money but no other kind it could pay with.
  private func pupilFamily() -> Int? {
    population.claimed.first { family in
      let account = population.account(family)
      let school = balance(of: account, series: records.pupilProgramme.series)
      let total = world.replica.read { state in
        state.classes.indices.reduce(state.money.free(of: account)) { sum, number in
          let isLive = state.classes[number].expires > state.time
          return sum + (isLive ? state.money.balance(of: account, voucherClass: number) : 0)
        }
      }
      return school >= 200_000 && total == school
    }
  }

  func balance(of account: AccountNumber, series: Text) -> Int64 {
    world.replica.read { state in
      guard let index = state.seriesIndex(series) else { return 0 }
      return state.classes.indices.reduce(0) { sum, number in
        state.classes[number].series == UInt32(index)
          ? sum + state.money.balance(of: account, voucherClass: number) : sum
      }
    }
  }

  private func expect(_ answer: Answer, _ rejection: Rejection?) throws {
    guard answer.rejection == rejection else {
      throw Failure(
        "Demo menemukan jawaban lain: \(answer.sentence(.indonesian))",
        "The demo met another answer: \(answer.sentence(.english))")
    }
  }

  // MARK: Why, or why not

  /// One family is told which rule said no, and another that its decision waits for a fact.
  func explainDecisions() throws {
    chapter("7. Mengapa, dan mengapa tidak", "7. Why, and why not")
    if let no = firstRegistrant(records.familyProgramme.series, "2026-Q3", verdict: .no) {
      tell(
        "  Keluarga \(AccountNumber(no)): tidak, karena aturan \"\(try reason(records.familyProgramme, "2026-Q3", no).indonesian)\" tidak terpenuhi.",
        "  Family \(AccountNumber(no)): no, because the rule \"\(try reason(records.familyProgramme, "2026-Q3", no).english)\" does not hold."
      )
    }
    if let open = firstRegistrant(records.pupilProgramme.series, "2026", verdict: .undecided) {
      let family = world.replica.read { $0.persons[Int(open)].family }
      let fact = try missingFact(records.pupilProgramme, "2026", open)
      tell(
        "  Keluarga \(family): putusan untuk seorang anak menunggu fakta \(fact).",
        "  Family \(family): the decision for one child waits for the fact \(fact).")
    }
  }

  // MARK: A late fact

  func payArrears() throws {
    chapter("9. Fakta yang terlambat", "9. A late fact")
    world.set("2026-08-20")
    let series = records.pupilProgramme.series
    let before = try totals(of: series, "2026")
    var late: [Sealed] = []
    for family in 0..<population.families where late.count < 5 {
      let people = population.people(family)
      for student in population.loader.generator.family(family).students {
        let person = people[student.member]
        if population.isReportedLate(person), student.values.contains(.bool(true)) {
          late.append(population.loader.studentFact(person, student.values))
        }
      }
    }
    for sealed in late {
      try world.accept([
        world.order(
          "dapodik", .attest(schema: records.studentSchema.name, sealed: sealed.digest), sealed: [sealed])
      ])
    }
    try world.settle()
    let after = try totals(of: series, "2026")
    tell(
      "\(late.count) laporan sekolah tiba lima hari setelah jatuh tempo; \(after.paid - before.paid) siswa dibayar susulan \(rupiah(Rupiah(after.paidRupiah.amount - before.paidRupiah.amount))).",
      "\(late.count) school reports arrived five days after the due day; \(after.paid - before.paid) pupils paid \(rupiah(Rupiah(after.paidRupiah.amount - before.paidRupiah.amount))) in arrears."
    )
  }

  // MARK: Shops and their banks

  func settleShops() throws {
    chapter("10. Toko dan bank", "10. Shops and banks")
    world.set("2026-08-21")
    let grocer = account(.grocer)
    let takings = world.replica.read { $0.money.takings(of: grocer) }
    guard takings > 0 else { return }
    try expect(
      try world.tryOne(grocer, .paySupplier(supplier: account(.wholesaler), amount: Rupiah(takings / 4))), nil)
    let rest = Rupiah(takings - takings / 4)
    let request = try world.tryOne(grocer, .requestSettlement(amount: rest))
    guard case .decided(let decision) = request, decision.rejection == nil else { return }
    try world.accept([world.order("penyelesaian", .confirmSettlement(request: decision.entry, settled: true))])
    tell(
      "\(Shop.grocer.name) membayar grosir \(rupiah(Rupiah(takings / 4))) dan menerima \(rupiah(rest)) di banknya.",
      "\(Shop.grocer.name) paid its wholesaler \(rupiah(Rupiah(takings / 4))) and received \(rupiah(rest)) at its bank."
    )
  }

  // MARK: The right to be forgotten

  func forgetFamily() throws {
    world.set("2026-09-01")
    guard let family = population.claimed.last else { return }
    let account = population.account(family)
    try expect(try world.tryOne(account, .erase(account: account)), nil)
    tell(
      "Keluarga \(account) meminta datanya dihapus: fakta tertutupnya hilang dari brankas dan buku besar, semua bukti tetap berlaku.",
      "Family \(account) asked for its data to be erased: its sealed facts are gone from vault and ledger, every proof still stands."
    )
  }

  // MARK: What comes back

  func expire() throws {
    chapter("11. Yang tidak dibelanjakan kembali", "11. What is not spent comes back")
    for day in ["2026-11-11", "2026-12-31"] {
      world.set(day)
      try world.settle()
      // Sweeps wait for a sign that the ledger is being used: any accepted command is one.
      try world.accept([
        world.order("perizinan", .license(merchant: account(.tutor), licences: ["tutoring"], cashAgent: false))
      ])
      try world.settle()
    }
    for programme in records.programmes {
      let fund = try fund(of: programme.series)
      tell(
        "  \(programme.title.indonesian): \(rupiah(Rupiah(fund.cameBack))) kembali ke dana program.",
        "  \(programme.title.english): \(rupiah(Rupiah(fund.cameBack))) came back to the programme's fund.")
    }
  }
}
