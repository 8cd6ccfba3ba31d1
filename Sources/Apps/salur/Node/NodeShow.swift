import ArgumentParser
import Engine
import Model
import Platform
import Presentation
import Records
import Transparency

struct NodeShow: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows a node's network, the key its log is verified with, and its newest published checkpoint.",
    discussion: """
      It only reads, also while the node runs. A checkpoint that is kept elsewhere is what 'audit verify --checkpoint' \
      holds the log against later.
      """)

  @OptionGroup var data: DataOption

  @Option(
    name: .customLong("checkpoint-out"),
    help: ArgumentHelp(
      "Write the checkpoint, a signed note, to this new file; '-' is the standard output.", valueName: "FILE"),
    completion: .file())
  var checkpointOut: String?

  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    guard checkpointOut != "-" || !console.isJSON else { throw UsageError(NodePhrase.oneOutput) }
    let (genesis, note) = (try data.directory.genesis(), try data.directory.publishedCheckpoint())
    if let checkpointOut { return try export(note, to: checkpointOut, console) }
    let checkpoint = note.flatMap { try? Checkpoint(parsing: SignedNote(parsing: $0).text) }
    if console.isJSON {
      return console.answer([
        "origin": genesis.origin.json, "network": genesis.network.json, "verifierKey": genesis.logKey.json,
        "witnesses": .array(genesis.witnesses.map(\.json)),
        "checkpoint": JSON(checkpoint) { ["size": JSON($0.size), "root": $0.root.json] },
      ])
    }
    let language = console.language
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(NodePhrase.network, genesis.origin.string)
    add(NodePhrase.networkID, "\(genesis.network)")
    add(NodePhrase.verifierKey, genesis.logKey.string)
    for witness in genesis.witnesses { add(NodePhrase.witness, witness.string) }
    add(NodePhrase.checkpoint, NodePhrase.checkpoint(checkpoint, language))
    console.show(table)
  }

  private func export(_ note: [UInt8]?, to path: String, _ console: Console) throws {
    guard let note else { throw Failure(NodePhrase.noCheckpoint) }
    if path == "-" { return console.output.write(note) }
    let file = try File(path, .create, permissions: 0o644)
    try file.write(note, at: 0)
    try file.synchronise()
    if console.isJSON { return console.answer(["file": .string(path)]) }
    console.say(NodePhrase.exported(path))
  }
}
