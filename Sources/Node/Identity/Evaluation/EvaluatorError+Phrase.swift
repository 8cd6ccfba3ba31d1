import Coding
import Platform

extension EvaluatorError {
  /// What happened, and what to do about it.
  public var phrase: Phrase {
    switch self {
    case .tooLong(let count):
      Phrase("permintaan berisi \(count) bita, terlalu panjang", "the request has \(count) bytes, which is too long")
    case .malformed:
      Phrase(
        "berkas itu bukan permintaan evaluasi; buat dengan 'salur identity nullifier'",
        "the file is no request for an evaluation; make one with 'salur identity nullifier'")
    case .unknownOfficer:
      Phrase(
        "permintaan tidak ditandatangani petugas yang terdaftar di evaluator.json",
        "the request is signed by no officer registered in evaluator.json")
    case .keyVersion(let expected, let found):
      Phrase(
        "permintaan untuk kunci versi \(found), tetapi kunci di sini versi \(expected)",
        "the request is for key version \(found), but the key here is version \(expected)")
    case .stale:
      Phrase(
        "waktu permintaan berselisih lebih dari sepuluh menit; periksa jam kedua mesin dan minta lagi",
        "the request's time is more than ten minutes off; check both machines' clocks and ask again")
    case .replayed: Phrase("permintaan ini sudah pernah dijawab", "this request has been answered before")
    case .limit(let count):
      Phrase(
        "petugas ini sudah mencapai batas \(count) orang per jam; tunggu",
        "this officer has reached the limit of \(count) people an hour; wait")
    case .dailyLimit(let count):
      Phrase(
        "petugas ini sudah mencapai batas \(count) orang per hari; tunggu",
        "this officer has reached the limit of \(count) people a day; wait")
    case .notAPoint:
      Phrase("permintaan memuat titik yang tidak ada di kurva P-384", "the request has a point that is not on P-384")
    case .damagedLog(let record):
      Phrase(
        "catatan evaluasi rusak pada baris \(record): pulihkan dari salinan dan selidiki",
        "the log of evaluations is damaged at record \(record): restore it from a copy, and find out why")
    case .storage(let error): error.phrase
    }
  }
}

extension EvaluatorFolderError {
  public var phrase: Phrase {
    switch self {
    case .isThere(let path):
      Phrase(
        "di \(path) sudah ada evaluator; pilih folder lain",
        "there is an evaluator in \(path) already; choose another folder")
    case .isNot(let path):
      Phrase(
        "tidak ada evaluator di \(path); buat dengan 'salur identity evaluator'",
        "there is no evaluator in \(path); make one with 'salur identity evaluator'")
    case .damaged(let file):
      Phrase("\(file) tidak dapat dibaca; pulihkan dari salinan", "\(file) cannot be read; restore it from a copy")
    case .officer(let file):
      Phrase(
        "\(file): setiap petugas ditulis sebagai did:key", "\(file): every officer is written as a did:key")
    case .passphrase(let file):
      Phrase(
        "kata sandi salah, atau \(file) berubah", "the passphrase is wrong, or \(file) was altered")
    case .cannotSeal: Phrase("kunci tidak dapat disegel", "the key cannot be sealed")
    case .storage(let error): error.phrase
    case .evaluator(let error): error.phrase
    }
  }
}

extension NullifierError {
  public var phrase: Phrase {
    switch self {
    case .nobody:
      Phrase("tidak ada NIK; sebutkan paling sedikit satu", "there is no national number; give one at least")
    case .tooMany(let count):
      Phrase(
        "ada \(count) NIK; paling banyak \(BlindedNumbers.maximumCount) sekaligus",
        "there are \(count) national numbers; \(BlindedNumbers.maximumCount) at most at once")
    case .twice: Phrase("satu NIK tertulis dua kali; sisakan satu", "one national number stands there twice; keep one")
    case .cannotBlind: Phrase("NIK tidak dapat dibutakan", "the national number cannot be blinded")
    case .keyVersion(let role, let expected, let found):
      Phrase(
        "jawaban lembaga \(role.number) dari kunci versi \(found), bukan \(expected)",
        "agency \(role.number)'s answer is from key version \(found), not \(expected)")
    case .count(let role):
      Phrase(
        "jawaban lembaga \(role.number) bukan untuk permintaan ini",
        "agency \(role.number)'s answer is not to this request")
    case .malformed(let role):
      Phrase(
        "jawaban lembaga \(role.number) tidak dapat dibaca", "agency \(role.number)'s answer cannot be read")
    case .proof(let role):
      Phrase(
        "jawaban lembaga \(role.number) tidak dibuat dengan kunci yang diumumkannya: tolak dan laporkan",
        "agency \(role.number)'s answer was not made with its published key: refuse it and report it")
    }
  }
}

extension EvaluatorRole {
  fileprivate var number: UInt8 { rawValue }
}
