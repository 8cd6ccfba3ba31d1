import Coding
import Model
import Presentation

/// What the registry commands say.
enum RegistryPhrase {
  static let generating = Phrase("Membuat keluarga", "Making families")
  static let registering = Phrase("Mendaftarkan keluarga", "Registering families")
  static let families = Phrase("keluarga", "families")
  static let people = Phrase("orang", "people")
  static let province = Phrase("provinsi", "province")
  static let all = Phrase("semua", "all")

  static let oneOutput = Phrase(
    "keluaran standar tidak dapat memuat daftar dan JSON sekaligus; pakai salah satu dari '--out -' dan --json",
    "the standard output cannot hold both the registry and JSON; use one of '--out -' and --json")
  static let brokenOff = Phrase(
    "Dihentikan; berkas yang belum utuh dihapus.", "Stopped; the file that was not whole is gone.")
  static let importBrokenOff = Phrase(
    "Dihentikan; yang sudah masuk buku besar tetap ada, dan impor yang sama dapat diulang.",
    "Stopped; what is on the ledger stays there, and the same import can be run again.")

  static func isThere(_ path: String) -> Phrase {
    Phrase(
      "\(path) sudah ada; pilih nama lain, atau timpa dengan --force",
      "\(path) is there already; choose another name, or replace it with --force")
  }

  static func cannotWrite(_ path: String, _ reason: String) -> Phrase {
    Phrase("tidak dapat menulis ke \(path): \(reason)", "cannot write to \(path): \(reason)")
  }

  static func noRegions(_ path: String) -> Phrase {
    Phrase(
      "daftar wilayah \(path) tidak ada di sini; jalankan dari folder proyek, atau sebutkan berkasnya dengan --regions",
      "the list of regions \(path) is not here; run from the project's folder, or name the file with --regions")
  }

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
    let registered = language.number(upload.done - upload.alreadyRegistered)
    let facts = language.number(upload.attested)
    let news = Phrase(
      "\(registered) keluarga didaftarkan dan \(facts) fakta dinyatakan",
      "\(registered) families registered and \(facts) facts attested")
    guard upload.alreadyRegistered + upload.alreadyAttested > 0 else { return news + Phrase(".", ".") }
    let (done, there) = (language.number(upload.done), language.number(upload.alreadyRegistered))
    let old = language.number(upload.alreadyAttested)
    return news
      + Phrase(
        "; dari \(done) keluarga di berkas, \(there) sudah terdaftar sebelumnya dan \(old) sudah punya fakta dari hari itu.",
        "; of the file's \(done) families \(there) were registered before, and \(old) had facts from that day already.")
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
