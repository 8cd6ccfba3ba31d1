import Coding
import Model

// What each finding means, in the words an auditor reads.

extension Finding {
  /// One sentence with its place: `Block 12, entry 345: …`.
  public func text(_ language: Language) -> String {
    let sentence = code.words.text(language)
    let remark = detail.map { " (\($0.text(language)))" } ?? ""
    let place = place.text(language)
    return place.isEmpty ? sentence + remark : "\(place): \(sentence)\(remark)"
  }
}

extension Finding.Place {
  public func text(_ language: Language) -> String {
    let isIndonesian = language == .indonesian
    var parts: [String] = []
    if let height { parts.append("\(isIndonesian ? "blok" : "block") \(height)") }
    if let entry { parts.append("\(isIndonesian ? "entri" : "entry") \(entry)") }
    if let file {
      parts.append(offset.map { "\(file) \(isIndonesian ? "pada bita" : "at byte") \($0)" } ?? file)
    }
    return parts.joined(separator: ", ")
  }
}

extension Finding.Code {
  public var words: Words {
    let (indonesian, english) = sentences
    return Words(indonesian: Text(indonesian), english: Text(english))
  }

  private var sentences: (indonesian: String, english: String) {
    switch self {
    case .genesisUnreadable, .otherNetwork, .fileMissing, .fileUnreadable, .fileDamaged, .strayFile, .blockOutOfOrder,
      .acknowledgementUnreadable,
      .endsBelowAcknowledged, .endsBelowCheckpoint:
      files
    case .blockTime, .blockEntry, .commandRoot, .commandUnreadable, .commandImpossible, .signature: commands
    case .sealedMissing, .sealedAltered, .sealedCommitment, .erasedWithoutCommand, .notForgotten, .snapshotNotForgotten:
      sealed
    case .decision, .opening, .entry, .publicEntry, .stateRoot, .invariant: outcomes
    case .accessChain, .accessHead: readings
    case .checkpointUnreadable, .checkpointSignature, .checkpointRoot, .checkpointSize, .checkpointWitnesses: log
    }
  }

  private var files: (indonesian: String, english: String) {
    switch self {
    case .genesisUnreadable:
      ("Dokumen awal jaringan tidak dapat dibaca.", "The genesis document cannot be read.")
    case .otherNetwork:
      ("Berkas ini milik jaringan lain.", "This file belongs to another network.")
    case .fileMissing:
      ("Berkas ini tidak ada, padahal harus ada.", "This file is not there, though it must be.")
    case .fileUnreadable:
      (
        "Berkas ini tidak dapat dibaca; isinya tidak diperiksa.",
        "This file cannot be read; what is in it is not checked."
      )
    case .fileDamaged:
      (
        "Isi berkas rusak; yang sesudahnya tidak dapat diperiksa.",
        "The file is damaged; what follows cannot be checked."
      )
    case .strayFile:
      (
        "Berkas ini bukan milik node; isinya tidak diperiksa.",
        "This file is none of the node's; what is in it is not checked."
      )
    case .blockOutOfOrder:
      (
        "Blok tidak pada tempatnya; yang sesudahnya tidak dapat diperiksa.",
        "The block is not in its place; what follows cannot be checked."
      )
    case .acknowledgementUnreadable:
      ("Sejauh mana jurnal telah dijanjikan tidak dapat dibaca.", "How far the journal was promised cannot be read.")
    case .endsBelowAcknowledged:
      (
        "Jurnal berakhir sebelum blok yang sudah dijanjikan: ada yang dihilangkan.",
        "The journal ends before a block that was acknowledged: something has been removed."
      )
    default:
      (
        "Log berakhir sebelum titik periksa yang sudah diumumkan: ada yang dihilangkan.",
        "The log ends before a published checkpoint: something has been removed."
      )
    }
  }

