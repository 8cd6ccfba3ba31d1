import Documents

/// What is said about a node's configuration.
enum ConfigurationPhrase {
  static let noData = Phrase(
    "direktori data belum dipilih; sebutkan dengan --data DIR, SALUR_DATA, atau 'data:' dalam berkas konfigurasi",
    "no data directory is chosen; name one with --data DIR, SALUR_DATA, or 'data:' in the configuration file")

  static func noEquals(_ text: String) -> Phrase {
    Phrase("'--set \(text)' tidak memuat '='; tulis NAMA=NILAI", "'--set \(text)' has no '='; write NAME=VALUE")
  }

  static let setting = Phrase("pengaturan", "setting")
  static let value = Phrase("nilai", "value")
  static let `where` = Phrase("dari", "from")
  static let unchosen = Phrase("(belum dipilih)", "(not chosen)")

  static func source(_ source: SettingSource) -> Phrase {
    switch source {
    case .none: Phrase("bawaan", "default")
    case .file(let file, let place): Phrase("\(file):\(place.line)", "\(file):\(place.line)")
    case .variable(let name): Phrase(name, name)
    case .flag(let flag): Phrase(flag, flag)
    }
  }
}
