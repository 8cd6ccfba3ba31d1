import Engine
import Model

/// What acting on a ledger says.
enum ActPhrase {
  static func done(_ decision: Decision, _ language: Language) -> Phrase {
    let (entry, height) = (language.number(decision.entry), language.number(decision.height))
    return Phrase("Diterima: entri \(entry), blok \(height).", "Accepted: entry \(entry), block \(height).")
  }

  static func rejected(_ rejection: Rejection, entry: UInt64) -> Phrase {
    Phrase(
      "ditolak (\(rejection.rawValue) \(rejection.name), entri \(entry)): \(rejection.indonesian)",
      "rejected (\(rejection.rawValue) \(rejection.name), entry \(entry)): \(rejection.english)")
  }

  static func refused(_ rejection: Rejection) -> Phrase {
    Phrase(
      "tidak diterima (\(rejection.rawValue) \(rejection.name)): \(rejection.indonesian)",
      "not accepted (\(rejection.rawValue) \(rejection.name)): \(rejection.english)")
  }

  static func unknown(_ reason: String) -> Phrase {
    Phrase(
      """
      belum diketahui apakah terlaksana: \(reason). Setelah node dijalankan lagi, kirim perintah yang persis sama; \
      perintah itu berlaku paling banyak sekali
      """,
      """
      whether it was done is not known: \(reason). After the node has started again, send the very same command; it \
      takes effect at most once
      """)
  }

  static func strangeKey(_ file: String, _ account: AccountNumber?) -> Phrase {
    guard let account else {
      return Phrase(
        "kunci di \(file) tidak berhak atas akun mana pun di buku besar ini; periksa berkas dan --data",
        "the key in \(file) may act for no account on this ledger; check the file and --data")
    }
    return Phrase(
      "kunci di \(file) tidak berhak atas \(account); periksa berkas dan --as",
      "the key in \(file) may not act for \(account); check the file and --as")
  }

  static func severalAccounts(_ file: String, _ accounts: [AccountNumber]) -> Phrase {
    let accounts = accounts.prefix(8).map(\.description).joined(separator: ", ")
    return Phrase(
      "kunci di \(file) berhak atas beberapa akun (\(accounts)); pilih satu dengan --as",
      "the key in \(file) may act for several accounts (\(accounts)); choose one with --as")
  }

  static func differentAccounts(_ first: String, _ other: String) -> Phrase {
    Phrase(
      "kunci di \(first) dan \(other) bukan milik lembaga yang sama; berikan kunci petugas satu lembaga",
      "the keys in \(first) and \(other) are not of one agency; give the keys of one agency's officers")
  }

  static func sameKey(_ first: String, _ other: String) -> Phrase {
    Phrase(
      "\(first) dan \(other) adalah kunci yang sama; berikan kunci petugas yang berbeda",
      "\(first) and \(other) are the same key; give the keys of different officers")
  }

  static func noAgency(_ account: AccountNumber) -> Phrase {
    Phrase(
      "\(account) bukan lembaga; pakai kunci petugas lembaga yang berwenang",
      "\(account) is no agency; use the keys of officers of the agency in charge")
  }

  static func tooFewKeys(_ agency: String, _ needed: Int, _ given: Int) -> Phrase {
    Phrase(
      "\(agency) memerlukan \(needed) petugas yang sepakat, baru \(given) kunci diberikan; ulangi --key",
      "\(agency) needs \(needed) officers to agree, and \(given) keys were given; repeat --key")
  }
}
