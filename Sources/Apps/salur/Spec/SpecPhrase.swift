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

  static func summary(_ file: String, cases: Int, failed: Int, coverage: Int) -> Phrase {
    Phrase(
      "\(file): \(cases - failed) dari \(cases) kasus sesuai; \(coverage)% aturan dan batas dicoba",
      "\(file): \(cases - failed) of \(cases) cases as expected; \(coverage)% of rules and limits tried")
  }

  static func tooLittle(_ coverage: Int, _ least: Int) -> Phrase {
    Phrase(
      "Hanya \(coverage)% yang dicoba, paling sedikit \(least)% diminta; tambahkan kasus untuk yang bertanda !",
      "Only \(coverage)% was tried, and at least \(least)% is asked; add cases for what is marked !")
  }
}
