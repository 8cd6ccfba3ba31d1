import Coding
import Model
import Records
import Transparency
import Wallet

/// What the wallet commands say.
enum WalletPhrase {
  // MARK: Making one

  static let noNode = Phrase("sebut node dengan --node URL", "name a node with --node URL")

  static func noNetwork(_ text: String) -> Phrase {
    Phrase(
      "'\(text)' bukan id jaringan: 64 digit heksadesimal, dari orang yang Anda percaya",
      "'\(text)' is no network id: 64 hexadecimal digits, from somebody you trust")
  }

  static func otherNetwork(_ node: String) -> Phrase {
    Phrase(
      "\(node) bukan node jaringan itu; periksa id dan alamatnya",
      "\(node) is no node of that network; check the id and the address")
  }

  static func made(_ path: String, _ did: String, _ policy: CheckpointPolicy) -> Phrase {
    let (quorum, count) = (policy.quorum, policy.witnesses.count)
    return Phrase(
      "Dompet ada di \(path). Berikan kunci umum ini kepada otoritas identitas: \(did). Saksi yang diminta: \(quorum) dari \(count).",
      "The wallet is in \(path). Give this public key to the identity authority: \(did). Witnesses asked for: \(quorum) of \(count)."
    )
  }

  static func isThere(_ path: String) -> Phrase {
    Phrase("di \(path) sudah ada dompet; pilih folder lain", "there is a wallet in \(path) already; choose another folder")
  }

  static func isNot(_ path: String) -> Phrase {
    Phrase(
      "tidak ada dompet di \(path); buat dengan 'salur wallet create'",
      "there is no wallet in \(path); make one with 'salur wallet create'")
  }

  static func damaged(_ file: String) -> Phrase {
    Phrase("\(file) tidak dapat dibaca; pulihkan dari salinan", "\(file) cannot be read; restore it from a copy")
  }

  static func noAccount(_ path: String, _ did: String) -> Phrase {
    Phrase(
      "dompet ini belum punya rekening: minta otoritas identitas membukanya untuk \(did), lalu buat dompet dengan --account",
      "this wallet has no account yet: have the identity authority open one for \(did), then make the wallet with --account"
    )
  }

  static func keyGone(_ account: AccountNumber) -> Phrase {
    Phrase(
      "kunci dompet ini tidak berlaku untuk \(account)", "this wallet's key may not act for \(account)")
  }

  // MARK: Passphrases

  static let passphrase = Phrase("Kata sandi", "Passphrase")
  static let passphraseAgain = Phrase("Sekali lagi", "Once more")
  static let noPassphrase = Phrase(
    "tidak ada kata sandi: pakai --passphrase-file FILE atau variabel SALUR_PASSPHRASE",
    "there is no passphrase: use --passphrase-file FILE or the variable SALUR_PASSPHRASE")
  static let passphrasesDiffer = Phrase("kedua kata sandi berbeda", "the two passphrases differ")
  static let shortPassphrase = Phrase(
    "kata sandi terlalu pendek: paling sedikit delapan huruf", "the passphrase is too short: eight characters at least")
  static let wrongPassphrase = Phrase(
    "kata sandi salah, atau berkas kunci berubah", "the passphrase is wrong, or the key's file was altered")

  // MARK: Talking to nodes

  static func unreachable(_ node: String, _ reason: String) -> Phrase {
    Phrase("\(node) tidak terjangkau: \(reason)", "\(node) cannot be reached: \(reason)")
  }

  static func evidence(_ file: String) -> Phrase { Phrase(" Bukti: \(file)", " Evidence: \(file)") }

  static func earlier(_ outcome: CommandOutcome) -> Phrase {
    guard let rejection = outcome.rejection else {
      return Phrase(
        "Perintah sebelumnya yang belum terjawab ternyata sudah terlaksana.",
        "An earlier command without an answer has been done.")
    }
    return Phrase(
      "Perintah sebelumnya yang belum terjawab ditolak: \(rejection.indonesian)",
      "An earlier command without an answer was refused: \(rejection.english)")
  }

  static func done(_ outcome: CommandOutcome) -> Phrase {
    outcome.isCosigned
      ? Phrase(
        "Terlaksana dan terbukti: entri \(outcome.entry), sudah dibenarkan para saksi.",
        "Done and proved: entry \(outcome.entry), cosigned by the witnesses.")
      : Phrase(
        "Terlaksana dan terbukti: entri \(outcome.entry); para saksi menyusul.",
        "Done and proved: entry \(outcome.entry); the witnesses' word is still to come.")
  }

  // MARK: Showing

  static let purpose = Phrase("untuk", "for")
  static let amount = Phrase("jumlah", "amount")
  static let until = Phrase("berlaku sampai", "until")
  static let free = Phrase("bebas", "free")
  static let takings = Phrase("penerimaan", "takings")
  static let time = Phrase("waktu", "time")
  static let event = Phrase("peristiwa", "event")

  static func proved(_ block: BlockEntry, _ head: TrustedHead) -> Phrase {
    let behind = head.size - head.cosignedSize
    let witnessed =
      behind == 0
      ? Phrase("dibenarkan para saksi", "cosigned by the witnesses")
      : Phrase("\(behind) entri terakhir belum dibenarkan saksi", "the last \(behind) entries not cosigned yet")
    return Phrase("Terbukti dari blok \(block.height), ", "Proved from block \(block.height), ") + witnessed + Phrase(".", ".")
  }

  static func whole(_ count: Int) -> Phrase {
    Phrase(
      "\(count) entri, semuanya terbukti; jumlahnya sama dengan saldo.",
      "\(count) entries, all proved; they add up to the balance.")
  }

  static func kind(_ receipt: Receipt) -> Phrase {
    switch receipt.kind {
    case .rejected:
      let rejection = Rejection(rawValue: receipt.code)
      return Phrase("ditolak: \(rejection?.indonesian ?? "")", "refused: \(rejection?.english ?? "")")
    case .registered: return Phrase("terdaftar", "registered")
    case .claimed: return Phrase("dompet dibuka", "wallet opened")
    case .disbursement: return Phrase("bantuan diterima", "benefit received")
    case .payment: return Phrase("bayar di \(receipt.other)", "paid at \(receipt.other)")
    case .transfer: return Phrase("kirim ke \(receipt.other)", "given to \(receipt.other)")
    case .refund: return Phrase("uang kembali dari \(receipt.other)", "refund from \(receipt.other)")
    case .cashOut: return Phrase("tunai dari \(receipt.other)", "cash from \(receipt.other)")
    case .cashIn: return Phrase("setoran sendiri", "own money in")
    case .expired: return Phrase("kedaluwarsa, kembali ke dana program", "expired, back to the programme's fund")
    default: return Phrase("\(receipt.kind)", "\(receipt.kind)")
    }
  }
}
