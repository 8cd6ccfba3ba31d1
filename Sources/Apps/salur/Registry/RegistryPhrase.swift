import Model

/// What the registry commands say.
enum RegistryPhrase {
  static let generating = Phrase("Membuat keluarga", "Making families")
  static let registering = Phrase("Mendaftarkan keluarga", "Registering families")
  static let families = Phrase("keluarga", "families")
  static let people = Phrase("orang", "people")
  static let province = Phrase("provinsi", "province")
  static let all = Phrase("semua", "all")

  static func noIdentity(_ name: String) -> Phrase {
    Phrase(
      "\(name) bukan lembaga identitas dan tidak boleh mendaftarkan keluarga; berikan kunci petugasnya dengan --key",
      "\(name) is no identity authority and may not register families; give the key of an officer of one with --key")
  }

  static func noSource(_ name: String, _ schema: String) -> Phrase {
    Phrase(
      "\(name) bukan sumber fakta \(schema); berikan kunci petugas sumbernya dengan --source-key",
      "\(name) is no source of facts \(schema); give the key of an officer of one with --source-key")
  }

  static func schemaNotRegistered(_ schema: String) -> Phrase {
    Phrase(
      "skema \(schema) belum ada di buku besar ini; daftarkan dengan 'salur schema register'",
      "schema \(schema) is not on this ledger yet; put it there with 'salur schema register'")
  }

  static func otherFamily(_ card: UInt64, _ account: AccountNumber) -> Phrase {
    Phrase(
      "keluarga \(card) memuat orang yang sudah terdaftar dalam keluarga lain, \(account); perbaiki berkasnya",
      "family \(card) has people who are registered in another family, \(account); correct the file")
  }

  static func registered(_ upload: RegistryUpload, _ language: Language) -> Phrase {
    let (done, there) = (language.number(upload.done), language.number(upload.alreadyRegistered))
    let attested = language.number(upload.alreadyAttested)
    return Phrase(
      "\(done) keluarga ada di buku besar; \(there) sudah terdaftar sebelumnya, \(attested) sudah punya fakta dari hari itu.",
      "\(done) families are on the ledger; \(there) were registered before, \(attested) had facts from that day already."
    )
  }

  static func noFamilySchema(_ name: String) -> Phrase {
    Phrase(
      "skema '\(name)' bukan skema keluarga dengan satu daftar anggota; pilih yang lain dengan --schema",
      "schema '\(name)' is no schema of families with one list of members; choose another with --schema")
  }

  static func written(_ file: String, families: String, people: String) -> Phrase {
    Phrase(
      "\(file): \(families) keluarga, \(people) orang", "\(file): \(families) families, \(people) people")
  }

  static func good(_ file: String) -> Phrase {
    Phrase("\(file) dapat dibaca seluruhnya.", "All of \(file) can be read.")
  }
}
