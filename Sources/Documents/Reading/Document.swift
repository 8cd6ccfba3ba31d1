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
    func refuse(at place: Diagnostic.Place = .start, _ message: String, _ remedy: String) -> DocumentError {
      DocumentError([Diagnostic(file: file, place: place, message: message, remedy: remedy, excerpt: "")])
    }
    guard bytes.count <= maximumBytes else {
      throw refuse("the file has \(bytes.count) bytes, above the limit of \(maximumBytes)", "write a shorter document")
    }
    guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw refuse("the file starts with a byte order mark", "save it as UTF-8 without BOM")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw refuse(at: placeOfInvalidUTF8(bytes), "the file is not valid UTF-8", "save it with the encoding UTF-8")
    }
    let source = SourceText(file: file, text: text)
    guard aliasCount(bytes) <= aliasesWorthReading else {
      throw refuse("the file is full of YAML aliases ('*name')", "write every value out")
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
        throw DocumentError([source.diagnostic(at: .start, "the file is empty", "write the document into it")])
      }
      return root
    } catch let error as DocumentError {
      throw error
    } catch let error as YamlError {
      throw DocumentError([source.diagnostic(of: error)])
    } catch {
      throw DocumentError([source.diagnostic(at: .start, "the file cannot be read as YAML", "check its form")])
    }
  }

  /// Refuses anchors, aliases, tags and depth. A node made by an alias starts at its anchor, so its mark tells.
  private func inspect(_ node: Node, depth: Int) {
    let entry = Entry(node: node, problems: problems)
    guard depth <= Self.maximumDepth else {
      return entry.report("values are nested deeper than \(Self.maximumDepth) levels", "write a flatter document")
    }
    switch source.scalar(at: entry.place) {
    case "&":
      return entry.report("YAML anchors ('&name') are not allowed", "write the value out wherever it is needed")
    case "!":
      return entry.report("a value that starts with '!' is a YAML tag", "put the whole value in double quotes")
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
      return diagnostic(at: Diagnostic.Place(mark), "this is not YAML: \(problem)", remedy(for: problem))
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "'\($0)'" }.joined(separator: ", ")
      return diagnostic(
        at: Diagnostic.Place(context.mark), "\(names) is written more than once here", "keep one of them")
    case .reader(let problem, _, let value, _):
      let character = value > 0 ? " (code \(value))" : ""
      return diagnostic(
        at: .start, "the file has a character that YAML does not allow\(character): \(problem)", "remove the character")
    default:
      return diagnostic(at: .start, "the file cannot be read as YAML", "check its form")
    }
  }

  private func remedy(for problem: String) -> String {
    let remedies: [(sign: String, remedy: String)] = [
      ("mapping values are not allowed", "put a text that holds ': ' in double quotes"),
      ("cannot start any token", "indent with spaces, and put a text that starts with @, ` or % in double quotes"),
      ("undefined alias", "put a text that starts with '*' in double quotes"),
      ("another document", "keep one document in a file; '---' starts a second one"),
      ("did not find expected key", "line the keys of one level up under one another"),
      ("could not find expected ':'", "write 'key: value', with a space after the colon"),
      ("end of stream", "close the quote or bracket"),
      ("maximum", "write a flatter document"),
    ]
    return remedies.first { problem.contains($0.sign) }?.remedy
      ?? "check quotes, brackets and indentation before this place"
  }
}
