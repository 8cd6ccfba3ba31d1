import Audit
import Model

/// What the audit commands say.
enum AuditPhrase {
  static let brokenOff = Phrase(
    "Audit dihentikan sebelum selesai; tidak ada yang berubah.",
    "The audit was stopped before its end; nothing changed.")
  static let auditing = Phrase("Mengaudit blok", "Auditing blocks")

  // MARK: Verification

  static let network = Phrase("Jaringan", "Network")
  static let blocks = Phrase("Blok", "Blocks")
  static let unreplayed = Phrase("Blok yang tidak dapat dihitung ulang", "Blocks that could not be recomputed")
  static let entries = Phrase("Entri", "Entries")
  static let commands = Phrase("Perintah", "Commands")
  static let signatures = Phrase("Tanda tangan diperiksa", "Signatures verified")
  static let skipped = Phrase("dilewati", "skipped")
  static let sealed = Phrase("Data tertutup", "Sealed records")
  static let erased = Phrase("Dihapus, tidak dihitung ulang", "Erased, not recomputed")
  static let notOpened = Phrase("Tidak dibuka, tanpa kunci brankas", "Not opened, without the vault's key")
  static let unnamed = Phrase("Data di brankas yang tidak disebut blok mana pun", "Vault records that no block names")
  static let toForget = Phrase(
    "Cuplikan lama yang masih harus dihapus", "Old snapshots that have still to go after an erasure")
  static let adopted = Phrase("Keputusan yang diambil dari catatan", "Recorded decisions adopted")
  static let adoptedRefusals = Phrase("Penolakan yang diambil dari catatan", "Recorded refusals adopted")
  static let readings = Phrase("Pembacaan data pribadi yang tercatat", "Readings of private data on record")
  static let checkpoints = Phrase("Titik periksa dibandingkan", "Checkpoints compared")
  static let stateRoot = Phrase("Akar keadaan", "State root")
  static let logRoot = Phrase("Akar log", "Log root")
  static let unfinished = Phrase("Blok yang belum selesai ditulis", "Block that was still being written")
  static let time = Phrase("Waktu", "Time")
  static let clean = Phrase("Tidak ada temuan.", "No findings.")

  static func seconds(_ seconds: Double, perSecond: Double, _ language: Language) -> String {
    let (seconds, rate) = (language.decimal(seconds), language.number(Int64(perSecond)))
    return Phrase("\(seconds) detik, \(rate) entri per detik", "\(seconds) seconds, \(rate) entries a second")
      .text(language)
  }

  static func dirty(_ count: UInt64, _ language: Language) -> Phrase {
    let number = language.number(count)
    return Phrase("\(number) temuan.", count == 1 ? "1 finding." : "\(number) findings.")
  }

  static func closed(_ count: UInt64, _ language: Language) -> Phrase {
    let number = language.number(count)
    return Phrase(
      "Tanpa kunci brankas \(number) data tertutup tidak dibuka: berkas, rantai, entri dan titik periksa diperiksa, tetapi "
        + "apa yang mengikuti dari data itu tidak dihitung ulang. Berikan kuncinya dengan --vault-key-file untuk audit penuh.",
      "Without the vault's key \(number) sealed records were not opened: files, order, entries and checkpoints were "
        + "checked, but what follows from those records was not recomputed. Give the key with --vault-key-file for a "
        + "whole audit.")
  }

  static func more(_ count: UInt64, _ language: Language) -> Phrase {
    Phrase("… dan \(language.number(count)) temuan lagi", "… and \(language.number(count)) findings more")
  }

  static func severity(_ severity: Finding.Severity) -> Phrase {
    switch severity {
    case .grave: Phrase("BERAT", "GRAVE")
    case .incomplete: Phrase("TIDAK LENGKAP", "INCOMPLETE")
    }
  }

  // MARK: Errors

