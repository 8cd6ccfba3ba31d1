import Coding
import Transparency

/// What the witness commands say.
enum WitnessPhrase {
  static let stopped = Phrase(
    "Saksi berhenti. Yang sudah ditandatanganinya tersimpan di disk.",
    "The witness has stopped. Whatever it cosigned is on disk.")

  static func made(_ path: String) -> Phrase {
    Phrase(
      "\(path): saksi baru; kunci di atas untuk dokumen genesis. Jangan pernah memulihkan direktori ini dari salinan lama.",
      "\(path): a new witness; the key above is for genesis documents. Never restore this directory from an older copy."
    )
  }

  static func listening(host: String, port: Int) -> Phrase {
    Phrase(
      "Saksi berjalan di http://\(host):\(port); hentikan dengan Ctrl-C.",
      "The witness is running at http://\(host):\(port); stop it with Ctrl-C.")
  }

  static func knows(_ origin: Text, _ size: UInt64, _ language: Language) -> Phrase {
    let size = language.number(size)
    return Phrase("\(origin): terakhir ditandatangani \(size) entri", "\(origin): last cosigned at \(size) entries")
  }

  static func noGenesis(_ path: String) -> Phrase {
    Phrase(
      "\(path) bukan catatan genesis; ambil dari node di /v1/genesis, atau sebutkan kunci log dengan --log",
      "\(path) is no genesis record; fetch it from a node at /v1/genesis, or name the log's key with --log")
  }

  static func badKey(_ key: String, _ error: NoteError) -> Phrase {
    Phrase("kunci log \(key) tidak dapat dipakai: ", "the log key \(key) cannot be used: ") + error.phrase
  }
}
