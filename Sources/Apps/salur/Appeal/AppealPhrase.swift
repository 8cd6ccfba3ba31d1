import Ledger
import Model
import Presentation
import Records

/// What the appeal commands say.
enum AppealPhrase {
  static let noneOpen = Phrase("Tidak ada banding yang terbuka.", "There are no open appeals.")
  static let secondOfficer = Phrase(
    "Pengecualian menunggu petugas kedua: ulangi dengan dua --key.",
    "The exception waits for a second officer: say it again with two --key.")

  static func filed(_ appeal: AppealRow, _ language: Language) -> Phrase {
    let entry = language.number(appeal.entry)
    return Phrase(
      "Banding \(entry): jawaban paling lambat \(appeal.deadline.rfc3339).",
      "Appeal \(entry): to be answered by \(appeal.deadline.rfc3339).")
  }

  static func unknown(_ entry: UInt64) -> Phrase {
    Phrase(
      "tidak ada banding dengan entri \(entry); lihat yang terbuka dengan 'salur appeal show'",
      "there is no appeal made by entry \(entry); see the open ones with 'salur appeal show'")
  }

  static func unknownRule(_ rule: String, _ known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase("tidak ada syarat '\(rule)'; yang ada: \(known)", "there is no rule '\(rule)'; there are: \(known)")
  }

  static func unknownCycle(_ series: String, _ cycle: String) -> Phrase {
    Phrase(
      "\(series) tidak punya siklus '\(cycle)'; periksa --series dan --cycle",
      "\(series) has no cycle '\(cycle)'; check --series and --cycle")
  }

  static func wordsLength(_ count: Int) -> Phrase {
    Phrase(
      "--words berisi \(count) bita; tulis 1 sampai \(AppealText.mostWords)",
      "--words has \(count) bytes; write 1 to \(AppealText.mostWords)")
  }

  static func tooManyFiles(_ count: Int) -> Phrase {
    Phrase(
      "\(count) berkas bukti; paling banyak \(AppealText.mostEvidence)",
      "\(count) files of evidence; \(AppealText.mostEvidence) at most")
  }

  static func tooLarge(_ count: Int) -> Phrase {
    Phrase(
      "kata dan bukti berjumlah \(count) bita; kirim paling banyak \(Sealed.maximumBytes - Sealed.saltLength)",
      "words and evidence have \(count) bytes; send \(Sealed.maximumBytes - Sealed.saltLength) at most")
  }

  static func table(_ view: AppealView, _ language: Language) -> TextTable {
    var table = TextTable()
    func add(_ indonesian: String, _ english: String, _ value: String) {
      table.add(Phrase(indonesian, english).text(language), value)
    }
    add("banding", "appeal", language.number(view.row.entry))
    add("tentang", "about", "\(view.row.account), \(view.series) \(view.cycle)")
    add("diajukan", "filed", "\(view.row.filed.rfc3339), \(view.row.filedBy)")
    add("keadaan", "status", status(view.row.status).text(language))
    if let rule = view.rule { add("syarat", "rule", rule.text(language)) }
    if view.row.status.isOpen {
      add("dijawab oleh", "to answer", "\(view.decider), \(view.row.deadline.rfc3339)")
    }
    if view.row.late > 0 { add("terlambat", "let lie", language.number(view.row.late)) }
    add("kata-kata", "words", view.words?.words.string ?? hidden.text(language))
    if let count = view.words?.evidence.count, count > 0 { add("bukti", "evidence", language.number(count)) }
    if view.row.answer != .zero { add("jawaban", "answer", view.answer?.words.string ?? hidden.text(language)) }
    return table
  }

  private static let hidden = Phrase("(tertutup)", "(sealed)")

  static func status(_ status: AppealRow.Status) -> Phrase {
    switch status {
    case .open: Phrase("terbuka", "open")
    case .proposed: Phrase("pengecualian menunggu petugas kedua", "an exception waits for a second officer")
    case .refused: Phrase("ditolak", "refused")
    case .corrected: Phrase("dikabulkan, fakta diperbaiki", "upheld, a fact was corrected")
    case .excepted: Phrase("dikabulkan, syarat dikecualikan", "upheld, the rule is waived")
    }
  }

  static let fewHidden = Phrase(
    "Wilayah dengan kurang dari lima keluarga yang mengajukan tidak ditampilkan, agar tidak ada yang dapat dikenali.",
    "Regions where fewer than five families appealed are not shown, so that nobody can be told apart.")

  static func counts(_ counts: [AppealNotice.Count], _ language: Language) -> TextTable {
    func title(_ indonesian: String, _ english: String) -> String { Phrase(indonesian, english).text(language) }
    var table = TextTable([
      (title("wilayah", "region"), .left), (title("diajukan", "filed"), .right),
      (title("dikabulkan", "upheld"), .right),
      (title("ditolak", "refused"), .right), (title("terlambat", "let lie"), .right),
      (title("jam rata-rata", "mean hours"), .right),
    ])
    for count in counts {
      let answered = UInt64(count.upheld + count.refused)
      table.add([
        count.region.map { "\($0)" } ?? title("semua", "all"), language.number(count.filed),
        language.number(count.upheld), language.number(count.refused), language.number(count.late),
        answered == 0 ? "" : language.number(count.hours / answered),
      ])
    }
    return table
  }
}
