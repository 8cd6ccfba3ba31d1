import Coding
import Ledger
import Model
import Presentation
import Rules
import Signing

/// What the account commands say.
enum AccountPhrase {
  static let listColumns: [(Phrase, TextTable.Alignment)] = [
    (Phrase("akun", "account"), .left), (Phrase("jenis", "kind"), .left), (Phrase("nama", "name"), .left),
    (Phrase("wilayah", "region"), .left), (Phrase("kunci", "keys"), .right),
    (Phrase("rupiah bebas", "free rupiah"), .right),
    (Phrase("voucer", "vouchers"), .right), (Phrase("penerimaan", "takings"), .right),
  ]

  static func listRow(_ view: AccountView, _ language: Language) -> [String] {
    [
      view.account.description, kind(view.kind).text(language), view.name ?? "", view.region?.description ?? "",
      language.number(view.keys.filter(\.isLive).count), view.free.text(language), view.inVouchers.text(language),
      view.takings.text(language),
    ]
  }

  static func shop(_ name: String, _ account: AccountNumber) -> Phrase {
    Phrase("\(name) berizin; akunnya \(account).", "\(name) is licensed; its account is \(account).")
  }

  static let holderOrProof = Phrase(
    "sebut --proof dari perangkat pemegang, atau berkas kuncinya dengan --holder",
    "name the --proof from the holder's device, or their key file with --holder")

  static func noVillage(_ region: Region) -> Phrase {
    Phrase(
      "\(region) bukan desa; tulis kode desa tempat toko itu, seperti 53.71.04.1001",
      "\(region) is no village; write the code of the village the shop is in, such as 53.71.04.1001")
  }

  static func noRegion(_ region: Region) -> Phrase {
    Phrase(
      "tidak ada desa \(region) dalam daftar wilayah; periksa --region",
      "there is no village \(region) in the list of regions; check --region")
  }

  static func unknown(_ account: AccountNumber, _ data: String) -> Phrase {
    Phrase(
      "\(account) tidak ada di \(data); periksa akunnya", "there is no \(account) in \(data); check the account")
  }

  static func rows(of view: AccountView, _ language: Language) -> [(Phrase, String)] {
    var rows: [(Phrase, String)] = [(Phrase("akun", "account"), view.account.description)]
    rows.append((Phrase("jenis", "kind"), kind(view.kind).text(language)))
    if let name = view.name { rows.append((Phrase("nama", "name"), name)) }
    if let region = view.region { rows.append((Phrase("wilayah", "region"), region.description)) }
    if view.kind == .family { rows.append((Phrase("anggota", "members"), language.number(view.members))) }
    for key in view.keys {
      let state = key.isLive ? Phrase("", "") : Phrase(" (dicabut)", " (revoked)")
      rows.append(
        (Phrase("kunci \(key.number)", "key \(key.number)"), DIDKey(key.key).description + state.text(language)))
    }
    if view.keys.isEmpty {
      rows.append((Phrase("kunci", "key"), Phrase("belum diklaim", "not claimed yet").text(language)))
    }
    if let until = view.frozenUntil { rows.append((Phrase("dibekukan sampai", "frozen until"), until.rfc3339)) }
    rows.append((Phrase("rupiah bebas", "free rupiah"), view.free.text(language)))
    if view.kind == .merchant { rows.append((Phrase("penerimaan", "takings"), view.takings.text(language))) }
    return rows
  }

  static func vouchers(of view: AccountView, _ language: Language) -> TextTable {
    var table = TextTable([
      (Phrase("voucer", "voucher").text(language), .left), (Phrase("siklus", "cycle").text(language), .left),
      (Phrase("berlaku sampai", "expires").text(language), .left), (Phrase("jumlah", "amount").text(language), .right),
    ])
    for voucher in view.vouchers {
      table.add([voucher.series, voucher.cycle, voucher.expires.rfc3339, voucher.amount.text(language)])
    }
    return table
  }

  static func decisions(of view: AccountView, _ language: Language) -> TextTable {
    var table = TextTable([
      (Phrase("program", "programme").text(language), .left), (Phrase("anggota", "member").text(language), .left),
      (Phrase("siklus", "cycle").text(language), .left),
      (Phrase("putusan", "decision").text(language), .left), (Phrase("hak", "entitled").text(language), .right),
      (Phrase("dibayar", "paid").text(language), .right), (Phrase("alasan", "reason").text(language), .left),
    ])
    for decision in view.decisions {
      table.add([
        decision.series, decision.person.map { "\($0)" } ?? "", decision.cycle,
        verdict(decision.verdict).text(language), decision.entitled.text(language),
        decision.paid.text(language), decision.reason?.text(language) ?? "",
      ])
    }
    return table
  }

  static func appeals(of view: AccountView, _ language: Language) -> TextTable {
    var table = TextTable([
      (Phrase("banding", "appeal").text(language), .left), (Phrase("program", "programme").text(language), .left),
      (Phrase("anggota", "member").text(language), .left), (Phrase("siklus", "cycle").text(language), .left),
      (Phrase("keadaan", "status").text(language), .left), (Phrase("paling lambat", "due").text(language), .left),
    ])
    for appeal in view.appeals {
      table.add([
        "\(appeal.entry)", appeal.series, appeal.person.map { "\($0)" } ?? "", appeal.cycle,
        AppealPhrase.status(appeal.status).text(language), appeal.status.isOpen ? appeal.deadline.rfc3339 : "",
      ])
    }
    return table
  }

  static let closedCycles = Phrase(
    "Putusan siklus yang sudah ditutup tinggal dalam entri log; 'salur audit entry N' menunjukkan satu entri.",
    "Decisions of closed cycles are in the log's entries only; 'salur audit entry N' shows one.")

  private static func verdict(_ verdict: EntitlementRow.Verdict) -> Phrase {
    switch verdict {
    case .none: Phrase("belum", "not yet")
    case .yes: Phrase("ya", "yes")
    case .no: Phrase("tidak", "no")
    case .undecided: Phrase("belum diputus", "undecided")
    }
  }

  private static func kind(_ kind: AccountRow.Kind) -> Phrase {
    switch kind {
    case .none: Phrase("tidak ada", "none")
    case .agency: Phrase("lembaga", "agency")
    case .family: Phrase("keluarga", "family")
    case .merchant: Phrase("toko", "shop")
    }
  }
}
