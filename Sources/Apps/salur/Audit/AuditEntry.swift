import ArgumentParser
import Audit
import Coding
import Model
import Presentation
import Records

struct AuditEntry: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "entry",
    abstract: "Shows one entry of the log, its opening, and the proof that it is there.",
    discussion: """
      The whole log is replayed (without signatures), and the entry is proven against the newest published checkpoint \
      that covers it.
      """)

  @Argument(help: ArgumentHelp("The entry's number, from 0.", valueName: "N"))
  var entry: UInt64

  @OptionGroup var data: DataOption
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    var audit = try AuditRun(data, needsKey: false, console)
    audit.options.signatures = false
    let found = try audit { audit, progress throws(AuditError) in try audit.inspect(entry: entry, progress: progress) }
    if console.isJSON {
      console.answer(json(found))
    } else {
      console.show(table(found, console.language))
      let content: JSON =
        switch found.entry {
        case .open(let entry): Inspection.json(of: entry.content) ?? .string(Hex.encode(entry.content))
        case .sealed: JSON(found.opening?.receipt) { JSON(reflecting: $0) }
        }
      console.say(content.pretty)
      for finding in found.findings { console.say(finding.text(console.language)) }
    }
    if !found.isProven || !found.findings.isEmpty { throw ExitCode.failure }
  }

  private func table(_ found: EntryInspection, _ language: Language) -> TextTable {
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(AuditPhrase.entry, language.number(found.index))
    add(AuditPhrase.block, "\(language.number(found.height)), \(found.time.rfc3339)")
    switch found.entry {
    case .open(let entry): add(AuditPhrase.kind, "\(entry.kind)")
    case .sealed(let commitment):
      add(AuditPhrase.kind, AuditPhrase.sealedEntry.text(language))
      add(AuditPhrase.commitment, "\(commitment)")
      add(AuditPhrase.opening, (found.opening == nil ? AuditPhrase.noOpening : AuditPhrase.fits).text(language))
    }
    add(AuditPhrase.leaf, "\(found.leafHash)")
    add(
      AuditPhrase.proof,
      AuditPhrase.proof(
        hashes: found.proof.siblings.count, size: found.proof.size, holds: found.isProven,
        isPublished: found.isPublished, language))
    add(AuditPhrase.root, "\(found.root)")
    return table
  }

  private func json(_ found: EntryInspection) -> JSON {
    [
      "entry": JSON(found.index), "height": JSON(found.height), "time": .string(found.time.rfc3339),
      "content": Inspection.json(of: found.entry.encoded) ?? .string(Hex.encode(found.entry.encoded)),
      "opening": JSON(found.opening) { JSON(reflecting: $0) }, "leafHash": .string("\(found.leafHash)"),
      "proof": [
        "size": JSON(found.proof.size), "root": .string("\(found.root)"), "holds": .bool(found.isProven),
        "published": .bool(found.isPublished), "siblings": .array(found.proof.siblings.map { .string("\($0)") }),
      ],
      "findings": .array(found.findings.map(\.json)),
    ]
  }
}
