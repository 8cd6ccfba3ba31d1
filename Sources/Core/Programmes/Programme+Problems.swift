import Coding
import Model
import Rules

// What a programme's form must satisfy beyond its shape; its rules are for the compiler.

extension Programme {
  var formProblems: [ProgrammeProblem] {
    seriesProblems + factProblems + dueProblems + ruleNameProblems + moneyProblems + limitProblems + spendProblems
      + appealProblems
  }

  private var seriesProblems: [ProgrammeProblem] {
    let parts = series.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let fits = parts.count >= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(Self.isNamePart) }
    if fits { return [] }
    return [
      ProgrammeProblem(
        .series, Phrase("'\(series)' bukan nama seri", "'\(series)' does not name a series"),
        Phrase(
          "tulis kata huruf kecil yang disambung titik, pemiliknya dulu: id.kemensos.pkh",
          "write lowercase words joined by dots, the owner's first: id.kemensos.pkh"))
    ]
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private var factProblems: [ProgrammeProblem] {
    facts.isEmpty
      ? [
        ProgrammeProblem(
          .fact(0), Phrase("program tidak membaca fakta apa pun", "the programme reads no facts"),
          Phrase("sebutkan paling sedikit satu di 'facts'", "name at least one under 'facts'"))
      ] : []
  }

  private var dueProblems: [ProgrammeProblem] {
    switch due {
    case .schedule(let schedule):
      return order(schedule.from, schedule.until)
    case .trigger(let trigger):
      var problems = order(trigger.from, trigger.until)
      if trigger.quorum < 1 || trigger.quorum > trigger.sources {
        problems.append(
          ProgrammeProblem(
            .quorum,
            Phrase(
              "\(String(trigger.quorum)) dari \(String(trigger.sources)) tidak mungkin sepakat",
              "\(String(trigger.quorum)) of \(String(trigger.sources)) can never agree"),
            Phrase(
              "minta paling sedikit satu sumber dan paling banyak semuanya",
              "ask for at least one source and at most all of them")))
      }
      let delays = trigger.instalments.map(\.seconds)
      if delays.isEmpty || zip(delays, delays.dropFirst()).contains(where: { $0 >= $1 }) {
        problems.append(
          ProgrammeProblem(
            .instalments, Phrase("angsuran tidak berurutan", "instalments do not follow one another"),
            Phrase(
              "sebutkan paling sedikit satu, masing-masing lebih lambat dari sebelumnya",
              "list at least one, each later than the one before")))
      }
      return problems
    }
  }

  private func order(_ from: CivilDate, _ until: CivilDate) -> [ProgrammeProblem] {
    if from <= until { return [] }
    return [
      ProgrammeProblem(
        .due, Phrase("program berakhir sebelum dimulai", "the programme ends before it begins"),
        Phrase("jadikan 'until' hari sesudah 'from'", "make 'until' a day after 'from'"))
    ]
  }

