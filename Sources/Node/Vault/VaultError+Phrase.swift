import Coding
import Platform
import Records

extension VaultError {
  /// The same in both languages.
  public var phrase: Phrase {
    switch self {
    case .storage(let error): error.phrase
    case .damage(let damage): damage.phrase
    case .missing(let digest):
      Phrase(
        "brankas tidak punya apa-apa di bawah \(digest), dan itu tidak dihapus: ini bukan brankas jurnal ini",
        description)
    case .masterKey(let error): error.phrase
    }
  }
}

extension VaultDamage {
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

extension VaultDamage.Reason {
  fileprivate var indonesian: String {
    switch self {
    case .frame(let error): error.phrase.indonesian
    case .otherNetwork(let found, let expected): "milik jaringan \(found), bukan \(expected)"
    case .missing: "berkas ini tidak ada, padahal berkas brankas lainnya ada"
    case .number(let found, let expected): "ini berkas brankas nomor \(found) di tempat nomor \(expected)"
    case .notZero: "ada bita di antara atau setelah catatan, yang seharusnya hanya nol"
    case .digest: "bita tertutupnya bukan yang dinamai sidiknya"
    case .slotNumber(let found, let expected):
      "catatan ini menyebut kunci \(found), padahal tempatnya kunci \(expected)"
    case .slot: "kunci di sini tidak cocok dengan jumlah periksanya, atau milik catatan lain"
    case .key: "kunci di sini tidak dibungkus oleh kunci induk brankas"
    case .keyGone: "kunci di sini sudah tiada, padahal catatannya tidak pernah dihapus"
    case .encryption: "catatan ini tidak terbuka dengan kuncinya: salah satunya diubah, atau berasal dari tempat lain"
    case .unknownErasure(let digest): "catatan ini menghapus \(digest), yang tidak ada di brankas"
    case .truncated: "brankas berakhir di sini, sebelum yang sudah dipastikan tersimpan"
    case .unreadableSynced: "sejauh mana brankas tersimpan tidak dapat dibaca"
    }
  }
}
