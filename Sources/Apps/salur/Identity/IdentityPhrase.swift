import Coding
import Identity
import Signing

/// What the identity commands say.
enum IdentityPhrase {
  // MARK: Options

  static func noDID(_ option: String, _ text: String, _ error: CodingError) -> Phrase {
    Phrase(
      "'\(option) \(text)' bukan did:key: \(error.description)",
      "'\(option) \(text)' is no did:key: \(error.description)")
  }

  static func notP256(_ option: String) -> Phrase {
    Phrase(
      "'\(option)' bukan kunci p256; buat dengan 'salur key new --kind p256'",
      "'\(option)' is no p256 key; make one with 'salur key new --kind p256'")
  }

  static func wrongKind(_ file: String) -> Phrase {
    Phrase(
      "\(file) bukan kunci p256; kredensial ditandatangani dengan ES256. Buat dengan 'salur key new --kind p256'",
      "\(file) is no p256 key; credentials are signed with ES256. Make one with 'salur key new --kind p256'")
  }

  static func noChallenge(_ text: String) -> Phrase {
    Phrase(
      "'\(text)' bukan pertanyaan layanan pendaftaran: 64 digit heksadesimal",
      "'\(text)' is no challenge of a registration service: 64 hexadecimal digits")
  }

  static let whichNonce = Phrase(
    "sebut pertanyaannya: dengan --nonce, atau dengan --challenge dan --network",
    "name the question: with --nonce, or with --challenge and --network")
  static let whichKey = Phrase("sebut satu kunci: --key atau --wallet", "name one key: --key or --wallet")
  static let issuerKeys = Phrase(
    "sebut satu sampai delapan kunci penerbit dengan --issuer-key, atau nama did:web",
    "name one to eight keys of the issuer with --issuer-key, or a did:web name")

  // MARK: Credentials

  static func noClaims(_ file: String) -> Phrase {
    Phrase(
      "\(file) bukan objek JSON dengan klaim, seperti {\"over_6\": true}",
      "\(file) is no JSON object of claims, such as {\"over_6\": true}")
  }

  static func reserved(_ name: String) -> Phrase {
    Phrase(
      "klaim '\(name)' diisi oleh perintah ini sendiri; hapus dari berkas",
      "this command writes the claim '\(name)' itself; remove it from the file")
  }

  static func notFlat(_ name: String) -> Phrase {
    Phrase(
      "klaim '\(name)' harus teks, angka, ya/tidak atau daftar",
      "the claim '\(name)' must be text, a number, true or false, or a list"
    )
  }

  static func tooManyClaims(_ count: Int) -> Phrase {
    Phrase(
      "ada \(count) klaim; paling banyak \(UnverifiedCredential.maximumDisclosures)",
      "there are \(count) claims; \(UnverifiedCredential.maximumDisclosures) at most")
  }

  static func issued(_ file: String, _ claims: [String], _ days: Int64, _ language: Language) -> Phrase {
    let names = claims.joined(separator: ", ")
    return Phrase(
      "\(file): kredensial untuk \(language.number(days)) hari, dengan \(names). Berikan kepada pemegangnya saja.",
      "\(file): a credential for \(Language.counted(days, "day", "days")), with \(names). Give it to its holder alone.")
  }

  static func presented(_ file: String, _ names: [String], hidden: [String]) -> Phrase {
    let shown = names.joined(separator: ", ")
    let rest = hidden.isEmpty ? "–" : hidden.joined(separator: ", ")
    return Phrase(
      "\(file): menunjukkan \(shown); tetap tersembunyi: \(rest).", "\(file): shows \(shown); still hidden: \(rest).")
  }

  static let holder = Phrase("pemegang", "holder")
  static let verified = Phrase(
    "Kredensial, pemegang, tujuan dan pertanyaannya cocok.", "Credential, holder, audience and question fit.")

  // MARK: Evaluators

  static let version = Phrase("versi kunci", "key version")
  static let limits = Phrase("batas per petugas", "limits for an officer")
  static let evaluations = Phrase("evaluasi tercatat", "evaluations logged")
  static let logHead = Phrase("kepala catatan", "log's head")

  static func limits(_ limits: Evaluator.Limits, _ language: Language) -> Phrase {
    let (hour, day) = (language.number(limits.perHour), language.number(limits.perDay))
    return Phrase("\(hour) orang per jam, \(day) per hari", "\(hour) people an hour, \(day) a day")
  }

  static func people(_ count: Int, _ language: Language) -> Phrase {
    Phrase("\(language.number(count)) orang", Language.counted(count, "person", "people"))
  }

  static func evaluatorMade(_ path: String, _ version: UInt8) -> Phrase {
    Phrase(
      "\(path): kunci baru versi \(version); di atas bagian umumnya, untuk layanan pendaftaran. Tanpa folder ini dan kata sandinya tidak ada nullifier yang dapat dihitung lagi.",
      "\(path): a new key of version \(version); its public part is above, for the registration service. Without this folder and its passphrase no nullifier can be computed again."
    )
  }

  static func evaluated(_ file: String, _ count: Int, _ head: Digest, _ language: Language) -> Phrase {
    Phrase(
      "\(file): jawaban untuk \(language.number(count)) orang. Kepala catatan: \(head)",
      "\(file): the answer for \(Language.counted(count, "person", "people")). The log's head: \(head)")
  }

  static func logStands(_ head: Digest) -> Phrase {
    Phrase("Kepala catatan: \(head)", "The log's head: \(head)")
  }

  static let answersAreBytes = Phrase(
    "jawaban bukan teks; sebut sebuah berkas dengan --out", "answers are no text; name a file with --out")

  // MARK: Nullifiers

  static func noEvaluatorKey(_ option: String) -> Phrase {
    Phrase(
      "'\(option)' bukan kunci umum evaluator: 98 digit heksadesimal dari 'salur identity evaluator new'",
      "'\(option)' is no evaluator's public key: 98 hexadecimal digits from 'salur identity evaluator new'")
  }

  static let oneKeyTwice = Phrase(
    "kedua kunci sama; satu lembaga saja tidak boleh dapat menghitung nullifier",
    "both keys are the same; no agency alone may be able to compute nullifiers")

  static func inLine(_ file: String, _ line: Int, _ phrase: Phrase) -> Phrase {
    Phrase("\(file), baris \(line): \(phrase.indonesian)", "\(file), line \(line): \(phrase.english)")
  }

  static func answersAreThere(_ file: String) -> Phrase {
    Phrase(
      "\(file) dari permintaan sebelumnya masih ada; hapus, atau pilih folder lain",
      "\(file) is still there from an earlier request; remove it, or choose another folder")
  }

  static func waiting(_ folder: String) -> Phrase {
    Phrase(
      "Menunggu jawaban kedua lembaga di \(folder): first.evaluation dan second.evaluation …",
      "Waiting for both agencies' answers in \(folder): first.evaluation and second.evaluation …")
  }

  static func noAnswer(_ file: String) -> Phrase {
    Phrase(
      "\(file) tidak datang pada waktunya; mintalah lembaga itu menjawab, lalu mulai lagi",
      "\(file) did not come in time; have the agency answer, and begin again")
  }

  static func noEvaluation(_ file: String) -> Phrase {
    Phrase("\(file) bukan jawaban evaluator", "\(file) is no evaluator's answer")
  }
}
