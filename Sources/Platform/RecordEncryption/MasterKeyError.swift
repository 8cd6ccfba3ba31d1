import Coding
import Platform

/// Why a vault's master key cannot be used.
public enum MasterKeyError: Error, Equatable, Sendable {
  case storage(StorageError)
  /// Others than its owner may read the file, which has these permissions.
  case readableByOthers(String, UInt32)
  /// The file or variable holds something else.
  case notAKey(String)
  /// Nobody chose a key, and none is in this file.
  case nowhere(String)
  /// The key file is under another master key than this one.
  case wrong(keyFile: String)
  /// Whoever holds the key does not answer, for this reason.
  case unavailable(String)
}

extension MasterKeyError: CustomStringConvertible {
  public var description: String { phrase.english }
}

extension MasterKeyError {
  public var phrase: Phrase {
    switch self {
    case .storage(let error): error.phrase
    case .readableByOthers(let path, let permissions):
      Phrase(
        "kunci brankas \(path) dapat dibaca orang lain (izin \(String(permissions, radix: 8))); jalankan "
          + "`chmod 600 \(path)`, dan ganti kuncinya jika mungkin sudah terbaca",
        "the vault's key \(path) can be read by others (permissions \(String(permissions, radix: 8))); run "
          + "`chmod 600 \(path)`, and rotate the key if somebody may have read it")
    case .notAKey(let source):
      Phrase(
        "\(source) bukan kunci brankas: isinya harus tepat 64 digit heksadesimal",
        "\(source) is no vault key: it must be 64 hexadecimal digits and nothing else")
    case .nowhere(let path):
      Phrase(
        "kunci brankas tidak ditemukan: tidak ada \(path); sebutkan berkasnya dengan --vault-key-file (node: "
          + "vault.key_file), atau kuncinya dalam \(MasterKey.variable)",
        "no key for the vault was found: there is no \(path); name its file with --vault-key-file (a node's setting: "
          + "vault.key_file), or give the key in \(MasterKey.variable)")
    case .wrong(let keyFile):
      Phrase(
        "kunci ini bukan kunci brankas \(keyFile); berikan kunci yang dipakai saat brankas dibuat atau terakhir diganti "
          + "(--vault-key-file, \(MasterKey.variable)). Tidak ada yang rusak dan tidak ada yang diubah",
        "this key is not the one of the vault's \(keyFile); give the key that the vault was made with or last moved to "
          + "(--vault-key-file, \(MasterKey.variable)). Nothing is damaged, and nothing was changed")
    case .unavailable(let reason):
      Phrase("kunci brankas tidak dapat dipakai: \(reason)", "the vault's key cannot be used: \(reason)")
    }
  }
}
