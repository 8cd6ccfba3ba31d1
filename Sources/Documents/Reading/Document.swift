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
  ///
  /// A document that plainly is of another kind is refused with that one sentence.
  func read<Value>(as kind: DocumentKind, _ read: (Entry) -> Value?) throws(DocumentError) -> Value {
    let root = Entry(node: root, problems: problems)
    kind.refuseOthers(root)
    try problems.throwIfAny()
    return try self.read(read)
  }

  /// The same for a document of which there is only one kind.
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
