import Coding
import Model
import Sealing
import Wallet

/// What the card commands say.
enum CardPhrase {
  // MARK: Making one

  static let pin = Phrase("PIN (6 angka)", "PIN (6 digits)")
  static let newPIN = Phrase("PIN baru (6 angka)", "New PIN (6 digits)")
  static let pinAgain = Phrase("Sekali lagi", "Once more")
  static let pinsDiffer = Phrase("kedua PIN berbeda", "the two PINs differ")
  static let pinMissing = Phrase(
    "tidak ada PIN: pakai --pin-file FILE, atau jalankan di terminal",
    "there is no PIN: use --pin-file FILE, or run this on a terminal")
  static let halfLimits = Phrase(
    "sebut --per-payment dan --per-day bersama-sama, atau tidak keduanya",
    "name --per-payment and --per-day together, or neither")

  static func isThere(_ path: String) -> Phrase {
    Phrase("\(path) sudah ada; pilih nama lain", "\(path) is there already; choose another name")
  }

  static func leftOver(_ label: String) -> Phrase {
    Phrase(
      "Kartu tidak jadi dibuat. Jika 'salur wallet credential list' menunjukkan kartu '\(label)' yang tidak Anda punya, cabut dengan 'salur wallet credential remove'.",
      "The card was not made. If 'salur wallet credential list' shows a card '\(label)' that you have not got, take it away with 'salur wallet credential remove'."
    )
  }

  static func made(_ path: String, _ card: UnopenedCard) -> Phrase {
    let (number, account) = (card.face.credential, card.face.account)
    return Phrase(
      "Kartu untuk \(account), kunci \(number), ada di \(path). Cetak baris itu sebagai kode QR atau tulis ke NFC, lalu hapus berkasnya. Blokir dengan 'salur wallet credential remove \(number)'.",
      "The card for \(account), key \(number), is in \(path). Print its line as a QR code or write it on an NFC tag, then delete the file. Block it with 'salur wallet credential remove \(number)'."
    )
  }

  // MARK: Showing

  static let network = Phrase("jaringan", "network")
  static let account = Phrase("akun", "account")
  static let credential = Phrase("kunci no.", "key no.")
  static let id = Phrase("nomor kartu", "card")
  static let cost = Phrase("biaya membuka", "cost of opening")
  static let size = Phrase("bita / huruf", "bytes / characters")

  static func noCard(_ path: String, _ error: CodingError) -> Phrase {
    Phrase(
      "\(path) bukan kartu Salur; pindai sekali lagi (\(error.description))",
      "\(path) is no card of Salur's; scan it once more (\(error.description))")
  }

  // MARK: Terminals

  static func noShop(_ account: AccountNumber) -> Phrase {
    Phrase("\(account) bukan toko di jaringan ini", "\(account) is no shop of this network")
  }

  static func noTerminal(_ path: String) -> Phrase {
    Phrase(
      "tidak ada terminal di \(path); buat dengan 'salur card terminal new'",
      "there is no terminal in \(path); make one with 'salur card terminal new'")
  }

  static func terminalInUse(_ path: String) -> Phrase {
    Phrase(
      "terminal di \(path) sedang dipakai; tunggu sampai selesai, lalu coba lagi",
      "the terminal in \(path) is in use; wait until it is done, then try again")
  }

  static func terminalMade(_ folder: TerminalFolder) -> Phrase {
    let (path, shop) = (folder.memory.path, folder.settings)
    return Phrase(
      "Terminal untuk \(shop.name) (\(shop.shop)) ada di \(path).",
      "The terminal for \(shop.name) (\(shop.shop)) is in \(path).")
  }

  // MARK: Paying

  static func toPay(_ shop: String, _ account: AccountNumber, _ amount: Rupiah) -> Phrase {
    Phrase(
      "Bayar \(amount.text(.indonesian)) kepada \(shop) (\(account)). Masukkan PIN hanya kalau ini benar.",
      "Pay \(amount.text(.english)) to \(shop) (\(account)). Enter your PIN only if this is right.")
  }

  static func paid(_ shop: String, _ payment: ShownPayment) -> Phrase {
    Phrase(
      "Lunas: \(payment.amount.text(.indonesian)) kepada \(shop) (\(payment.merchant)).",
      "Paid: \(payment.amount.text(.english)) to \(shop) (\(payment.merchant)).")
  }

