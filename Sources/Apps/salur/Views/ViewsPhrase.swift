import Coding

/// What the commands about the read model say.
enum ViewsPhrase {
  static let rebuilding = Phrase("Menyusun riwayat", "Building histories")
  static let file = Phrase("berkas", "file")
  static let height = Phrase("blok", "block")
  static let entries = Phrase("entri", "entries")
  static let missing = Phrase("belum ada dari titik periksa terbaru", "missing of the newest checkpoint")

  static func rebuilt(_ entries: UInt64, _ seconds: Double, _ language: Language) -> Phrase {
    let (count, time) = (language.number(entries), language.decimal(seconds))
    return Phrase(
      "Riwayat \(count) entri disusun ulang dalam \(time) detik.",
      "Histories of \(count) entries were built again in \(time) seconds.")
  }

  static func standStill(_ reason: String) -> Phrase {
    Phrase(
      "Riwayat tidak lagi mengikuti buku besar: \(reason). Node tetap berjalan; 'salur views rebuild' menyusunnya ulang.",
      "Histories no longer follow the ledger: \(reason). The node goes on; 'salur views rebuild' makes them again.")
  }
}
