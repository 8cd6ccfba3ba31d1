import ArgumentParser
import Audit
import Model
import Platform
import Presentation
import Signing

struct AuditVerify: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Replays everything from genesis and checks every signature, decision, entry, sum and checkpoint.",
    discussion: "Findings are listed one a line, with a stable code; if there are any the status is 1.")

  @OptionGroup var data: DataOption

  @Option(
    name: .customLong("checkpoint"),
    help: ArgumentHelp(
      "A checkpoint kept elsewhere (a signed note) that the log must agree with. May be repeated.", valueName: "FILE"),
    completion: .file())
  var checkpoints: [String] = []

  @Option(
    name: .customLong("access-head"),
    help: ArgumentHelp(
      "A head of the access log noted elsewhere, which must be on its chain. May be repeated.", valueName: "HASH"),
    transform: { text in
      guard let hash = try? Digest(hex: text) else {
        throw ValidationError("--access-head takes 64 hexadecimal digits")
      }
      return hash
    })
  var accessHeads: [Digest] = []

  @Option(help: ArgumentHelp("The network this must be: the id that people know it by.", valueName: "ID"))
  var network: NetworkID?

  @Option(
    help: ArgumentHelp(
      "Check the ledger's sums after every N blocks. (default: every block while it is small)", valueName: "N"))
  var invariantsEvery: UInt64?

  @Flag(help: "Do not verify signatures: quicker, and no proof of who signed.")
  var skipSignatures = false

  @OptionGroup var options: ConsoleOptions

  func validate() throws {
    if invariantsEvery == 0 { throw ValidationError("--invariants-every must be at least 1") }
  }

  func run(on console: Console) async throws {
    var audit = try AuditRun(data, needsKey: false, console)
    audit.options.signatures = !skipSignatures
    audit.options.invariantsEvery = invariantsEvery
    audit.options.network = network
    audit.options.accessHeads = accessHeads
    audit.options.checkpoints = try checkpoints.map { file in
      AuditOptions.KeptCheckpoint(file: Input.name(of: file), note: try Input.bytes(of: file, limit: 1 << 16))
    }
    let start = MonotonicClock.nowNanoseconds()
    let result = try audit { audit, progress throws(AuditError) in try audit.verify(progress: progress) }
    let seconds = Double(MonotonicClock.nowNanoseconds() - start) / 1e9
    if console.isJSON {
      console.answer(result.json)
    } else {
      console.show(result)
      console.show(summary(result, seconds, console.language))
      if result.closedRecords > 0 { console.say(AuditPhrase.closed(result.closedRecords, console.language)) }
      console.say(result.isClean ? AuditPhrase.clean : AuditPhrase.dirty(result.findingCount, console.language))
    }
    if !result.isClean { throw ExitCode.failure }
  }

  private func summary(_ result: AuditResult, _ seconds: Double, _ language: Language) -> TextTable {
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(AuditPhrase.network, result.network)
    add(AuditPhrase.blocks, language.number(result.blocks))
    if result.unreplayedBlocks > 0 { add(AuditPhrase.unreplayed, language.number(result.unreplayedBlocks)) }
    add(AuditPhrase.entries, language.number(result.entries))
    add(AuditPhrase.commands, language.number(result.commands))
    add(
      AuditPhrase.signatures, skipSignatures ? AuditPhrase.skipped.text(language) : language.number(result.signatures))
    add(AuditPhrase.sealed, language.number(result.sealedRecords))
    if result.erasedRecords > 0 { add(AuditPhrase.erased, language.number(result.erasedRecords)) }
    if result.closedRecords > 0 { add(AuditPhrase.notOpened, language.number(result.closedRecords)) }
    if result.unnamedRecords > 0 { add(AuditPhrase.unnamed, language.number(result.unnamedRecords)) }
    if result.snapshotsToForget > 0 { add(AuditPhrase.toForget, language.number(result.snapshotsToForget)) }
    if result.adoptedRefusals > 0 { add(AuditPhrase.adoptedRefusals, language.number(result.adoptedRefusals)) }
    if result.adoptedDecisions > 0 { add(AuditPhrase.adopted, language.number(result.adoptedDecisions)) }
    if result.readings > 0 { add(AuditPhrase.readings, language.number(result.readings)) }
    add(AuditPhrase.checkpoints, language.number(result.checkpoints))
    add(AuditPhrase.stateRoot, result.stateRoot)
    add(AuditPhrase.logRoot, result.logRoot)
    if let place = result.unfinished { add(AuditPhrase.unfinished, place.text(language)) }
    add(
      AuditPhrase.time, AuditPhrase.seconds(seconds, perSecond: Double(result.entries) / max(seconds, 1e-9), language))
    return table
  }
}

extension NetworkID: ExpressibleByArgument {
  public init?(argument: String) { try? self.init(hex: argument) }
}