  static let otherNetwork = Phrase(
    "kartu ini untuk jaringan lain; terminal ini tidak dapat memakainya",
    "this card is of another network; this terminal cannot take it")

  static let blocked = Phrase(
    "kartu ini sudah diblokir pemiliknya, atau tidak berlaku lagi",
    "this card was blocked by its owner, or is not valid any more")

  static func notValid(_ problem: NodeProblem) -> Phrase {
    Phrase(
      "kartu ini tidak diterima; mungkin sudah diblokir pemiliknya. ",
      "this card is not accepted; its owner may have blocked it. ") + problem.phrase
  }

  /// The node's word: it may keep the payment and have it done within its two minutes.
  static func refused(_ reason: Phrase) -> Phrase {
    Phrase(
      "server menolak pembayaran ini. Lihat penerimaan toko dua menit lagi sebelum menagih lagi. ",
      "the server refuses this payment. Look at the shop's takings in two minutes before you charge it again. ")
      + reason
  }

  static func unknown(_ reason: Phrase) -> Phrase {
    Phrase(
      "belum diketahui apakah sudah dibayar: jangan menagih lagi sebelum pembayaran berikutnya di terminal ini, atau penerimaan toko, mengatakannya. ",
      "whether it was paid is not known: do not charge it again before the next payment at this terminal, or the shop's takings, tell. "
    ) + reason
  }

  static func earlier(_ amount: Rupiah, _ outcome: CommandOutcome) -> Phrase {
    let (indonesian, english) = (amount.text(.indonesian), amount.text(.english))
    guard let rejection = outcome.rejection else {
      return Phrase(
        "Pembayaran sebelumnya yang belum terjawab, \(indonesian), ternyata lunas (entri \(outcome.entry)).",
        "The earlier payment without an answer, \(english), is paid (entry \(outcome.entry)).")
    }
    return Phrase(
      "Pembayaran sebelumnya yang belum terjawab, \(indonesian), ditolak: \(rejection.indonesian)",
      "The earlier payment without an answer, \(english), was refused: \(rejection.english)")
  }

  static func earlierRefused(_ amount: Rupiah, _ problem: NodeProblem) -> Phrase {
    Phrase(
      "Pembayaran sebelumnya yang belum terjawab, \(amount.text(.indonesian)), tidak terbukti lunas; lihat penerimaan toko sebelum menagih lagi. ",
      "The earlier payment without an answer, \(amount.text(.english)), is not proved to be paid; look at the shop's takings before you charge it again. "
    ) + problem.phrase
  }
}

extension PINError {
  var phrase: Phrase {
    switch self {
    case .notSixDigits: Phrase("PIN terdiri dari enam angka", "a PIN has six digits")
    case .trivial:
      Phrase(
        "PIN itu terlalu mudah ditebak: jangan angka yang berulang atau berurutan",
        "that PIN is too easy to guess: no repeated digits and no runs")
    }
  }
}

extension PINTriesError: SpeakingError {
  var phrase: Phrase {
    switch self {
    case .wrong(0), .noneLeft:
      Phrase(
        "PIN salah delapan kali: kartu ini tidak diterima lagi di terminal ini. Pemiliknya dapat mengganti kartu dari dompetnya",
        "eight wrong PINs: this terminal takes this card no more. Its owner can replace it from the wallet")
    case .wrong(let left):
      Phrase(
        "PIN salah, atau kartu rusak; sisa \(left) kali di terminal ini",
        "the PIN is wrong, or the card is damaged; \(Language.counted(left, "try", "tries")) left at this terminal")
    case .tooManyCards:
      Phrase(
        "terminal ini mengingat terlalu banyak kartu dengan PIN salah; buat terminal baru",
        "this terminal remembers too many cards with wrong PINs; set up a new one")
    case .damaged(let path):
      Phrase(
        "hitungan PIN di \(path) hilang, berubah atau lebih tua daripada seharusnya; terminal ini tidak menerima kartu lagi. Buat terminal baru",
        "the count of PINs in \(path) is missing, altered or older than it was; this terminal takes no cards any more. Set up a new one"
      )
    case .storage(let error): error.phrase
    }
  }
}
