import Coding
import Identity
import Model

/// What the identity services say.
enum ServicePhrase {
  static let registration = Phrase("Layanan pendaftaran", "The registration service")
  static let evaluator = Phrase("Evaluator", "The evaluator")
  static let mock = Phrase(
    "Penerbit TIRUAN (untuk percobaan saja, orang-orangnya karangan)",
    "The MOCK issuer (for trying things only, its people are made up)")

  static func listening(_ what: Phrase, host: String, port: Int) -> Phrase {
    what
      + Phrase(
        " berjalan di http://\(host):\(port); hentikan dengan Ctrl-C.",
        " is running at http://\(host):\(port); stop it with Ctrl-C.")
  }

  static func stopped(_ what: Phrase) -> Phrase { what + Phrase(" berhenti.", " has stopped.") }

  // MARK: The registration service's folder

  static func made(_ path: String, _ authority: AccountNumber) -> Phrase {
    Phrase(
      "\(path): layanan pendaftaran baru, bertindak untuk \(authority). Jalankan dengan 'salur identity service run --data \(path)'.",
      "\(path): a new registration service, acting for \(authority). Run it with 'salur identity service run --data \(path)'."
    )
  }

  static func isThere(_ path: String) -> Phrase {
    Phrase(
      "di \(path) sudah ada layanan pendaftaran; pilih folder lain",
      "there is a registration service in \(path) already; choose another folder")
  }

  static func isNot(_ path: String) -> Phrase {
    Phrase(
      "tidak ada layanan pendaftaran di \(path); buat dengan 'salur identity service new'",
      "there is no registration service in \(path); make one with 'salur identity service new'")
  }

  /// - Parameter member: of the file, which is the one at fault.
  static func damaged(_ file: String, _ member: String) -> Phrase {
    Phrase(
      "\(file): '\(member)' tidak ada atau salah bentuk; perbaiki",
      "\(file): '\(member)' is missing or not in its form; mend it")
  }

  static func strangeOfficer(_ file: String) -> Phrase {
    Phrase(
      "\(file) bukan kunci petugas otoritas identitas di dokumen genesis; sebut rekeningnya dengan --account",
      "\(file) is no key of an identity authority's officer in the genesis document; name its account with --account")
  }

  static let issuerKeys = Phrase(
    "sebut kunci penerbit dengan --issuer-key, atau nama did:web",
    "name the issuer's keys with --issuer-key, or a did:web name")

  static let oneKeyTwice = Phrase(
    "kedua kunci evaluator sama; satu lembaga saja tidak boleh dapat menghitung nullifier",
    "both evaluators' keys are the same; no agency alone may be able to compute nullifiers")

  static func badAddress(_ option: String) -> Phrase {
    Phrase(
      "'\(option)' harus alamat https, atau http di mesin ini",
      "'\(option)' must be an https address, or an http one on this machine")
  }

  static let wholeApple = Phrase(
    "--apple-app dan --apple-root disebut bersama", "--apple-app and --apple-root go together")
  static let wholeAndroid = Phrase(
    "--android-package dan --android-signer disebut bersama", "--android-package and --android-signer go together")

  // MARK: did:web

  static func didWeb(_ option: String, _ error: DIDWebError) -> Phrase {
    Phrase("\(option): ", "\(option): ") + error.phrase
  }

  static func publish(_ url: String) -> Phrase {
    Phrase("Terbitkan dokumen di atas di \(url)", "Publish the document above at \(url)")
  }
}
