import Coding
import Model
import Rules

/// What would have to be otherwise, in words.
public enum RemedyPhrase {
  static let yes = Phrase("ya", "yes")
  static let no = Phrase("tidak", "no")
  static let home = Phrase("tempat tinggal", "home")
  static let said = Phrase("diketahui", "known")
  static let unsaid = Phrase("tidak diisi", "left empty")

  public static func needed(_ values: String) -> Phrase { Phrase("seharusnya \(values)", "would have to be \(values)") }

  static func receives(_ programme: String) -> Phrase { Phrase("menerima \(programme)", "receives \(programme)") }

  static func receiving(_ programme: String, _ isWanted: Bool) -> Phrase {
    isWanted
      ? Phrase("menerima \(programme)", "to receive \(programme)")
      : Phrase("tidak menerima \(programme)", "to not receive \(programme)")
  }

  static func living(_ regions: String) -> Phrase {
    Phrase("tinggal \(regions)", "to live \(regions)")
  }

  static func dueOn(_ days: String) -> Phrase { Phrase("jatuh tempo \(days)", "to fall due \(days)") }

  static func byItself(_ day: CivilDate) -> Phrase {
    Phrase("terpenuhi dengan sendirinya mulai jatuh tempo \(day)", "holds by itself for what falls due from \(day) on")
  }

  static func oneMore(_ values: String) -> Phrase {
    Phrase("ada satu anggota lagi dengan \(values)", "one more member with \(values)")
  }

  static func together(_ changes: [String]) -> Phrase {
    Phrase(
      "seharusnya " + changes.joined(separator: " dan "), "would have to be: " + changes.joined(separator: " and "))
  }

  static func starting(_ text: String) -> Phrase { Phrase("berawal \(text)", "beginning with \(text)") }
  static func ending(_ text: String) -> Phrase { Phrase("berakhir \(text)", "ending in \(text)") }
  static func containing(_ text: String) -> Phrase { Phrase("memuat \(text)", "containing \(text)") }
  static func not(_ test: String) -> Phrase { Phrase("bukan \(test)", "not \(test)") }
  static func inside(_ regions: String) -> Phrase { Phrase("di wilayah \(regions)", "in \(regions)") }
  static func outside(_ regions: String) -> Phrase { Phrase("di luar \(regions)", "outside \(regions)") }
  static func atMost(_ value: String) -> Phrase { Phrase("paling banyak \(value)", "at most \(value)") }
  static func atLeast(_ value: String) -> Phrase { Phrase("paling sedikit \(value)", "at least \(value)") }
  static func until(_ day: String) -> Phrase { Phrase("\(day) atau sebelumnya", "\(day) or earlier") }
  static func from(_ day: String) -> Phrase { Phrase("\(day) atau sesudahnya", "\(day) or later") }

  static func attested(_ schema: String, _ sources: String) -> Phrase {
    Phrase(
      "Isi \(schema) dinyatakan oleh \(sources); kalau keliru, minta dibetulkan di sana.",
      "What \(schema) says is attested by \(sources); where it is wrong, they correct it.")
  }

  static func registered(_ agencies: String) -> Phrase {
    Phrase(
      "Tempat tinggal dicatat oleh \(agencies); kalau keliru atau pindah, laporkan ke sana.",
      "Where a family lives is registered by \(agencies); tell them where it is wrong or has changed.")
  }
}
