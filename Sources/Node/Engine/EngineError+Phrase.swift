import Coding
import Journal
import Platform
import Vault

extension EngineError {
  /// The same in both languages, as far as the error knows them.
  public var phrase: Phrase {
    switch self {
    case .storage(let error), .unfinishedBlock(let error): error.phrase
    case .journal(let error): error.phrase
    case .vault(let error): error.phrase
    case .notInitialised(let path):
      Phrase(
        "tidak ada node di \(path): mulai dengan `salur node init --data \(path) --genesis BERKAS`", description)
    case .alreadyInitialised(let path):
      Phrase("di \(path) sudah ada node: pilih direktori kosong, atau jalankan yang ada", description)
    case .damaged: Phrase(description, description)
    case .divergence(let height, let what):
      Phrase(
        "blok \(height) tidak menghasilkan lagi isi jurnal: \(what); pakai versi program yang menulisnya, "
          + "atau pulihkan direktori data", description)
    case .stopped(let reason): Phrase("node tidak lagi menerima perintah: \(reason)", description)
    }
  }
}
