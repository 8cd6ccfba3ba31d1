import Engine
import Journal
import Platform
import RecordEncryption
import Rules
import Vault
import Witness

/// An error that speaks both languages.
protocol SpeakingError: Error {
  var phrase: Phrase { get }
}

extension RuleError: SpeakingError {
  var phrase: Phrase { message }
}

extension StorageError: SpeakingError {}
extension JournalError: SpeakingError {}
extension SnapshotError: SpeakingError {}
extension VaultError: SpeakingError {}
extension MasterKeyError: SpeakingError {}
extension EngineError: SpeakingError {}

extension WitnessError: SpeakingError {
  var phrase: Phrase {
    switch self {
    case .storage(let error): error.phrase
    case .notInitialised(let path):
      Phrase(
        "tidak ada saksi di \(path): buat dengan `salur witness new --data \(path) --name NAMA`", description)
    case .alreadyInitialised(let path):
      Phrase("di \(path) sudah ada saksi: pilih direktori lain, atau jalankan yang ada", description)
    case .key(let error): error.phrase
    case .damaged: Phrase(description, description)
    }
  }
}
