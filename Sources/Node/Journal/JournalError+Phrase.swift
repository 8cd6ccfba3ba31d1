import Coding
import Platform
import Records

extension JournalError {
  /// The same in both languages.
  public var phrase: Phrase {
    switch self {
    case .storage(let error): error.phrase
    case .damage(let damage): damage.phrase
    }
  }
}

extension JournalDamage {
  public var phrase: Phrase { Phrase(indonesian, description) }

  private var indonesian: String {
    switch reason {
    case .otherNetwork(let found, let expected):
      "\(file) milik jaringan \(found), bukan \(expected); pilih direktori data jaringan ini"
    case .frame(.unknownVersion(let version)):
      "\(file) berformat versi \(version), yang tidak dikenal program ini; pakai program yang menulisnya"
    default:
      "\(file) rusak pada bita \(offset): \(reason.indonesian); tidak ada yang diubah, pulihkan dari salinan"
    }
  }
}

extension JournalDamage.Reason {
  fileprivate var indonesian: String {
    switch self {
    case .frame(let error): error.phrase.indonesian
    case .otherNetwork(let found, let expected): "milik jaringan \(found), bukan \(expected)"
    case .missing: "berkas ini tidak ada, padahal berkas jurnal lainnya ada"
    case .number(let found, let expected): "ini berkas jurnal nomor \(found) di tempat nomor \(expected)"
    case .height(let found, let expected): "blok \(found) ada di tempat blok \(expected)"
    case .firstEntry(let found, let expected):
      "entri blok dimulai pada \(found), padahal blok sebelumnya berakhir pada \(expected)"
    case .notZero: "ada bita di antara atau setelah blok, yang seharusnya hanya nol"
    case .endsBelowAcknowledged(let last, let acknowledged):
      "jurnal berakhir \(last.map { "pada blok \($0)" } ?? "sebelum blok pertamanya"), "
        + "padahal blok \(acknowledged) sudah dijanjikan"
    case .endsBelowCheckpoint(let size, let published):
      "jurnal berakhir pada \(size) entri, padahal titik periksa atas \(published) sudah diumumkan"
    case .unreadableAcknowledgement: "sejauh mana jurnal dijanjikan tidak dapat dibaca"
    }
  }
}
