import Coding

// What each rejection means, in the words a person is told.

extension Rejection {
  public var words: Words { Words(indonesian: Text(indonesian), english: Text(english)) }

  public func text(_ language: Language) -> String { language == .indonesian ? indonesian : english }

  public var english: String { table.english }
  public var indonesian: String { table.indonesian }

  private var table: (indonesian: String, english: String) {
    switch rawValue {
    case ..<200: envelope
    case ..<300: authority
    case ..<400: accounts
    case ..<500: money
    case ..<600: merchants
    case ..<700: programmes
    case ..<800: facts
    case ..<900: chain
    case ..<1000: appeals
    default: recovery
    }
  }

  private var recovery: (indonesian: String, english: String) {
    switch self {
    case .noGuardians: ("Akun ini tidak punya wali.", "The account has no guardians.")
    case .notAGuardian: ("Akun ini bukan wali yang dipilih pemiliknya.", "This is not a guardian the owner chose.")
    case .alreadySupports: ("Wali ini sudah mendukung pemulihan.", "This guardian supports a recovery already.")
    case .unknownRecovery: ("Pemulihan tidak ditemukan.", "There is no such recovery.")
    case .recoveryClosed: ("Pemulihan ini sudah berakhir.", "The recovery is over.")
    case .recoveryOpen: ("Pemulihan lain masih berjalan.", "Another recovery of the account is under way.")
    case .alreadyVetoed: ("Kunci ini sudah pernah menolak.", "This credential has objected already.")
    case .sameAgency: ("Perlu lembaga lain.", "Another agency must do this.")
    case .evidenceMismatch: ("Bukti identitasnya berbeda.", "That is not the identity credential the first agency saw.")
    case .notDisputed: ("Pemulihan ini tidak dipersengketakan.", "The recovery is not disputed.")
    case .tooManyRecoveries: ("Terlalu banyak pemulihan yang terbuka.", "Too many recoveries of the account are open.")
    default:
      (
        "Lembaga ini harus memerlukan persetujuan sedikitnya dua pejabat.",
        "The agency must be one whose acts need at least two officers."
      )
    }
  }

  private var appeals: (indonesian: String, english: String) {
    switch self {
    case .nothingToAppeal: ("Tidak ada putusan yang dapat dibanding.", "There is no such decision to appeal.")
    case .appealTooLate: ("Masa banding sudah lewat.", "The time for appeals is over.")
    case .alreadyAppealed: ("Banding atas putusan ini sudah ada.", "This decision has been appealed already.")
    case .malformedAppeal: ("Teks banding rusak atau kosong.", "The appeal's text is empty or cannot be read.")
    case .unknownAppeal: ("Banding tidak ditemukan.", "There is no such appeal.")
    case .appealClosed: ("Banding sudah dijawab.", "The appeal has been answered.")
    case .notYoursToDecide: ("Banding ini bukan wewenang lembaga ini.", "This appeal is for another agency to answer.")
    case .unknownRule: ("Program tidak punya syarat itu.", "The programme has no such rule.")
    case .noException: ("Pengecualian itu tidak diusulkan.", "That exception has not been proposed.")
    case .sameOfficer: ("Perlu petugas lain untuk menyetujui.", "Another officer must agree.")
    default:
      (
        "Terlalu banyak banding dari akun ini belum dijawab.", "Too many appeals of this account await an answer."
      )
    }
  }

  private var envelope: (indonesian: String, english: String) {
    switch self {
    case .wrongNetwork: ("Perintah untuk jaringan lain.", "The command is for another network.")
    case .unknownAccount: ("Akun tidak dikenal.", "There is no such account.")
    case .unknownCredential: ("Kunci tidak dikenal pada akun ini.", "The account has no such credential.")
    case .credentialRevoked: ("Kunci ini sudah dicabut.", "The credential has been removed.")
    case .keyChanged: ("Kunci akun sudah berganti.", "The credential's key has changed.")
    case .sequenceUsed: ("Nomor urut ini sudah terpakai.", "The sequence number has been used.")
    case .sequenceAhead: ("Perintah sebelumnya belum tercatat.", "An earlier command of this device is missing.")
    case .expired: ("Masa berlaku perintah sudah lewat.", "The command's time is over.")
    case .validTooLong: ("Masa berlaku perintah terlalu lama.", "The command is valid for longer than allowed.")
    case .accountFrozen: ("Akun sedang dibekukan.", "The account is frozen.")
    case .sealedMissing:
      ("Data tertutup yang menyertai tidak lengkap.", "Sealed data that must travel along is missing.")
    default: ("Data tertutup tidak cocok dengan perintah.", "The sealed data is not what the command commits to.")
    }
  }

