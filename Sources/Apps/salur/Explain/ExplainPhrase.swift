import Coding
import Ledger
import Model

/// What an explanation says.
enum ExplainPhrase {
  static let due = Phrase("jatuh tempo", "due")
  static let undecided = Phrase("belum diputus", "undecided")
  static let notRegistrant = Phrase("bukan penerima program ini", "no registrant of this programme")
  static let waived = Phrase("dikecualikan lewat banding", "waived by an appeal")
  static let absent = Phrase("belum ada", "not said yet")
  static let hidden = Phrase(
    "Isi fakta tersegel; pemegang akun, sumber fakta, dan auditor melihatnya dengan --key.",
    "What facts say is sealed; the account's holder, the facts' source and auditors see it with --key.")

  static let noPayment = Phrase("tidak, tidak ada pembayaran yang berlaku", "no, no payment applies")

  static func yes(_ amount: Rupiah) -> Phrase { Phrase("ya, \(amount)", "yes, \(amount.text(.english))") }

  static func no(_ rule: Words) -> Phrase {
    Phrase("tidak, karena tidak memenuhi: \(rule.indonesian)", "no, for not meeting: \(rule.english)")
  }

  static func member(_ number: Int) -> Phrase { Phrase("anggota \(number)", "member \(number)") }

  static func members(_ numbers: [Int]) -> Phrase {
    let numbers = numbers.map(String.init).joined(separator: ", ")
    return Phrase("anggota \(numbers)", numbers.contains(",") ? "members \(numbers)" : "member \(numbers)")
  }

  static let yes = Phrase("ya", "yes")
  static let no = Phrase("tidak", "no")

  static func answer(_ answer: DecisionExplanation.Answer) -> Phrase {
    switch answer {
    case .yes: Phrase("ya", "yes")
    case .no: Phrase("tidak", "no")
    case .waitsForFact(let schema, let field):
      Phrase("menunggu \(field ?? "fakta") dari \(schema)", "waits for \(field ?? "the fact") of \(schema)")
    case .waitsForSeries(let series): Phrase("menunggu putusan \(series)", "waits for \(series) to decide")
    case .failed: Phrase("aturan tidak dapat dihitung", "the rule could not be computed")
    }
  }

  static func use(_ use: DecisionExplanation.Use) -> Phrase {
    switch use {
    case .counted: Phrase("dihitung", "counted")
    case .notHeld: Phrase("", "")
    case .lowerThanAnother:
      Phrase("pembayaran lain anggota ini lebih tinggi", "another payment of this member is higher")
    case .groupIsFull: Phrase("kelompoknya sudah penuh", "its group is full")
    case .tooManyMembers: Phrase("jumlah anggota sudah penuh", "enough other members are paid")
    }
  }

  static let cycle = Phrase("siklus", "cycle")
  static let noSeries = Phrase(
    "belum ada program di buku besar; ajukan dengan 'salur programme activate'",
    "there is no programme on the ledger yet; propose one with 'salur programme activate'")

  static func unknownSeries(_ name: String, _ known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "tidak ada program '\(name)' di buku besar; yang ada: \(known)",
      "there is no programme '\(name)' on the ledger; there are: \(known)")
  }

  static func noPerson(_ number: Int, _ count: Int) -> Phrase {
    Phrase(
      "keluarga ini punya \(count) orang; tidak ada orang ke-\(number)",
      "this family has \(count) people, and no person \(number)")
  }

  static func nothing(_ account: AccountNumber) -> Phrase {
    Phrase(
      "tidak ada putusan tentang \(account); periksa siklus dan programnya",
      "there is no decision about \(account); check the cycle and the programme")
  }
}
