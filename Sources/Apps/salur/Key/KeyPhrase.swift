/// What the key commands say.
enum KeyPhrase {
  static let kind = Phrase("jenis", "kind")
  static let publicKey = Phrase("kunci publik", "public key")

  static func noKey(_ path: String) -> Phrase {
    Phrase(
      "\(path) bukan berkas kunci Salur; buat dengan 'salur key new --out BERKAS'",
      "\(path) is no key file of Salur's; make one with 'salur key new --out FILE'")
  }

  static func made(_ path: String, _ did: String) -> Phrase {
    Phrase(
      "\(path): kunci baru, \(did). Simpan berkasnya baik-baik: siapa yang memilikinya dapat bertindak dengannya.",
      "\(path): a new key, \(did). Keep the file safe: whoever has it can act with it.")
  }
}
