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
    Phrase(
      "di \(path) sudah ada dompet; pilih folder lain", "there is a wallet in \(path) already; choose another folder")
  }

  static func isInUse(_ path: String) -> Phrase {
    Phrase(
      "dompet di \(path) sedang dipakai perintah lain; tunggu sampai selesai, lalu coba lagi",
      "the wallet in \(path) is in use by another command; wait until it is done, then try again")
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
      "dompet ini belum punya akun: jalankan 'salur wallet prove --account AKUN' dan berikan buktinya kepada otoritas identitas (\(did))",
      "this wallet has no account yet: run 'salur wallet prove --account ACCOUNT' and give the proof to the identity authority (\(did))"
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

  static func unreachable(_ node: String, _ reason: Phrase) -> Phrase {
    Phrase("\(node) tidak terjangkau: ", "\(node) cannot be reached: ") + reason
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

  static func doneAfterAll(_ entry: UInt64) -> Phrase {
    Phrase(
      "node itu menolak perintah Anda yang terakhir, padahal terbukti sudah diputuskan (entri \(entry)); lihat 'salur wallet history' sebelum mencoba lagi",
      "that node refused your last command, but it is proved to have been decided (entry \(entry)); see 'salur wallet history' before you try again"
    )
  }

  static func done(_ outcome: CommandOutcome, hasWitnesses: Bool) -> Phrase {
    let done = Phrase("Terlaksana dan terbukti: entri \(outcome.entry)", "Done and proved: entry \(outcome.entry)")
    if !hasWitnesses { return done + Phrase(". ", ". ") + noWitnesses }
    return outcome.isCosigned
      ? done + Phrase(", sudah dibenarkan para saksi.", ", cosigned by the witnesses.")
      : done + Phrase("; para saksi menyusul.", "; the witnesses' word is still to come.")
  }

  // MARK: Showing

  static let purpose = Phrase("untuk", "for")
  static let amount = Phrase("jumlah", "amount")
  static let until = Phrase("berlaku sampai", "until")
  static let free = Phrase("bebas", "free")
  static let takings = Phrase("penerimaan", "takings")
  static let time = Phrase("waktu", "time")
  static let event = Phrase("peristiwa", "event")

  static func proved(_ block: BlockEntry, _ head: TrustedHead, hasWitnesses: Bool) -> Phrase {
    let behind = head.size - head.cosignedSize
    let witnessed: Phrase =
      if !hasWitnesses {
        Phrase("yang ditandatangani node sendiri", "signed by the node alone")
      } else if behind == 0 {
        Phrase("dibenarkan para saksi", "cosigned by the witnesses")
      } else {
        Phrase("\(behind) entri terakhir belum dibenarkan saksi", "the last \(behind) entries not cosigned yet")
      }
    let proved = Phrase("Terbukti dari blok \(block.height), ", "Proved from block \(block.height), ") + witnessed
    return hasWitnesses ? proved + Phrase(".", ".") : proved + Phrase(". ", ". ") + noWitnesses
  }

  static let noWitnesses = Phrase(
    "Jaringan ini tidak menyebut saksi.", "This network names no witnesses.")

  static func whole(_ count: Int) -> Phrase {
    Phrase(
      "\(count) entri, semuanya terbukti; jumlahnya sama dengan saldo.",
      "\(count) entries, all proved; they add up to the balance.")
  }

  // MARK: Explaining

  static let provedMark = Phrase("Terbukti:", "Proved:")
  static let nodeSays = Phrase("Kata node, tidak terbukti:", "The node's word, not proved:")
  static let neverPaid = Phrase(
    "program ini belum pernah membayar akun ini; riwayatnya sama jumlahnya dengan saldo.",
    "this programme has never paid this account; its history adds up to the balance.")

  static func paidOtherwise(_ amount: Rupiah) -> Phrase {
    Phrase(
      "program ini membayar \(amount.text(.indonesian)) semuanya. Bahwa tidak ada yang untuk siklus ini hanya kata node.",
      "this programme has paid \(amount.text(.english)) in all. That none of it was for this cycle is the node's word.")
  }

  /// - Parameter granted: what the decision grants to which the receipt commits.
  static func paidFor(_ amount: Rupiah, _ granted: Rupiah, entries: String) -> Phrase {
    Phrase(
      "\(amount.text(.indonesian)) dibayar (entri \(entries)). Tanda terimanya mengikat putusan \(granted.text(.indonesian)), dokumen program, dan fakta yang disebut node.",
      "\(amount.text(.english)) paid (entry \(entries)). Its receipt commits to a decision of \(granted.text(.english)), the programme's document and the facts the node names."
    )
  }

  static func paid(_ amount: Rupiah, entries: String) -> Phrase {
    Phrase(
      "\(amount.text(.indonesian)) dibayar oleh program ini (entri \(entries)). Bahwa itu untuk putusan ini hanya kata node.",
      "\(amount.text(.english)) paid by this programme (entry \(entries)). That it was for this decision is the node's word."
    )
  }

  static let notCosignedYet = Phrase(
    "Saksi belum membenarkan semuanya.", "The witnesses have not cosigned all of it yet.")

  static func owed(_ amount: Rupiah) -> Phrase {
    Phrase("; \(amount.text(.indonesian)) belum dibayar", "; \(amount.text(.english)) not paid yet")
  }

  static let notDecided = Phrase(
    " (buku besar tidak, atau tidak lagi, menyimpan putusannya: begini jawaban aturan sekarang)",
    " (the ledger holds no decision, or no more: so the rules answer now)")

  static func waitsFor(_ what: String) -> Phrase { Phrase(" – menunggu \(what)", " – waits for \(what)") }

  static let keyHasKind = Phrase(
    "kunci dari --key sudah berjenis; hilangkan --kind, atau --key untuk membuat kunci baru",
    "a key taken with --key has its kind already; leave out --kind, or --key to make a new one")

  static let noDecision = Phrase(
    "node mengatakan tidak ada putusan seperti itu tentang akun ini; periksa program, siklus, dan anggotanya",
    "the node says that there is no such decision about this account; check the programme, the cycle and the person")

  static let unreadable = Phrase(
    "jawaban node ini tidak dapat dibaca; coba node lain", "this node's answer cannot be read; try another node")

  // MARK: Watching

  static func badHeard(_ file: String) -> Phrase {
    Phrase(
      "\(file) tidak memuat nomor entri; hapus, maka kabar didengarkan mulai sekarang",
      "\(file) has no entry's number; remove it, and events are heard from now on")
  }
}
