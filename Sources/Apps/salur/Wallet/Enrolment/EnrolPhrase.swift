import Coding
import Model

/// What enrolling says.
enum EnrolPhrase {
  static let whichCredential = Phrase(
    "sebut satu kredensial: --credential, atau --mock untuk percobaan",
    "name one credential: --credential, or --mock to try things")

  static func hasAccount(_ path: String, _ account: AccountNumber) -> Phrase {
    Phrase(
      "dompet di \(path) sudah punya rekening \(account)", "the wallet in \(path) has the account \(account) already")
  }

  static func unreadable(_ service: String) -> Phrase {
    Phrase(
      "jawaban \(service) tidak dapat dibaca; periksa alamatnya",
      "the answer of \(service) cannot be read; check the address")
  }

  static func otherNetwork(_ service: String) -> Phrase {
    Phrase(
      "\(service) mendaftarkan untuk jaringan lain daripada dompet ini",
      "\(service) registers for another network than this wallet's")
  }

  static func enrolled(_ account: AccountNumber, _ entry: UInt64, tier: String, _ language: Language) -> Phrase {
    Phrase(
      "Terdaftar: rekening \(account), entri \(language.number(entry)), tingkat kunci \(tier).",
      "Enrolled: account \(account), entry \(language.number(entry)), key's tier \(tier).")
  }

  static func unproved(_ reason: Phrase) -> Phrase {
    Phrase("Belum dibuktikan buku besar: ", "Not proved by the ledger yet: ") + reason
  }
}
