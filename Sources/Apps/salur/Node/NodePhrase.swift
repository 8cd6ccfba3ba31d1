import Engine
import Model
import Presentation
import Transparency

/// What the node commands say.
enum NodePhrase {
  static let replaying = Phrase("Memutar ulang blok", "Replaying blocks")
  static let stopped = Phrase(
    "Node berhenti. Yang sudah dijawab tersimpan di disk.", "The node has stopped. Whatever was answered is on disk.")

  static func listening(host: String, port: Int) -> Phrase {
    Phrase(
      "Node berjalan di http://\(host):\(port); hentikan dengan Ctrl-C.",
      "The node is running at http://\(host):\(port); stop it with Ctrl-C.")
  }

  static let oneOutput = Phrase(
    "keluaran standar tidak dapat memuat titik periksa dan JSON sekaligus; pakai salah satu",
    "the standard output cannot hold both the checkpoint and JSON; use one of them")

  // MARK: Showing

  static let network = Phrase("jaringan", "network")
  static let networkID = Phrase("id jaringan", "network id")
  static let verifierKey = Phrase("kunci pemeriksa log", "log's verifier key")
  static let witness = Phrase("saksi", "witness")
  static let checkpoint = Phrase("titik periksa", "checkpoint")
  static let noCheckpoint = Phrase(
    "belum ada titik periksa yang diumumkan; node yang berjalan mengumumkannya",
    "no checkpoint has been published yet; a running node publishes them")

  static func checkpoint(_ checkpoint: Checkpoint?, _ language: Language) -> String {
    guard let checkpoint else { return Phrase("belum ada", "none yet").text(language) }
    let size = language.number(checkpoint.size)
    return Phrase("\(size) entri, akar \(checkpoint.root)", "\(size) entries, root \(checkpoint.root)").text(language)
  }

  static func exported(_ path: String) -> Phrase {
    Phrase(
      "\(path): titik periksa terbaru. Simpan di tempat lain; 'salur audit verify --checkpoint' membandingkannya.",
      "\(path): the newest checkpoint. Keep it elsewhere; 'salur audit verify --checkpoint' compares the log with it.")
  }

  // MARK: Starting and stopping

  static func initialised(_ path: String, _ genesis: Genesis) -> Phrase {
    let (origin, count) = (genesis.origin, genesis.agencies.count)
    return Phrase(
      "\(path): jaringan \(origin) dengan \(count) lembaga, id \(genesis.network)",
      "\(path): network \(origin) with \(count) agencies, id \(genesis.network)")
  }

  static func keysMade(_ count: Int, in folder: String) -> Phrase {
    Phrase(
      "\(count) kunci petugas baru ada di \(folder); bagikan kepada pemiliknya dan jangan simpan salinan di sini.",
      "\(count) new officers' keys are in \(folder); hand them to their owners and keep no copies here.")
  }

  static func noKeys(_ genesis: String) -> Phrase {
    Phrase(
      "\(genesis) hanya menghitung petugas; sebutkan folder kunci mereka dengan --keys DIR, atau tulis kunci publiknya",
      "\(genesis) only counts officers; name a folder for their keys with --keys DIR, or list their public keys")
  }

  static func wrongLogKey(_ genesis: String) -> Phrase {
    Phrase(
      "kunci log yang disebut \(genesis) bukan kunci Ed25519 dari --log-key; sebutkan berkas kunci yang benar",
      "the log key that \(genesis) names is not the Ed25519 key of --log-key; name the right key file")
  }

  static func head(_ report: RecoveryReport, _ origin: String, _ language: Language, root: String) -> Phrase {
    let (height, entries) = (language.number(report.height), language.number(report.logSize))
    return Phrase(
      "\(origin): blok \(height), \(entries) entri, akar keadaan \(root)",
      "\(origin): block \(height), \(entries) entries, state root \(root)")
  }

  static func recovered(_ report: RecoveryReport, _ language: Language) -> Phrase {
    let blocks = language.number(report.replayedBlocks)
    guard let snapshot = report.snapshot else {
      return Phrase("\(blocks) blok diputar ulang dari genesis", "\(blocks) blocks replayed from genesis")
    }
    let height = language.number(snapshot)
    return Phrase(
      "\(blocks) blok diputar ulang dari cuplikan blok \(height)",
      "\(blocks) blocks replayed from the snapshot of block \(height)")
  }

  static func adopted(_ count: UInt64) -> Phrase {
    Phrase(
      "\(count) putusan diambil dari jurnal karena faktanya sudah dihapus",
      "\(count) decisions were adopted from the journal, because their facts have been erased")
  }

  static func noSnapshot(_ error: EngineError) -> Phrase {
    let reason = error.phrase
    return Phrase(
      "cuplikan tidak tertulis; node tetap berjalan: \(reason.indonesian)",
      "a snapshot was not written; the node goes on: \(reason.english)")
  }

  static func brokeOff(_ reason: String) -> Phrase {
    Phrase(
      "node berhenti karena: \(reason). Yang sudah dijawab tersimpan di disk; atasi penyebabnya, lalu jalankan lagi",
      "the node stopped: \(reason). Whatever was answered is on disk; remove the cause, then start it again")
  }

  static func clockStands(_ ledger: BlockTime, machine: BlockTime) -> Phrase {
    Phrase(
      """
      jam buku besar berhenti di \(ledger.rfc3339), jam mesin \(machine.rfc3339). Bila jam mesin benar, petugas \
      bendahara meneruskannya dengan 'salur node clock'; pembayaran tetap berjalan.
      """,
      """
      the ledger's clock stands at \(ledger.rfc3339), the machine's says \(machine.rfc3339). If the machine is right, the \
      treasury's officers let it go on with 'salur node clock'; payments go on meanwhile.
      """)
  }

  static func otherNetwork(_ path: String, found: String, expected: String) -> Phrase {
    Phrase(
      "\(path) milik jaringan \(found), bukan \(expected); pilih direktori data atau dokumen genesis yang cocok",
      "\(path) belongs to network \(found), not \(expected); choose the data directory or genesis document that fits"
    )
  }

  static func impossibleQuorum(_ quorum: Int, named: Int) -> Phrase {
    Phrase(
      "'witness_quorum' meminta \(quorum) saksi, padahal dokumen genesis menyebut \(named); tulis paling banyak \(named), atau hapus",
      "'witness_quorum' asks for \(quorum) witnesses, but the genesis document names \(named); write \(named) at most, or leave it out"
    )
  }

  static func badLine(_ problem: String) -> Phrase {
    let object = #"{"signed": …, "sealed": […]}"#
    return Phrase(
      "baris ini bukan perintah bertanda tangan: \(problem); kirim heksadesimal, base64, atau \(object)",
      "this line is no signed command: \(problem); send hexadecimal, base64, or \(object)")
  }
}
