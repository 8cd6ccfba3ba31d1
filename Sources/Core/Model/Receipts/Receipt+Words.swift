import Coding

// What each kind of entry means to whom it concerns, in the words a person is told.

extension Receipt {
  /// - Parameter reader: whose history it stands in: what one account gives, the other is given.
  public func phrase(for reader: AccountNumber) -> Phrase {
    let isOthers = other == reader && account != reader
    return switch kind {
    case .rejected: refusal
    case .registered: Phrase("keluarga terdaftar", "family registered")
    case .familyChanged: Phrase("data keluarga diubah", "family changed")
    case .claimed: Phrase("dompet dibuka", "wallet opened")
    case .credentialAdded: Phrase("kunci ditambahkan", "key added")
    case .credentialRemoved: Phrase("kunci dicabut", "key removed")
    case .limitsSet: Phrase("batas belanja ditetapkan", "spending limits set")
    case .credentialAttested: Phrase("tingkat kunci naik", "key's tier raised")
    case .personCorrected: Phrase("nomor seorang anggota diperbaiki", "a member's number corrected")
    case .helperSpent: Phrase("pembantu membayar di \(other)", "a helper paid at \(other)")
    case .recoveryStarted where other == .none:
      Phrase("kunci baru diminta dengan kartu", "new key asked for with a card")
    case .recoveryStarted: Phrase("kunci baru diminta oleh \(other)", "new key asked for by \(other)")
    case .recoveryJoined: Phrase("\(other) mendukung kunci baru", "\(other) agrees to a new key")
    case .recoveryLocked: Phrase("kunci baru akan datang jika tidak ditolak", "new key to come unless you object")
    case .recoveryVetoed: Phrase("kunci baru ditolak pemilik", "new key stopped by the owner")
    case .recoveryDisputed: Phrase("kunci baru dipersengketakan", "new key disputed")
    case .recoveryRefused: Phrase("kunci baru ditolak \(other)", "new key refused by \(other)")
    case .recovered: Phrase("kunci baru berlaku", "new key in force")
    case .recoveryLapsed: Phrase("permintaan kunci baru gugur", "request for a new key lapsed")
    case .frozen where other != .none: Phrase("akun dibekukan wali \(other)", "account frozen by guardian \(other)")
    case .guardiansSet: Phrase("wali ditetapkan", "guardians set")
    case .frozen: Phrase("akun dibekukan", "account frozen")
    case .unfrozen: Phrase("pembekuan akun berakhir", "account no longer frozen")
    case .erased: Phrase("data pribadi dihapus", "personal data erased")
    case .factAttested: Phrase("fakta dinyatakan", "fact attested")
    case .factRetracted: Phrase("fakta ditarik kembali", "fact retracted")
    case .merchantRegistered: Phrase("toko terdaftar", "shop registered")
    case .merchantLicensed: Phrase("izin toko diberikan", "shop licensed")
    case .merchantSuspended: Phrase("izin toko dicabut sementara", "shop suspended")
    case .disbursement: Phrase("bantuan diterima", "benefit received")
    case .payment where isOthers: Phrase("dibayar oleh \(account)", "paid by \(account)")
    case .payment: Phrase("bayar di \(other)", "paid at \(other)")
    case .paymentPart: Phrase("bagian pembayaran entri \(reference)", "part of the payment of entry \(reference)")
    case .transfer where isOthers: Phrase("diterima dari \(account)", "given by \(account)")
    case .transfer: Phrase("kirim ke \(other)", "given to \(other)")
    case .refund where isOthers: Phrase("dikembalikan ke \(account)", "refunded to \(account)")
    case .refund: Phrase("uang kembali dari \(other)", "refund from \(other)")
    case .cashOut where isOthers: Phrase("tunai diserahkan ke \(account)", "cash handed to \(account)")
    case .cashOut: Phrase("tunai dari \(other)", "cash from \(other)")
    case .supplierPayment where isOthers: Phrase("pasokan dibayar \(account)", "supplies paid for by \(account)")
    case .supplierPayment: Phrase("bayar pasokan dari \(other)", "paid \(other) for supplies")
    case .settlementRequested: Phrase("pencairan ke bank diminta", "settlement to the bank requested")
    case .settlementConfirmed: Phrase("pencairan sampai di bank", "settlement arrived at the bank")
    case .settlementFailed: Phrase("pencairan gagal, uang kembali", "settlement failed, money back")
    case .expired: Phrase("kedaluwarsa, kembali ke dana program", "expired, back to the programme's fund")
    case .cashIn: Phrase("setoran sendiri", "own money in")
    case .appealFiled: Phrase("banding diajukan", "appeal filed")
    case .appealRefused: Phrase("banding ditolak", "appeal refused")
    case .appealUpheld: Phrase("banding dikabulkan, diputus lagi", "appeal upheld, to be decided again")
    case .exceptionProposed: Phrase("pengecualian diusulkan", "exception proposed")
    case .appealEscalated: Phrase("banding diteruskan ke \(other)", "appeal passed on to \(other)")
    }
  }

  private var refusal: Phrase {
    guard let rejection = Rejection(rawValue: code) else { return Phrase("ditolak (\(code))", "refused (\(code))") }
    return Phrase("ditolak: \(rejection.indonesian)", "refused: \(rejection.english)")
  }
}
