import Coding
import Yams

// The parser's complaints, in words an official can act on.

extension SourceText {
  /// The parser's complaint in words an official can act on.
  func diagnostic(of error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let known = Self.parserProblems.first { problem.contains($0.sign) }
      let place = Diagnostic.Place(mark)
      let quotes = remedyForQuotes(before: place)
      let reason = known.map { ": \($0.meaning)" } ?? ""
      // The library's own settings mean nothing to whoever wrote the file.
      let english = problem.contains("yaml_") ? "values are nested too deep" : problem
      return diagnostic(
        at: place, Phrase("ini bukan YAML\(reason)", "this is not YAML: \(english)"),
        quotes ?? known?.remedy
          ?? Phrase(
            "periksa tanda kutip, kurung dan lekuk baris sebelum tempat ini",
            "check quotes, brackets and indentation before this place"))
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return diagnostic(
        at: Diagnostic.Place(context.mark),
        Phrase("\(names) ditulis lebih dari sekali di sini", "\(names) is written more than once here"),
        Phrase("sisakan satu", "keep one of them"))
    case .reader:
      let found = first { !$0.isAllowedInYAML }
      let code = found.map { " (\($0.scalar.name))" } ?? ""
      return diagnostic(
        at: found?.place ?? .start,
        Phrase(
          "berkas memuat karakter yang tidak diizinkan YAML\(code)",
          "the file has a character that YAML does not allow\(code)"),
        Phrase("hapus karakter itu", "remove the character"))
    default:
      return diagnostic(
        at: .start, Phrase("berkas tidak dapat dibaca sebagai YAML", "the file cannot be read as YAML"),
        Phrase("periksa bentuknya", "check its form"))
    }
  }

  /// What libyaml's complaints mean, by a part of their text, and what to do about them.
  private static let parserProblems: [(sign: String, meaning: String, remedy: Phrase)] = [
    (
      "mapping values are not allowed", "titik dua tidak boleh di sini",
      Phrase("beri tanda kutip ganda pada teks yang memuat ': '", "put a text that holds ': ' in double quotes")
    ),
    (
      "cannot start any token", "karakter ini tidak boleh mengawali nilai",
      Phrase(
        "lekukkan dengan spasi, dan beri tanda kutip ganda pada teks yang diawali @, ` atau %",
        "indent with spaces, and put a text that starts with @, ` or % in double quotes")
    ),
    (
      "undefined alias", "alias tidak dikenal",
      Phrase("beri tanda kutip ganda pada teks yang diawali '*'", "put a text that starts with '*' in double quotes")
    ),
    (
      "another document", "ada dokumen kedua",
      Phrase(
        "simpan satu dokumen dalam satu berkas; '---' memulai yang kedua",
        "keep one document in a file; '---' starts a second one")
    ),
    (
      "did not find expected key", "di sini seharusnya ada kunci",
      Phrase("luruskan kunci setingkat satu di bawah yang lain", "line the keys of one level up under one another")
    ),
    (
      "could not find expected ':'", "titik dua tidak ada",
      Phrase(
        "tulis 'kunci: nilai', dengan spasi setelah titik dua", "write 'key: value', with a space after the colon")
    ),
    (
      "end of stream", "berkas berakhir terlalu awal",
      Phrase("tutup tanda kutip atau kurungnya", "close the quote or bracket")
    ),
    ("maximum", "bersarang terlalu dalam", Phrase("tulis dokumen yang lebih datar", "write a flatter document")),
  ]

  /// Where a line's double quotes are at fault, whatever the parser stumbled over: one that is not closed swallows the
  /// next lines, and inside a quoted rule they end it.
  private func remedyForQuotes(before place: Diagnostic.Place) -> Phrase? {
    let first = max(1, place.line - 3)
    guard let number = (first...max(first, place.line)).first(where: { quoteCount(onLine: $0) % 2 == 1 }) else {
      guard quoteCount(onLine: place.line, before: place.column) >= 2, quoteCount(onLine: place.line) >= 4 else {
        return nil
      }
      return Phrase(
        "di dalam tanda kutip ganda, tulis teks dengan tanda kutip tunggal: 'SD'",
        "inside double quotes, put texts in single ones: 'SD'")
    }
    return Phrase(
      "tanda kutip ganda di baris \(number) tidak punya pasangan; tutup",
      "a double quote on line \(number) has no partner; close it")
  }

  private func quoteCount(onLine line: Int, before column: Int = .max) -> Int {
    let scalars = self.line(line).prefix(max(0, column - 1))
    let text = scalars.first { $0 != " " } == "#" ? [] : scalars
    return text.count { $0 == "\"" }
  }
}

extension Unicode.Scalar {
  /// What YAML 1.1 calls printable.
  fileprivate var isAllowedInYAML: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