  private var authority: (indonesian: String, english: String) {
    switch self {
    case .notPermitted: ("Akun ini tidak berwenang.", "This account has no authority to do that.")
    case .approvalNeeded: ("Perlu persetujuan pejabat lain.", "Other officers must approve this first.")
    case .unknownProposal: ("Usulan tidak ditemukan.", "There is no such proposal.")
    case .epochPassed: ("Susunan pejabat sudah berubah.", "The agency's officers have changed since.")
    case .alreadyApproved: ("Pejabat ini sudah menyetujui.", "This officer has approved already.")
    case .proposalExpired: ("Usulan sudah kedaluwarsa.", "The proposal has expired.")
    case .notProposable: ("Tindakan ini tidak lewat usulan.", "This is not something to propose.")
    case .notForThisCredential: ("Kunci ini tidak boleh melakukan itu.", "This credential may not do that.")
    case .tooFewOfficers: ("Pejabat yang tersisa terlalu sedikit.", "Too few officers would be left.")
    case .officerLimit: ("Batas harian petugas ini sudah tercapai.", "This officer's daily limit has been reached.")
    default: ("Terlalu banyak usulan yang masih terbuka.", "The agency has too many open proposals.")
    }
  }

  private var accounts: (indonesian: String, english: String) {
    switch self {
    case .malformedRegistration: ("Data pendaftaran rusak.", "The registration cannot be read.")
    case .personAlreadyRegistered: ("Seseorang di dalamnya sudah terdaftar.", "Somebody in it is registered already.")
    case .unknownRegion: ("Kode wilayah harus kode desa.", "The region must be a village code.")
    case .notAFamily: ("Akun ini bukan akun keluarga.", "The account is not a family's.")
    case .alreadyClaimed: ("Dompet ini sudah diambil pemiliknya.", "The wallet has been claimed already.")
    case .tooManyCredentials: ("Terlalu banyak kunci.", "The account has had too many credentials.")
    case .lastCredential: ("Kunci perangkat yang terakhir tidak dapat dicabut.", "The last device's key cannot be removed.")
    case .keyAlreadyUsed: ("Kunci ini sudah ada pada akun.", "The account has this key already.")
    case .badThreshold: ("Jumlah wali yang diperlukan tidak wajar.", "The number of guardians needed makes no sense.")
    case .notFrozen: ("Akun tidak sedang dibekukan.", "The account is not frozen.")
    case .alreadyErased: ("Datanya sudah dihapus.", "Its data has been erased already.")
    case .batchEmpty: ("Kumpulan data kosong.", "The batch is empty.")
    case .batchTooLarge: ("Kumpulan data terlalu besar.", "The batch has too many rows.")
    case .batchRootMismatch: ("Isi kumpulan tidak cocok dengan akarnya.", "The batch's rows do not lead to its root.")
    case .limitTooHigh:
      ("Batas melebihi yang boleh untuk kunci ini.", "The limit is above what this credential may have.")
    case .notYourFreeze: ("Hanya yang membekukan dapat mencairkan.", "Only who froze the account may lift the freeze.")
    case .frozenRecently: ("Wali baru saja membekukan akun ini.", "A guardian has frozen the account not long ago.")
    case .unknownPerson: ("Orang itu tidak terdaftar.", "There is no such person.")
    case .malformedCorrection: ("Nomor lama dan baru sama.", "The old and the new number are the same.")
    case .tierNotHigher: ("Tingkat kunci tidak naik.", "The credential's tier would not rise.")
    default: ("Data perubahan keluarga rusak.", "The family change cannot be read.")
    }
  }

  private var money: (indonesian: String, english: String) {
    switch self {
    case .amountNotPositive: ("Jumlah harus lebih dari nol.", "The amount must be more than zero.")
    case .insufficientFunds: ("Saldo tidak cukup.", "There is not enough money.")
    case .voucherNotAccepted: ("Bantuan ini tidak boleh dibelanjakan di sini.", "This benefit may not be spent here.")
    case .notAMerchant: ("Akun ini bukan toko.", "The account is not a shop's.")
    case .merchantSuspended: ("Toko ini sedang ditangguhkan.", "The shop is suspended.")
    case .merchantUnlicensed: ("Toko ini belum berizin.", "The shop has no licence.")
    case .ownShop: ("Tidak boleh berbelanja di toko sendiri.", "One cannot spend in one's own shop.")
    case .sameAccount: ("Akun asal dan tujuan sama.", "Both accounts are the same.")
    case .basketMismatch: ("Isi keranjang tidak sesuai jumlahnya.", "The basket does not add up to the amount.")
    case .unknownPayment: ("Pembayaran tidak ditemukan.", "There is no such payment.")
    case .notYourPayment: ("Pembayaran itu bukan untuk toko ini.", "That payment was not to this shop.")
    case .refundTooLarge: ("Pengembalian melebihi sisa pembayaran.", "The refund is more than is left of the payment.")
    case .refundTooLate: ("Masa pengembalian sudah lewat.", "The time for refunds is over.")
    case .notACashAgent: ("Toko ini bukan agen tunai.", "The shop is not a cash agent.")
    case .feeTooHigh: ("Biaya melebihi batas program.", "The fee is above the programme's limit.")
    case .amountOverflow: ("Jumlah terlalu besar.", "The amount is too large.")
    case .recipientNotAPerson: ("Penerima bukan keluarga.", "The recipient is not a family.")
    case .unknownSettlement: ("Permintaan penyelesaian tidak ditemukan.", "There is no such settlement request.")
    case .settlementClosed: ("Penyelesaian sudah selesai.", "The settlement is closed.")
    case .abovePaymentLimit:
      ("Melebihi batas sekali bayar kunci ini.", "That is above this credential's limit for one payment.")
    case .aboveDayLimit: ("Melebihi batas belanja hari ini.", "That is above what may still be spent today.")
    case .notForHelper: ("Pembantu tidak boleh membayar di toko ini.", "The helper may not pay at a shop of this kind.")
    default: ("Penerimaan toko tidak cukup.", "The shop's takings are too small.")
    }
  }

