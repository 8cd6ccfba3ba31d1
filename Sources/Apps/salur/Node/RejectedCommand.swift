import Model
import Presentation

/// The ledger said no to a command: finally, with an entry of the log, or before it came that far.
struct RejectedCommand: SpeakingError, MachineError {
  let rejection: Rejection
  let entry: UInt64?

  init(_ rejection: Rejection, entry: UInt64?) {
    self.rejection = rejection
    self.entry = entry
  }

  var phrase: Phrase {
    entry.map { ActPhrase.rejected(rejection, entry: $0) } ?? ActPhrase.refused(rejection)
  }

  func json(_ language: Language) -> JSON {
    [
      "code": JSON(rejection.rawValue), "name": .string(rejection.name), "message": .string(rejection.text(language)),
      "isTransient": .bool(rejection.isTransient), "entry": JSON(entry) { JSON($0) },
    ]
  }
}