  private var commands: (indonesian: String, english: String) {
    switch self {
    case .blockTime:
      ("Waktu blok mundur atau di luar kalender.", "The block's time goes back, or lies outside the calendar.")
    case .blockEntry:
      ("Entri blok tidak menggambarkan blok ini.", "The block entry does not describe this block.")
    case .commandRoot:
      (
        "Perintah dalam blok bukan yang dicatat log: ada yang diubah, ditambah, atau dihapus.",
        "The block's commands are not those the log commits to: some were changed, added or removed."
      )
    case .commandUnreadable:
      ("Sebuah perintah tidak dapat dibaca.", "A command cannot be read.")
    case .commandImpossible:
      ("Buku besar tidak akan pernah menerima perintah ini.", "The ledger would never have taken this command.")
    default:
      ("Tanda tangan perintah tidak sah.", "The command's signature is not valid.")
    }
  }

  private var sealed: (indonesian: String, english: String) {
    switch self {
    case .sealedMissing:
      (
        "Data tertutup hilang dari brankas tanpa pernah dihapus secara sah.",
        "Sealed data is missing from the vault, and was never erased."
      )
    case .sealedAltered:
      ("Data tertutup di brankas bukan yang ditandatangani.", "Sealed data in the vault is not what was signed for.")
    case .sealedCommitment:
      (
        "Data tertutup yang menyertai perintah bukan yang dijanjikannya.",
        "The sealed data beside the command is not what it commits to."
      )
    case .erasedWithoutCommand:
      (
        "Data dihapus dari brankas tanpa perintah penghapusan dalam log.",
        "Data was erased from the vault without an erasure on the log."
      )
    case .snapshotNotForgotten:
      (
        "Cuplikan keadaan ini masih memuat data yang sudah lama diperintahkan dihapus.",
        "This snapshot still holds data whose erasure has long been on the log."
      )
    default:
      (
        "Data yang sudah diperintahkan dihapus masih ada di brankas.",
        "Data whose erasure is on the log is still in the vault."
      )
    }
  }

  private var outcomes: (indonesian: String, english: String) {
    switch self {
    case .decision:
      ("Keputusan yang dicatat bukan yang dihasilkan aturan.", "The recorded decisions are not those the rules give.")
    case .opening:
      (
        "Tanda terima tidak membuka entrinya: diubah atau ditukar setelah masuk log.",
        "The receipt does not open its entry: it was changed or swapped after it was logged."
      )
    case .entry:
      (
        "Entri bukan yang dihasilkan aturan dari perintah-perintahnya.",
        "The entry is not what the rules make of the commands."
      )
    case .publicEntry:
      ("Entri terbuka bukan yang dihasilkan aturan.", "The public entry is not what the rules make of the commands.")
    case .stateRoot:
      (
        "Akar keadaan yang dicatat bukan yang dihasilkan dari pengulangan.",
        "The recorded state root is not the one the replay gives."
      )
    default:
      ("Keadaan melanggar janji buku besar.", "The state breaks a promise of the ledger.")
    }
  }

  private var readings: (indonesian: String, english: String) {
    switch self {
    case .accessChain:
      (
        "Rantai catatan pembacaan terputus: ada yang diubah, ditambah, dihilangkan, atau ditukar urutannya.",
        "The chain of recorded readings is broken: some were changed, added, removed or put in another order."
      )
    default:
      (
        "Pembacaan yang pernah dicatat orang lain tidak ada dalam rantai: ada yang dihilangkan atau diubah.",
        "A reading that somebody noted is not on the chain: some were removed or changed."
      )
    }
  }

  private var log: (indonesian: String, english: String) {
    switch self {
    case .checkpointUnreadable:
      ("Titik periksa tidak dapat dibaca.", "The checkpoint cannot be read.")
    case .checkpointSignature:
      (
        "Titik periksa tidak ditandatangani kunci log jaringan ini.",
        "The checkpoint is not signed by this network's log key."
      )
    case .checkpointSize:
      (
        "Ukuran titik periksa yang dijanjikan bukan ukuran titik periksanya.",
        "The size promised for the checkpoint is not the checkpoint's own."
      )
    case .checkpointWitnesses:
      (
        "Terlalu sedikit saksi jaringan ini yang ikut menandatangani titik periksa.",
        "Too few of this network's witnesses have cosigned the checkpoint."
      )
    default:
      (
        "Log di sini bukan log yang diumumkan pada titik periksa.",
        "The log here is not the one the checkpoint was published for."
      )
    }
  }
}
