import Coding
import Model
import Presentation
import Records

/// What the commands about guardians and recovery say.
enum RecoveryPhrase {
  static let badGuardians = Phrase(
    "sebut paling banyak \(GuardianProof.mostGuardians) akun wali yang berbeda, bukan akun sendiri, dan --threshold yang tidak lebih dari itu",
    "name at most \(GuardianProof.mostGuardians) different guardians, not your own account, and a --threshold no larger than their number"
  )

  static func invitations(_ count: Int, _ folder: String) -> Phrase {
    Phrase(
      "\(count) undangan ada di \(folder): berikan kepada tiap wali undangannya sendiri",
      "\(count) invitations are in \(folder): give each guardian its own")
  }

  static func badInvitation(_ file: String) -> Phrase {
    Phrase(
      "\(file) bukan undangan wali; minta pemilik akun mengirimnya lagi",
      "\(file) is no guardian's invitation; have the owner send it again")
  }

  static let none = Phrase("tidak ada pemulihan", "there is no recovery")

  static func kindName(_ recovery: RecoveryLeaf) -> String {
    ["guardians", "card", "reissue"][min(2, Int(recovery.kind))]
  }

  static func statusName(_ recovery: RecoveryLeaf) -> String {
    ["collecting", "locked", "disputed", "done", "vetoed", "lapsed", "refused"][min(6, Int(recovery.status))]
  }

  private static func kind(_ recovery: RecoveryLeaf) -> Phrase {
    switch recovery.kind {
    case 0: Phrase("oleh wali", "by guardians")
    case 1: Phrase("dengan kartu", "with a card")
    default: Phrase("oleh lembaga", "by agencies")
    }
  }

  static func status(_ recovery: RecoveryLeaf, _ head: AccountLeaf) -> Phrase {
    let (kind, due) = (kind(recovery), recovery.due.rfc3339)
    let prefix = Phrase(
      "pemulihan \(recovery.entry) \(kind.indonesian): ", "recovery \(recovery.entry) \(kind.english): ")
    let voices = recovery.kind == 0 ? "\(recovery.guardians)/\(head.guardianThreshold)" : ""
    switch recovery.status {
    case 0:
      return prefix
        + Phrase(
          "menunggu suara lain \(voices) sampai \(due)", "waits for other voices \(voices) until \(due)")
    case 1:
      return prefix
        + Phrase(
          "kunci baru berlaku \(due); jika bukan Anda yang meminta, jalankan 'salur wallet recover veto \(recovery.entry)'",
          "the new key comes at \(due); if you did not ask for it, run 'salur wallet recover veto \(recovery.entry)'")
    case 2: return prefix + Phrase("dipersengketakan; lembaga ketiga memutuskan", "disputed; a third agency decides")
    case 3: return prefix + Phrase("selesai", "done")
    case 4: return prefix + Phrase("ditolak pemilik", "stopped by the owner")
    case 5: return prefix + Phrase("gugur", "lapsed")
    default: return prefix + Phrase("ditolak lembaga", "refused by an agency")
    }
  }

  static func notYet(_ account: AccountNumber) -> Phrase {
    Phrase(
      "kunci perangkat ini belum berlaku untuk \(account); lihat 'salur wallet recover status' di perangkat lain",
      "this device's key may not act for \(account) yet; see 'salur wallet recover status' on another device")
  }

  static func finished(_ account: AccountNumber, _ number: UInt16) -> Phrase {
    Phrase(
      "perangkat ini memegang \(account) dengan kunci no. \(number)",
      "this device holds \(account) with credential \(number)")
  }
}
