import Model
import Rules

/// Days as people write them: `10 Februari 2026` in Indonesian, `10 February 2026` in English.
extension Language {
  func date(_ day: CivilDate) -> String {
    let (year, month, dayOfMonth) = day.components
    return "\(date(dayOfMonth, month)) \(year)"
  }

  /// A day of any year: `10 February`.
  func date(_ day: Int, _ month: Int) -> String { "\(day) \(Self.months[month - 1].text(self))" }

  private static let months = [
    Phrase("Januari", "January"), Phrase("Februari", "February"), Phrase("Maret", "March"), Phrase("April", "April"),
    Phrase("Mei", "May"), Phrase("Juni", "June"), Phrase("Juli", "July"), Phrase("Agustus", "August"),
    Phrase("September", "September"), Phrase("Oktober", "October"), Phrase("November", "November"),
    Phrase("Desember", "December"),
  ]
}