  static func error(_ error: AuditError) -> Phrase {
    switch error {
    case .noNode(let path):
      Phrase(
        "\(path) bukan direktori data sebuah node: tidak ada genesis.cbor di dalamnya; periksa --data",
        "\(path) is not a node's data directory: there is no genesis.cbor in it; check --data")
    case .storage(let error): error.phrase
    case .vaultKey(let error): error.phrase
    case .finding(let finding): Phrase(finding.text(.indonesian), finding.text(.english))
    case .noDecision(let entry):
      Phrase(
        "entri \(entry) bukan pencairan dana; lihat isinya dengan 'salur audit entry \(entry)'",
        "entry \(entry) is no disbursement; see what it is with 'salur audit entry \(entry)'")
    case .noSuchEntry(let entry, let size):
      size == 0
        ? Phrase("log belum berisi entri", "the log has no entries yet")
        : Phrase(
          "log tidak punya entri \(entry); yang terakhir adalah \(size - 1)",
          "the log has no entry \(entry); the last one is \(size - 1)")
    }
  }

  static func unknownSeries(_ name: String, known: [String]) -> Phrase {
    let list = known.joined(separator: ", ")
    return known.isEmpty
      ? Phrase("belum ada program di buku besar ini", "there is no programme on this ledger yet")
      : Phrase("program \(name) tidak dikenal; yang ada: \(list)", "there is no programme \(name); there are: \(list)")
  }

  // MARK: The report

  static let region = Phrase("Wilayah", "Region")
  static let families = Phrase("Keluarga", "Families")
  static let entitled = Phrase("Hak", "Entitled")
  static let paid = Phrase("Dibayar", "Paid")
  static let spent = Phrase("Dibelanjakan", "Spent")
  static let returned = Phrase("Kembali", "Returned")
  static let held = Phrase("Di dompet", "In wallets")
  static let total = Phrase("Jumlah", "Total")
  static let nowhere = Phrase("Tanpa wilayah", "No region")
  static let funded = Phrase("Dana masuk", "Funded")
  static let unspent = Phrase("Sisa dana program", "Left in the fund")
  static let toTreasury = Phrase("Kembali ke kas negara", "Back to the treasury")
  static let unaccounted = Phrase("Tidak terjelaskan", "Unaccounted")
  static let movedBy = Phrase("Digerakkan oleh", "Moved by")
  static let owner = Phrase("  pemilik sendiri", "  the owner")
  static let helper = Phrase("  pendamping", "  a helper")
  static let agent = Phrase("  agen", "  an agent")
  static let refunded = Phrase("  dikembalikan toko", "  given back by shops")
  static let waiting = Phrase("  belum siapa pun, dompet berpemilik", "  nobody yet, wallet claimed")
  static let unclaimed = Phrase("  belum siapa pun, dompet belum diambil", "  nobody yet, wallet unclaimed")
  static let dirtyReport = Phrase(
    "Pengulangan menemukan kejanggalan; jalankan `salur audit verify` sebelum mengutip angka ini.",
    "The replay has findings; run `salur audit verify` before quoting these figures.")

  // MARK: One entry

  static let entry = Phrase("Entri", "Entry")
  static let block = Phrase("Blok", "Block")
  static let kind = Phrase("Jenis", "Kind")
  static let sealedEntry = Phrase("tertutup", "sealed")
  static let commitment = Phrase("Komitmen", "Commitment")
  static let opening = Phrase("Pembuka", "Opening")
  static let noOpening = Phrase("tidak ada yang cocok", "none that fits")
  static let fits = Phrase("cocok dengan entri", "opens the entry")
  static let content = Phrase("Isi", "Content")
  static let leaf = Phrase("Sidik daun", "Leaf hash")
  static let proof = Phrase("Bukti", "Proof")
  static let root = Phrase("Akar", "Root")

  static func proof(hashes: Int, size: UInt64, holds: Bool, isPublished: Bool, _ language: Language) -> String {
    let size = language.number(size)
    let head =
      isPublished
      ? Phrase("titik periksa bertanda tangan atas \(size) entri", "the signed checkpoint over \(size) entries")
      : Phrase(
        "log di sini, \(size) entri (belum diumumkan)", "the log here, \(size) entries (not published yet)")
    let verdict = holds ? Phrase("sah", "holds") : Phrase("tidak sah", "does not hold")
    return Phrase(
      "\(hashes) sidik ke \(head.indonesian): \(verdict.indonesian)",
      "\(hashes) hashes to \(head.english): \(verdict.english)"
    ).text(language)
  }
}
