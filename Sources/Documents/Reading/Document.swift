import Coding
import Yams

/// A YAML file a person wrote, read strictly: UTF-8 without a byte order mark, at most 1 MiB and 32 levels, one
/// document, every key once, and none of YAML's anchors, aliases and tags.
///
/// Whoever turns it into something else collects problems as it goes, so that all of them come out at once.
public struct Document {
  public static let maximumBytes = 1 << 20
  static let maximumDepth = 32
  /// A file may name this many aliases before it is refused unread; one that is read may name none.
  private static let aliasesWorthReading = 32

  let source: SourceText
  private let root: Node
  private let problems: Problems

  /// - Parameter file: what to call the file in messages.
  public init(file: String, bytes: [UInt8]) throws(DocumentError) {
    source = try Self.decode(file: file, bytes: bytes)
    problems = Problems(source)
    root = try Self.compose(source)
    inspect(root, depth: 1)
    try problems.throwIfAny()
  }

  /// Reads the whole document with `read`, which reports what is wrong to the entry it is given.
  func read<Value>(_ read: (Entry) -> Value?) throws(DocumentError) -> Value {
    let value = read(Entry(node: root, problems: problems))
    try problems.throwIfAny()
    guard let value else { preconditionFailure("a document that cannot be read has a problem that says so") }
    return value
  }
}

// MARK: - Bytes to text

extension Document {
  private static func decode(file: String, bytes: [UInt8]) throws(DocumentError) -> SourceText {
    func refuse(at place: Diagnostic.Place = .start, _ message: Phrase, _ remedy: Phrase) -> DocumentError {
      DocumentError([Diagnostic(file: file, place: place, message: message, remedy: remedy, excerpt: "")])
    }
    guard bytes.count <= maximumBytes else {
      throw refuse(
        Phrase(
          "berkas berisi \(bytes.count) bita, di atas batas \(maximumBytes)",
          "the file has \(bytes.count) bytes, above the limit of \(maximumBytes)"),
        Phrase("tulis dokumen yang lebih pendek", "write a shorter document"))
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw refuse(
        Phrase("berkas diawali tanda urutan bita (BOM)", "the file starts with a byte order mark"),
        Phrase("simpan sebagai UTF-8 tanpa BOM", "save it as UTF-8 without BOM"))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refuse(
        at: placeOfInvalidUTF8(bytes), Phrase("berkas bukan UTF-8 yang sah", "the file is not valid UTF-8"),
        Phrase("simpan dengan pengodean UTF-8", "save it with the encoding UTF-8"))
    }
    if let (place, name) = strayLineBreak(text) {
      throw refuse(
        at: place, Phrase("di sini baris diputus dengan \(name)", "a line is broken with \(name) here"),
        Phrase("simpan berkas dengan akhir baris LF atau CRLF", "save the file with line ends LF or CRLF"))
    }
    let source = SourceText(file: file, text: text)
    guard aliasCount(bytes) <= aliasesWorthReading else {
      throw refuse(
        Phrase("berkas penuh alias YAML ('*nama')", "the file is full of YAML aliases ('*name')"),
        Phrase("tulis setiap nilai apa adanya", "write every value out"))
    }
    return source
  }

  /// The end of the longest beginning that is valid UTF-8.
  private static func placeOfInvalidUTF8(_ bytes: [UInt8]) -> Diagnostic.Place {
    var (line, column) = (1, 1)
    var rest = bytes.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&rest) {
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return Diagnostic.Place(line: line, column: column)
  }

  /// The first line break that YAML knows and editors do not show: it would move a line's end where nobody sees it.
  private static func strayLineBreak(_ text: String) -> (place: Diagnostic.Place, name: String)? {
    let names: [(scalar: Unicode.Scalar, name: String)] = [
      ("\r", "CR"), ("\u{85}", "NEL (U+0085)"), ("\u{2028}", "LS (U+2028)"), ("\u{2029}", "PS (U+2029)"),
    ]
    var (line, column) = (1, 1)
    var scalars = text.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if let stray = names.first(where: { $0.scalar == scalar }), !(scalar == "\r" && next == "\n") {
        return (Diagnostic.Place(line: line, column: column), stray.name)
      }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    return nil
  }

