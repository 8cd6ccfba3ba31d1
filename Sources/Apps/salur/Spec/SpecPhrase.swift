import Rules

/// What running specs says.
enum SpecPhrase {
  static let miss = Phrase("Meleset:", "Miss:")
  static let expected = Phrase("diharapkan", "expected")
  static let got = Phrase("didapat   ", "got     ")
  static let verdict = Phrase("putusan", "the verdict")
  static let payments = Phrase("pembayaran", "the payments")
  static let uncounted = Phrase("pembayaran yang tidak dihitung", "the payments that do not count")
  static let eligible = Phrase("syarat", "must hold")
  static let pay = Phrase("pembayaran", "payment")
  static let group = Phrase("batas kelompok", "limit of a group")
  static let members = Phrase("batas anggota", "limit of members")
  static let held = Phrase("benar", "true")
  static let failed = Phrase("salah", "false")
  static let paid = Phrase("dibayar/kena", "paid/hit")

  static func rule(_ id: String) -> Phrase { Phrase("aturan \(id)", "rule \(id)") }

  static func summary(_ file: String, cases: Int, failed: Int, rules: Int, branches: Int) -> Phrase {
    Phrase(
      "\(file): \(cases - failed) dari \(cases) kasus sesuai; \(rules)% aturan dan batas dan \(branches)% cabang dicoba",
      "\(file): \(cases - failed) of \(Language.counted(cases, "case", "cases")) as expected; \(rules)% of rules and limits and \(branches)% of "
        + "branches tried")
  }

  static func tooLittle(_ coverage: Int, _ least: Int) -> Phrase {
    Phrase(
      "Hanya \(coverage)% yang dicoba, paling sedikit \(least)% diminta; tambahkan kasus untuk yang bertanda ! dan untuk cabang di atas",
      "Only \(coverage)% was tried, and at least \(least)% is asked; add cases for what is marked ! and for the branches "
        + "above")
  }

  /// What is missing of a branch, and what to do about it.
  static func branch(_ seen: RuleBranch.Answers) -> (message: Phrase, remedy: Phrase) {
    switch (seen.yes, seen.no) {
    case (true, _):
      (
        Phrase("tidak pernah salah", "never false"),
        Phrase("tambahkan kasus yang membuatnya salah", "add a case in which it is false")
      )
    case (_, true):
      (
        Phrase("tidak pernah benar", "never true"),
        Phrase("tambahkan kasus yang membuatnya benar", "add a case in which it is true")
      )
    default:
      (
        Phrase("tidak pernah ditanya", "never asked"),
        Phrase(
          "tambahkan kasus yang membuatnya benar dan yang membuatnya salah",
          "add cases in which it is true and in which it is false")
      )
    }
  }
}
