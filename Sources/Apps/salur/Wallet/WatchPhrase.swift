import Coding
import Model
import Wallet

/// What a watching wallet says.
enum WatchPhrase {
  static func listening(_ account: AccountNumber, _ node: String) -> Phrase {
    Phrase(
      "Mendengarkan kabar \(account) dari \(node); hentikan dengan Ctrl-C.",
      "Listening for what happens to \(account), at \(node); stop with Ctrl-C.")
  }

  static let stopped = Phrase(
    "Berhenti mendengarkan; lain kali dilanjutkan dari sini.", "Listening has stopped; the next time goes on from here."
  )

  static func proved(_ event: ProvenEvent, _ balance: Rupiah) -> Phrase {
    let (entry, indonesian, english) = (event.entry, balance.text(.indonesian), balance.text(.english))
    return event.isCosigned
      ? Phrase(
        "terbukti, entri \(entry), dibenarkan para saksi; saldo \(indonesian)",
        "proved, entry \(entry), cosigned by the witnesses; balance \(english)")
      : Phrase("terbukti, entri \(entry); saldo \(indonesian)", "proved, entry \(entry); balance \(english)")
  }

  static func expiring(_ amount: Rupiah, _ series: String, _ end: String, height: UInt64) -> Phrase {
    Phrase(
      "Segera kedaluwarsa: \(amount.text(.indonesian)) dari \(series), berlaku sampai \(end) – terbukti dari blok \(height)",
      "About to expire: \(amount.text(.english)) of \(series), until \(end) – proved from block \(height)")
  }

  static let reset = Phrase(
    "Terlalu banyak yang terlewat untuk diceritakan satu per satu; inilah dari riwayat yang terbukti:",
    "Too much was missed to be told one by one; this is from the proved history:")

  static func unproved(_ entry: UInt64) -> Phrase {
    Phrase(
      "Node mengatakan ada peristiwa di entri \(entry), tetapi tidak membuktikannya; jangan dianggap terjadi.",
      "The node says that something happened, entry \(entry), and does not prove it; do not take it for done.")
  }

  static func again(_ reason: Phrase) -> Phrase {
    Phrase("Akan dicoba lagi: ", "It will be tried again: ") + reason
  }
}
