import Documents
import TestSupport
import Testing

/// What every YAML document must be before anyone asks what it says. A schema stands for all kinds.
@Suite struct DocumentTests {
  private func problems(_ bytes: [UInt8]) -> [Diagnostic] {
    diagnostics { () throws(DocumentError) in _ = try SchemaDocument(file: "s.yaml", bytes: bytes) }
  }

  private func problems(_ text: String) -> [Diagnostic] { problems(Array(text.utf8)) }

  private let schema = """
    schema: a.b
    version: 1
    title: {id: Judul}
    subject: family
    fields:
      x: {type: bool, doc: "é"}

    """

  @Test func readsAPlainDocument() {
    #expect(problems(schema) == [])
    #expect(problems(schema.replacing("\n", with: "\r\n")) == [])
  }

  @Test func refusesAByteOrderMark() {
    let found = problems([0xEF, 0xBB, 0xBF] + Array(schema.utf8))
    #expect(found.count == 1)
    #expect(found[0].message.english.contains("byte order mark"))
    #expect(found[0].remedy.english.contains("without BOM"))
  }

  @Test func refusesBytesThatAreNoUTF8AndSaysWhere() {
    var bytes = Array(schema.utf8)
    let line = schema.place(of: "Judul")!
    bytes[Array(schema.utf8).firstRange(of: Array("Judul".utf8))!.lowerBound + 2] = 0xFF
    let found = problems(bytes)
    #expect(found.count == 1)
    #expect(found[0].place == Diagnostic.Place(line: line.line, column: line.column + 2))
    #expect(found[0].message.english.contains("UTF-8"))
  }

  @Test func findsABadByteAtTheEndOfALongLineQuickly() {
    let clock = ContinuousClock()
    var found: [Diagnostic] = []
    let elapsed = clock.measure { found = problems(Array(repeating: 0x20, count: 1_000_000) + [0xFF]) }
    #expect(found.first?.place == Diagnostic.Place(line: 1, column: 1_000_001))
    #expect(elapsed < .seconds(1), "\(elapsed)")
  }

  @Test func refusesMoreThanAMegabyte() {
    let found = problems(schema + String(repeating: "# filler\n", count: 200_000))
    #expect(found.count == 1)
    #expect(found[0].message.english.contains("above the limit of 1048576"))
  }

  @Test(arguments: [("[", "]"), ("{a: ", "}")])
  func refusesDepth(_ open: String, _ close: String) {
    for depth in [33, 900, 5_000, 100_000] {
      let bomb = String(repeating: open, count: depth) + String(repeating: close, count: depth)
      #expect(problems("schema: \(bomb)\n").count >= 1)
    }
    let blocks = (0..<200).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
    #expect(problems(blocks).contains { $0.message.english.contains("deeper than 32") })
    #expect(problems(String(repeating: "- ", count: 3_000)).count >= 1)
  }

  @Test func refusesAnchorsAndAliases() {
    let found = problems(schema.replacing("{id: Judul}", with: "&t {id: Judul}\nlife: *t"))
    #expect(found.contains { $0.message.english.contains("anchors") && $0.place.line == 3 })
  }

  @Test func refusesAnchorsThatMultiplyBeforeReadingThem() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = [String](repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let found = problems(bomb + "? *a9\n: x\n")
    #expect(found.count == 1)
    #expect(found[0].message.english.contains("aliases"))
  }

  @Test(
    "Line breaks that only YAML sees are refused where they stand; CRLF is an ordinary end of a line",
    arguments: [("\r", "CR"), ("\u{85}", "NEL"), ("\u{2028}", "LS"), ("\u{2029}", "PS")])
  func refusesStrayLineBreaks(_ mark: String, _ name: String) {
    let hidden = problems("#x\(mark)schema: &s id.a.b\(mark)title: *s\n")
    #expect(hidden.count == 1 && hidden[0].place == Diagnostic.Place(line: 1, column: 3))
    #expect(hidden[0].message.english.hasPrefix("a line is broken with \(name)"))
    #expect(hidden[0].remedy.english == "save the file with line ends LF or CRLF")
    let late = problems("a: 1\nb: \"x\(mark)y\"\n")
    #expect(late.count == 1 && late[0].place == Diagnostic.Place(line: 2, column: 6))
    #expect(problems(schema.replacing("\n", with: "\r\n")) == [])
  }

  @Test func refusesTagsAndBareExclamationMarks() {
    #expect(problems(schema.replacing("Judul", with: "!!str Judul")).contains { $0.message.english.contains("tag") })
    #expect(problems(schema.replacing("family", with: "!x y")).contains { $0.remedy.english.contains("double quotes") })
  }

  @Test func refusesAKeyWrittenTwice() {
    let found = problems(schema + "version: 2\n")
    #expect(found.count == 1)
    #expect(found[0].message.english == "'version' is written more than once here")
  }

  @Test func refusesASecondDocument() {
    #expect(
      problems(schema + "---\nx: 1\n").map(\.remedy.english) == [
        "keep one document in a file; '---' starts a second one"
      ])
  }

  @Test(arguments: [
    ("\tversion: 1", "indent with spaces"), ("title: a: b", "in double quotes"), ("title: \"a", "line 1 has no partner; close it"),
    ("title: [a", ""), ("title: @a", "in double quotes"), ("title: *a", ""), ("title: \"a == \"b\"\"", "put texts in single ones"), ("a\nb: c", ""), ("title: \u{7}", ""),
    ("", "write the document into it"), ("# nothing", "write the document into it"),
  ])
  func explainsWhatIsNoYAML(_ text: String, _ remedy: String) {
    let found = problems(text)
    #expect(found.count == 1)
    #expect(remedy.isEmpty || found[0].remedy.english.contains(remedy), "\(found)")
  }

  @Test(arguments: ["[]", "x", "3", "{}", "- a", "? {a: b}\n: c", "{[a]: b}"])
  func refusesWhatIsNoFormAtAll(_ text: String) {
    #expect(!problems(text).isEmpty)
  }

  @Test func neverTrapsOnDamagedDocuments() throws {
    let seed: UInt64 = 20_26
    print("DocumentTests seed \(seed)")
    var random = SplitMix64(seed: seed)
    let schemas = try Examples.schemas()
    let example = try Examples.bytes("programmes/pkh.yaml")
    let marks = Array("&*!?:-,[]{}#|>'\"%@` \n\t0~".utf8)
    for _ in 0..<1_000 {
      var bytes = example
      for _ in 0...Int(random.next() % 3) {
        let index = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[index] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes[index] = marks[Int(random.next() % UInt64(marks.count))]
        case 2: bytes.remove(at: index)
        default: bytes.insert(marks[Int(random.next() % UInt64(marks.count))], at: index)
        }
      }
      for problem in diagnostics({ () throws(DocumentError) in
        _ = try ProgrammeDocument(file: "p", bytes: bytes, schemas: schemas)
      }) {
        for phrase in [problem.message, problem.remedy] {
          #expect(!phrase.english.isEmpty && !phrase.indonesian.isEmpty, "\(phrase)")
          #expect(phrase.english != phrase.indonesian, "\(phrase)")
          #expect(!phrase.indonesian.contains(" the "), "\(phrase)")
        }
      }
    }
  }
}