  /// Counts what may be aliases, outside lines that are comments.
  ///
  /// Aliases of aliases multiply: a few dozen name more values than a machine can hold, before anyone can refuse them.
  private static func aliasCount(_ bytes: [UInt8]) -> Int {
    bytes.split(separator: UInt8(ascii: "\n")).reduce(0) { count, line in
      guard line.first(where: { $0 > 0x20 }) != UInt8(ascii: "#") else { return count }
      return count
        + line.indices.count { index in
          guard line[index] == UInt8(ascii: "*"), index + 1 < line.endIndex, line[index + 1] > 0x20 else {
            return false
          }
          return index == line.startIndex || [0x20, 0x09] + Array("[{,:-?".utf8) ~= line[index - 1]
        }
    }
  }
}

private func ~= (bytes: [UInt8], byte: UInt8) -> Bool { bytes.contains(byte) }

// MARK: - Text to nodes

extension Document {
  private static func compose(_ source: SourceText) throws(DocumentError) -> Node {
    do {
      guard let root = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8).singleRoot() else {
        throw DocumentError([
          source.diagnostic(
            at: .start, Phrase("berkas kosong", "the file is empty"),
            Phrase("tulis dokumennya di dalamnya", "write the document into it"))
        ])
      }
      return root
    } catch let error as DocumentError {
      throw error
    } catch let error as YamlError {
      throw DocumentError([source.diagnostic(of: error)])
    } catch {
      throw DocumentError([
        source.diagnostic(
          at: .start, Phrase("berkas tidak dapat dibaca sebagai YAML", "the file cannot be read as YAML"),
          Phrase("periksa bentuknya", "check its form"))
      ])
    }
  }

  /// Refuses anchors, aliases, tags and depth. A node made by an alias starts at its anchor, so its mark tells.
  private func inspect(_ node: Node, depth: Int) {
    let entry = Entry(node: node, problems: problems)
    guard depth <= Self.maximumDepth else {
      return entry.report(
        Phrase(
          "nilai bersarang lebih dalam dari \(Self.maximumDepth) tingkat",
          "values are nested deeper than \(Self.maximumDepth) levels"),
        Phrase("tulis dokumen yang lebih datar", "write a flatter document"))
    }
    switch source.scalar(at: entry.place) {
    case "&":
      return entry.report(
        Phrase("jangkar YAML ('&nama') tidak diizinkan", "YAML anchors ('&name') are not allowed"),
        Phrase("tulis nilainya di setiap tempat yang memerlukan", "write the value out wherever it is needed"))
    case "!":
      return entry.report(
        Phrase("nilai yang diawali '!' adalah tag YAML", "a value that starts with '!' is a YAML tag"),
        Phrase("beri tanda kutip ganda pada seluruh nilai", "put the whole value in double quotes"))
    default: break
    }
    switch node {
    case .sequence(let sequence):
      for element in sequence { inspect(element, depth: depth + 1) }
    case .mapping(let mapping):
      for (key, value) in mapping {
        inspect(key, depth: depth + 1)
        inspect(value, depth: depth + 1)
      }
    case .scalar, .alias: break
    }
  }
}

extension Diagnostic.Place {
  static let start = Diagnostic.Place(line: 1, column: 1)

  init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension SourceText {
  /// The parser's complaint in words an official can act on.
  fileprivate func diagnostic(of error: YamlError) -> Diagnostic {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let known = Self.parserProblems.first { problem.contains($0.sign) }
      let reason = known.map { ": \($0.meaning)" } ?? ""
      // The library's own settings mean nothing to whoever wrote the file.
      let english = problem.contains("yaml_") ? "values are nested too deep" : problem
      return diagnostic(
        at: Diagnostic.Place(mark), Phrase("ini bukan YAML\(reason)", "this is not YAML: \(english)"),
        known?.remedy
          ?? Phrase(
            "periksa tanda kutip, kurung dan lekuk baris sebelum tempat ini",
            "check quotes, brackets and indentation before this place"))
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return diagnostic(
        at: Diagnostic.Place(context.mark),
        Phrase("\(names) ditulis lebih dari sekali di sini", "\(names) is written more than once here"),
        Phrase("sisakan satu", "keep one of them"))
    case .reader(let problem, _, let value, _):
      let code = value > 0 ? Phrase(" (kode \(value))", " (code \(value))") : Phrase("", "")
      return diagnostic(
        at: .start,
        Phrase(
          "berkas memuat karakter yang tidak diizinkan YAML\(code.indonesian)",
          "the file has a character that YAML does not allow\(code.english): \(problem)"),
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
}
