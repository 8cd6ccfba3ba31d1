import Coding

extension EnrolmentError {
  /// What happened, and what to do about it.
  public var phrase: Phrase {
    switch self {
    case .challenge(let error): error.phrase
    case .credential(let error): error.phrase
    case .claim(let name):
      Phrase(
        "klaim '\(name)' tidak ditunjukkan atau tidak dapat dibaca; tunjukkan lagi dengan klaim itu",
        "the claim '\(name)' is not shown or cannot be read; present the credential again with it")
    case .tooYoung:
      Phrase(
        "anak di bawah enam tahun tidak memegang dompet; orang tuanya yang mendaftar",
        "nobody under six holds a wallet; a parent registers")
    case .familySize(let credential, let card):
      Phrase(
        "kredensial menyebut \(credential) orang, kartu keluarga \(card); minta kredensial baru",
        "the credential says \(credential) people, the family card \(card); get a new credential")
    case .nullifier(let error): error.phrase
    case .otherFamily:
      Phrase("rekening itu dibuka untuk keluarga lain", "that account was opened for another family")
    case .possession(let error):
      Phrase(
        "pemohon tidak membuktikan bahwa kunci itu ada padanya: \(error.description)",
        "the applicant has not proved to hold the key: \(error.description)")
    }
  }
}
