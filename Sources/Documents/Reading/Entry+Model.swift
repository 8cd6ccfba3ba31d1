import Coding
import Model
import Rules

extension Entry {
  /// Something said to people: `{id: …, en: …}`. English is the Indonesian text where it is left out.
  func words() -> Words? {
    guard let fields = Fields(self, Phrase("kata-kata untuk orang", "words for people"), ["id", "en"]),
      let entry = fields.required("id"),
      let indonesian = entry.text(max: 1024),
      let english = fields.optional("en", missing: indonesian, { $0.text(max: 1024) })
    else { return nil }
    return Words(indonesian: indonesian, english: english)
  }

  /// Whole rupiah, at most what a state could ever spend.
  func rupiah(from least: Int64) -> Rupiah? {
    integer(in: least...9_000_000_000_000_000).map { Rupiah($0) }
  }

  func merchantCategory() -> MerchantCategory? {
    guard let text = text() else { return nil }
    guard text.utf8.count == 4, let code = UInt16(text.string) else {
      report(
        Phrase("'\(text)' bukan kategori toko", "'\(text)' is no merchant category"),
        Phrase("tulis empat angkanya dalam tanda kutip, \"5942\"", "write its four digits in quotes, \"5942\""))
      return nil
    }
    return MerchantCategory(code)
  }

  /// A schema's name with its version, `dtsen.family/1`.
  func schemaName() -> Text? {
    guard let text = text() else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, UInt16(String(decoding: parts[1], as: UTF8.self)) != nil else {
      report(
        Phrase("'\(text)' bukan nama skema", "'\(text)' does not name a schema"),
        Phrase("tulis nama dan versinya seperti dtsen.family/1", "write its name and version as dtsen.family/1"))
      return nil
    }
    return text
  }
}
