import Coding
import Rules
import Yams

/// One value of a document and where it stands. Readers return nil after reporting why the value is none of theirs.
struct Entry {
  let node: Node
  let problems: Problems

  var place: Diagnostic.Place { Diagnostic.Place(node.mark) }

  func report(_ message: @autoclosure () -> Phrase, _ remedy: @autoclosure () -> Phrase) {
    problems.report(at: place, message(), remedy())
  }

  /// Reports something about one code point of a text.
  func report(atIndex index: Int, _ message: Phrase, _ remedy: Phrase) {
    problems.report(at: place(atIndex: index), message, remedy)
  }

  /// Where one code point of a text stands.
  func place(atIndex index: Int) -> Diagnostic.Place {
    problems.source.place(inScalar: node.scalar?.string ?? "", at: place, index: index)
  }
}

// MARK: - Lists and choices

extension Entry {
  /// The values of a list.
  func list(max: Int) -> [Entry]? {
    guard case .sequence(let sequence) = node else {
      report(
        expected(Phrase("daftar", "a list")),
        Phrase("tulis [a, b], atau satu baris '- ' untuk masing-masing", "write [a, b], or one '- ' line for each"))
      return nil
    }
    guard sequence.count <= max else {
      report(
        Phrase(
          "daftar berisi \(sequence.count) nilai, di atas batas \(max)",
          "the list has \(sequence.count) values, above the limit of \(max)"), Phrase("perpendek", "shorten it"))
      return nil
    }
    return sequence.map { Entry(node: $0, problems: problems) }
  }

  /// The values of a list, each read by `read`; nil where one could not be read.
  func list<Value>(max: Int, _ read: (Entry) -> Value?) -> [Value]? {
    guard let entries = list(max: max) else { return nil }
    let values = entries.map(read)
    return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
  }

  /// One of a few words.
  func choice<Value>(_ choices: [(word: String, value: Value)]) -> Value? {
    guard let word = word() else { return nil }
    if let choice = choices.first(where: { $0.word == word }) { return choice.value }
    report(
      Phrase("'\(word)' bukan salah satu kata yang boleh di sini", "'\(word)' is not one of the words allowed here"),
      remedy(for: word, among: choices.map(\.word)))
    return nil
  }
}

// MARK: - Scalars

extension Entry {
  /// That something else should stand here.
  func expected(_ what: Phrase) -> Phrase {
    Phrase(
      "di sini harus ada \(what.indonesian), yang ada \(kind.indonesian)",
      "expected \(what.english), found \(kind.english)")
  }

  /// What people call this kind of value.
  private var kind: Phrase {
    switch node {
    case .mapping: Phrase("bidang-bidang", "fields")
    case .sequence: Phrase("daftar", "a list")
    case .scalar(let scalar) where scalar.style == .plain && scalar.string.isEmpty: Phrase("kosong", "nothing")
    case .scalar, .alias: Phrase("satu nilai", "a single value")
    }
  }

  /// A scalar's characters, whatever they would mean without quotes.
  func word() -> String? {
    guard case .scalar(let scalar) = node, scalar.style != .plain || !scalar.string.isEmpty else {
      report(
        expected(Phrase("satu nilai", "a single value")),
        Phrase("tulis satu setelah titik dua", "write one after the colon"))
      return nil
    }
    return scalar.string
  }

  private var isPlain: Bool { node.scalar?.style == .plain }