  private var ruleNameProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    for index in repeats(eligible.map(\.id)) { problems.append(repeated(.eligible(index), eligible[index].id)) }
    for index in repeats(pay.map(\.id)) { problems.append(repeated(.pay(index), pay[index].id)) }
    if pay.isEmpty {
      problems.append(
        ProgrammeProblem(
          .pay(0), Phrase("program tidak membayar apa pun", "the programme pays nothing"),
          Phrase("tambahkan aturan pembayaran", "add a payment rule")))
    }
    return problems
  }

  private func repeated(_ part: ProgrammePart, _ id: Text) -> ProgrammeProblem {
    ProgrammeProblem(
      part, Phrase("dua aturan bernama '\(id)'", "two rules are called '\(id)'"),
      Phrase(
        "beri setiap aturan id sendiri: dengan itu orang diberi tahu alasannya",
        "give every rule its own id: people are told by it why"))
  }

  private var moneyProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if fund.cap <= .zero {
      problems.append(
        ProgrammeProblem(
          .fund, Phrase("pagu dana tidak di atas nol", "the fund's cap is not above zero"),
          Phrase("tulis pagunya", "write a cap")))
    }
    for (index, rule) in pay.enumerated() where rule.amount <= .zero || rule.amount > fund.cap {
      problems.append(
        ProgrammeProblem(
          .amount(index),
          Phrase(
            "\(rule.amount) tidak di antara satu rupiah dan pagu dana",
            "\(rule.amount) is not between one rupiah and the fund's cap"),
          Phrase("perbaiki jumlah atau pagunya", "correct the amount or the cap")
        ))
    }
    return problems
  }

  private var limitProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    for (index, group) in limits.groups.enumerated() where !pay.contains(where: { $0.group == group.name }) {
      problems.append(
        ProgrammeProblem(
          .group(index),
          Phrase(
            "tidak ada aturan pembayaran dalam kelompok '\(group.name)'",
            "no payment rule belongs to group '\(group.name)'"),
          Phrase(
            "sebut kelompoknya dalam sebuah aturan, atau hapus batasnya", "name the group in a rule, or drop the limit")
        ))
    }
    for index in repeats(limits.groups.map(\.name)) {
      problems.append(
        ProgrammeProblem(
          .group(index),
          Phrase(
            "kelompok '\(limits.groups[index].name)' punya dua batas",
            "group '\(limits.groups[index].name)' has two limits"), Phrase("sisakan satu", "keep one of them")))
    }
    for (index, rule) in pay.enumerated() {
      guard let group = rule.group, !limits.groups.contains(where: { $0.name == group }) else { continue }
      problems.append(
        ProgrammeProblem(
          .paymentGroup(index), Phrase("kelompok '\(group)' tidak punya batas", "group '\(group)' has no limit"),
          Phrase("tambahkan di 'limits', atau hapus kelompoknya", "add it under limits, or drop the group")))
    }
    if limits.members != nil, each == nil {
      problems.append(
        ProgrammeProblem(
          .memberLimit,
          Phrase(
            "batas jumlah anggota memerlukan pembayaran per anggota", "a limit on members needs payments by member"),
          Phrase("tambahkan 'each: m', atau hapus batasnya", "add 'each: m', or drop the limit")))
    }
    return problems
  }

  private var spendProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if spend.expires.seconds == 0 {
      problems.append(
        ProgrammeProblem(
          .spend, Phrase("voucer kedaluwarsa begitu dibayarkan", "vouchers expire the moment they are paid"),
          Phrase("tulis expires: P90D", "write expires: P90D")))
    }
    if !spend.cashOut, spend.cashOutFeeCap > .zero {
      problems.append(
        ProgrammeProblem(
          .spend, Phrase("ada biaya tunai, tetapi tidak ada tunai", "there is a fee for cash, but no cash"),
          Phrase("hapus 'cash_out_fee'", "drop 'cash_out_fee'")))
    }
    if spend.allow.contains(where: { $0.categories.isEmpty }) {
      problems.append(
        ProgrammeProblem(
          .spend, Phrase("daftar kategori toko kosong", "a list of shop categories is empty"),
          Phrase("sebutkan sebuah kategori, atau hapus barisnya", "list a category, or drop the line")))
    }
    return problems
  }

  private var appealProblems: [ProgrammeProblem] {
    var problems: [ProgrammeProblem] = []
    if appeal.answer.seconds == 0 {
      problems.append(ProgrammeProblem(
          .appeal, Phrase("tidak ada yang dapat menjawab banding dalam waktu nol", "nobody can answer an appeal in no time"),
          Phrase("tulis answer: P14D", "write answer: P14D")))
    }
    let regions = appeal.deciders.map(\.region)
    if let twice = regions.indices.first(where: { regions[..<$0].contains(regions[$0]) }) {
      problems.append(
        ProgrammeProblem(
          .appeal,
          Phrase(
            "wilayah \(regions[twice]) punya dua pemutus banding", "region \(regions[twice]) has two deciders of appeals"),
          Phrase("sebutkan satu untuk setiap wilayah", "name one for each region")))
    }
    return problems
  }

  /// The positions of names that stand earlier in the list too.
  private func repeats(_ names: [Text]) -> [Int] {
    names.indices.filter { index in names[..<index].contains(names[index]) }
  }
}