  private var merchants: (indonesian: String, english: String) {
    switch self {
    case .malformedShop: ("Data toko tidak lengkap.", "The shop's record is incomplete.")
    default: ("Pemilik toko tidak dikenal.", "The shop's owner is unknown.")
    }
  }

  private var programmes: (indonesian: String, english: String) {
    switch self {
    case .malformedProgramme: ("Dokumen program rusak.", "The programme document cannot be read.")
    case .programmeInvalid: ("Aturan program tidak lolos pemeriksaan.", "The programme's rules do not pass the check.")
    case .alreadyProposed: ("Program ini sudah diusulkan.", "The programme has been proposed already.")
    case .unknownProgramme: ("Program tidak dikenal.", "There is no such programme.")
    case .alreadyActive: ("Program sudah berlaku.", "The programme is active already.")
    case .seriesTaken: ("Seri ini sudah punya program berlaku.", "The series has an active programme.")
    case .unknownSeries: ("Seri program tidak dikenal.", "There is no such series.")
    case .fundCapExceeded: ("Melebihi pagu program.", "That would exceed the programme's cap.")
    case .alreadyRetired: ("Program sudah diakhiri.", "The programme has been retired.")
    case .unknownCycle: ("Siklus tidak dikenal.", "There is no such cycle.")
    case .cycleNotHoldable: ("Siklus ini tidak dapat ditahan lagi.", "The cycle cannot be held any more.")
    case .holdTooLong: ("Penahanan paling lama tujuh hari.", "A hold lasts seven days at most.")
    case .notSuperseding: ("Program itu tidak dapat menggantikan.", "That programme cannot take over.")
    case .fundTooSmall: ("Dana program tidak cukup.", "The programme's fund is too small.")
    case .fundStillOwed: ("Dana masih terutang kepada penerima.", "The fund is still owed to recipients.")
    case .seriesNotYours: ("Seri ini milik lembaga lain.", "The series belongs to another agency.")
    default: ("Terlalu banyak dokumen yang belum disetujui.", "Too many of the agency's documents await approval.")
    }
  }

  private var facts: (indonesian: String, english: String) {
    switch self {
    case .malformedSchema: ("Skema fakta rusak.", "The fact schema makes no sense.")
    case .schemaExists: ("Skema itu sudah ada.", "The schema exists already.")
    case .unknownSchema: ("Skema fakta tidak dikenal.", "There is no such fact schema.")
    case .schemaNotYours: ("Lembaga ini bukan sumber fakta itu.", "This agency is not a source of such facts.")
    case .malformedFact: ("Fakta tidak sesuai skemanya.", "The fact does not fit its schema.")
    case .unknownSubject: ("Subjek fakta tidak dikenal.", "The fact is about nobody known.")
    case .memberNotInFamily: ("Ada anggota yang bukan keluarga ini.", "A member does not belong to the family.")
    case .validityInverted: ("Masa berlaku fakta terbalik.", "The fact ends before it begins.")
    case .alreadyAttested: ("Fakta ini sudah dinyatakan.", "The fact has been attested already.")
    case .unknownFact: ("Fakta tidak ditemukan.", "There is no such fact.")
    case .factErased: ("Fakta sudah dihapus.", "The fact has been erased.")
    case .notAnEvent: ("Skema itu bukan skema peristiwa.", "The schema is not about events.")
    case .malformedEvent: ("Peristiwa tidak sesuai skemanya.", "The event does not fit its schema.")
    case .eventRegionsMissing: ("Wilayah peristiwa tidak disebut.", "The event names no region.")
    case .unknownEvent: ("Peristiwa tidak ditemukan.", "There is no such event.")
    case .factNotYours: ("Fakta itu dinyatakan lembaga lain.", "Another agency attested that fact.")
    default: ("Terlalu banyak fakta tentang subjek ini.", "There are too many facts about this subject.")
    }
  }

  private var chain: (indonesian: String, english: String) {
    switch self {
    case .badParameters: ("Parameter tidak masuk akal.", "The parameters make no sense.")
    case .badOfficers: ("Susunan pejabat tidak sah.", "The list of officers is not valid.")
    case .unknownProtocol: ("Versi protokol tidak dikenal.", "The protocol version is unknown.")
    case .heightPassed: ("Ketinggian itu sudah lewat.", "That height has passed.")
    default: ("Waktu itu tidak di depan jam buku besar.", "That time is not ahead of the ledger's clock.")
    }
  }
}