  /// Text of 1 to `max` bytes; in quotes where some reader of YAML would take it for something else.
  func text(max: Int = 64) -> Text? {
    guard let word = word() else { return nil }
    if isPlain {
      switch PlainScalar(word) {
      case .text: break
      case .integer:
        report(
          Phrase(
            "\(word) tanpa tanda kutip adalah bilangan, padahal harus teks",
            "\(word) without quotes is a number, and text is expected"),
          Phrase("tulis \"\(word)\"", "write \"\(word)\""))
        return nil
      case .surprising(let meaning):
        report(
          Phrase(
            "\(word) tanpa tanda kutip adalah \(meaning.indonesian), padahal harus teks",
            "\(word) without quotes is \(meaning.english), and text is expected"),
          Phrase("tulis \"\(word)\"", "write \"\(word)\""))
        return nil
      }
    }
    guard !word.isEmpty else {
      report(
        Phrase("teksnya kosong", "the text is empty"),
        Phrase("tulis sesuatu di antara tanda kutip", "write something between the quotes"))
      return nil
    }
    guard word.utf8.count <= max else {
      report(
        Phrase(
          "teks sepanjang \(word.utf8.count) bita, di atas batas \(max)",
          "the text has \(word.utf8.count) bytes, above the limit of \(max)"), Phrase("perpendek", "shorten it"))
      return nil
    }
    // A text may have several lines.
    if let (index, scalar) = word.unicodeScalars.enumerated().first(where: {
      $1.isDisruptive && $1 != "\n" && $1 != "\t"
    }) {
      report(
        atIndex: index,
        Phrase(
          "teks memuat karakter yang tidak tampak (\(scalar.name))",
          "the text has a character that does not show (\(scalar.name))"),
        Phrase("hapus karakter itu", "remove the character"))
      return nil
    }
    return Text(word)
  }

  /// A whole number in a range, without quotes, separators or leading zeros.
  func integer(in range: ClosedRange<Int64>) -> Int64? {
    guard let word = word() else { return nil }
    guard isPlain, PlainScalar(word) == .integer else {
      let meant = PlainScalar.meantInteger(word).map { ": \($0)" } ?? ""
      report(
        Phrase("'\(word)' bukan bilangan bulat biasa", "'\(word)' is not a plain whole number"),
        Phrase(
          "tulis angka saja, tanpa tanda kutip, pemisah atau nol di depan\(meant)",
          "write digits only, without quotes, separators or leading zeros\(meant)"))
      return nil
    }
    guard let value = Int64(word), range.contains(value) else {
      report(
        Phrase(
          "\(word) di luar \(range.lowerBound) sampai \(range.upperBound)",
          "\(word) is outside \(range.lowerBound) to \(range.upperBound)"),
        Phrase("tulis bilangan dalam rentang itu", "write a number in that range"))
      return nil
    }
    return value
  }

  func integer<Value: FixedWidthInteger>(_ range: ClosedRange<Value>) -> Value? {
    integer(in: Int64(range.lowerBound)...Int64(range.upperBound)).map { Value($0) }
  }

  /// `true` or `false`; never `yes`, `on` or `1`.
  func bool() -> Bool? {
    guard let word = word() else { return nil }
    if isPlain, word == "true" { return true }
    if isPlain, word == "false" { return false }
    report(
      Phrase("'\(word)' bukan true dan bukan false", "'\(word)' is neither true nor false"),
      Phrase("tulis true atau false, tanpa tanda kutip", "write true or false, without quotes"))
    return nil
  }

  func date() -> CivilDate? {
    parsed(
      Phrase("hari dalam kalender", "a day of the calendar"),
      Phrase("tulis tahun-bulan-hari, seperti 2026-02-28", "write year-month-day, such as 2026-02-28")
    ) { CivilDate($0) }
  }

  func period() -> Period? {
    parsed(
      Phrase("jangka waktu", "a length of time"),
      Phrase("tulis hari seperti P90D atau jam seperti PT6H", "write days as P90D or hours as PT6H")
    ) { Period($0) }
  }

  func region() -> Region? {
    guard text() != nil else { return nil }
    return parsed(
      Phrase("kode wilayah", "a region's code"), Phrase("tulis seperti \"53.15\"", "write it as \"53.15\"")
    ) { Region($0) }
  }

  func offset() -> UTCOffset? {
    guard text() != nil else { return nil }
    return parsed(
      Phrase("selisih dari UTC", "an offset from UTC"), Phrase("tulis seperti \"+07:00\"", "write it as \"+07:00\"")
    ) { UTCOffset($0) }
  }

  private func parsed<Value>(_ what: Phrase, _ remedy: Phrase, _ parse: (String) -> Value?) -> Value? {
    guard let word = word() else { return nil }
    if let value = parse(word) { return value }
    report(Phrase("'\(word)' bukan \(what.indonesian)", "'\(word)' is not \(what.english)"), remedy)
    return nil
  }
}
