import Coding
import Model
import Records

/// What the commands about credentials say.
enum CredentialPhrase {
  static let columns = [
    Phrase("no.", "no."), Phrase("nama", "label"), Phrase("untuk", "use"), Phrase("tingkat", "tier"),
    Phrase("sekali bayar", "one payment"), Phrase("sehari", "a day"), Phrase("keadaan", "standing"),
    Phrase("kunci", "key"),
  ]

  static let ownMark = Phrase("* perangkat ini", "* this device")

  static func use(_ use: CredentialUse) -> Phrase {
    switch use {
    case .device: Phrase("perangkat", "device")
    case .card: Phrase("kartu", "card")
    case .helper: Phrase("pembantu", "helper")
    }
  }

  static func tier(_ tier: Tier) -> Phrase {
    switch tier {
    case .software: Phrase("perangkat lunak", "software")
    case .platform: Phrase("sistem", "platform")
    case .hardware: Phrase("perangkat keras", "hardware")
    }
  }

  static func standing(_ credential: CredentialLeaf) -> Phrase {
    guard credential.isLive else { return Phrase("dicabut", "removed") }
    return credential.isReportedLost ? Phrase("dilaporkan hilang", "reported lost") : Phrase("berlaku", "live")
  }

  static let longLabel = Phrase("nama paling panjang 24 byte", "a label has 24 bytes at most")

  static let tooManyCategories = Phrase(
    "paling banyak \(HelperTerms.mostCategories) kategori", "at most \(HelperTerms.mostCategories) categories")

  static let badProof = Phrase(
    "bukti kunci itu tidak terbaca; salin seluruh baris dari 'salur wallet prove' di perangkat baru",
    "that proof cannot be read; copy the whole line 'salur wallet prove' printed on the new device")

  static let wrongProof = Phrase(
    "bukti kunci itu tidak cocok: diubah, atau dibuat untuk jaringan lain; buat lagi di perangkat baru",
    "that proof does not fit: it was altered, or made for another network; make it again on the new device")

  static func otherAccount(_ account: AccountNumber) -> Phrase {
    Phrase(
      "bukti itu dibuat untuk akun lain; buat lagi dengan --account \(account)",
      "that proof was made for another account; make it again with --account \(account)")
  }
}
