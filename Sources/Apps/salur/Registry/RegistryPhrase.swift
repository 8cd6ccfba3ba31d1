import Model

/// What the registry commands say.
enum RegistryPhrase {
  static let generating = Phrase("Membuat keluarga", "Making families")
  static let registering = Phrase("Mendaftarkan keluarga", "Registering families")
  static let families = Phrase("keluarga", "families")
  static let people = Phrase("orang", "people")
  static let province = Phrase("provinsi", "province")
  static let all = Phrase("semua", "all")

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
