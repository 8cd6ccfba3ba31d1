import Engine
import Journal
import Platform
import Rules
import Vault

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
extension EngineError: SpeakingError {}
