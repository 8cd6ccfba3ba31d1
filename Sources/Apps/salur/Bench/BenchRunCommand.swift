import ArgumentParser
import Coding
import Engine
import Events
import Foundation
import Model
import Platform
import Presentation

/// One national cycle of PKH: every family decided by the real rules, every entitled one paid, all durable.
struct BenchRunCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "One national cycle of PKH, end to end, durable.")

  @OptionGroup var options: ConsoleOptions

  @Option(help: ArgumentHelp("Families in the registry, 1 to 50 million.", valueName: "N"))
  var families = 1_000_000

  @Option(help: "The registry follows from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents.")
  var examples: String?

  @Option(help: "Where the node's directory is made. (default: the working directory)")
  var scratch: String?

  @Option(help: ArgumentHelp("Accounts whose owners wait to hear of it.", valueName: "N"))
  var listeners = 0

  func run(on console: Console) async throws {
    try UsageError.check("--families", families, in: 1...50_000_000)
    try UsageError.check("--listeners", listeners, in: 0...families)
    let directory = try BenchWorld.directory(scratch)
    defer { ScratchDirectory.remove(directory) }
    let interruption = Interruption(console, BenchPhrase.brokenOff) { ScratchDirectory.remove(directory) }
    defer { withExtendedLifetime(interruption) {} }
    let bench = try BenchWorld(
      families: families, seed: seed, examples: examples, directory: directory, console: console)
    try bench.story.activateProgrammes()
    let backlog = listen(to: bench.world.replica)
    let bytesBefore = Machine.bytesWritten
    bench.world.set("2026-02-10", hour: 1)
    let (_, seconds) = try timed { try bench.world.settle() }
    let totals = try bench.story.totals(of: bench.story.records.familyProgramme.series, "2026-Q1")
    let bytes = Machine.bytesWritten - bytesBefore
    guard bench.world.replica.read({ $0.violations() }).isEmpty else {
      throw Failure("Buku besar tidak seimbang.", "The ledger does not balance.")
    }
    let heard = backlog.take().map { $0.events.count } ?? 0
    report(
      console, heard: heard, seconds: seconds, decided: Int64(totals.decided), paid: Int64(totals.paid), bytes: bytes,
      loadSeconds: bench.loadSeconds)
  }

  /// Has every so many-th account's events kept, as a node does for phones that are subscribed.
  private func listen(to replica: Replica) -> EventBacklog {
    let backlog = EventBacklog(capacity: families) {}
    guard listeners > 0 else { return backlog }
    let hub = EventHub(backlog: backlog)
    let accounts = replica.read { $0.accounts.count }
    for index in 0..<listeners { hub.keep(AccountNumber(UInt32(accounts - 1 - index * (families / listeners))), true) }
    replica.observe(hub)
    return backlog
  }

  private func report(
    _ console: Console, heard: Int, seconds: Double, decided: Int64, paid: Int64, bytes: Int64, loadSeconds: Double
  ) {
    let machine = Machine()
    let perSecond = Int64(Double(paid) / seconds)
    let decidedPerSecond = Int64(Double(decided) / seconds)
    if console.isJSON {
      console.answer([
        "machine": .string(machine.description), "families": .int(decided), "paid": .int(paid),
        "milliseconds": .int(Int64(seconds * 1_000)), "paymentsPerSecond": .int(perSecond),
        "familiesPerSecond": .int(decidedPerSecond), "bytesWritten": .int(bytes),
        "listeners": JSON(listeners), "heard": JSON(heard), "peakMemory": .int(Machine.peakMemory),
        "loadMilliseconds": .int(Int64(loadSeconds * 1_000)),
      ])
      return
    }
    let language = console.language
    let (bytesEach, memory) = (bytes / max(1, paid), Machine.peakMemory)
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(BenchPhrase.machine, machine.description)
    add(BenchPhrase.decided, language.number(decided))
    add(BenchPhrase.paid, language.number(paid))
    add(BenchPhrase.bothPasses, language.decimal(seconds))
    add(BenchPhrase.paymentRate, language.number(perSecond))
    add(BenchPhrase.decisionRate, language.number(decidedPerSecond))
    add(
      BenchPhrase.written,
      BenchPhrase.aPayment(language.number(bytes), language.number(bytesEach)).text(language))
    add(
      BenchPhrase.memory,
      BenchPhrase.aFamily(language.number(memory >> 20), language.number(memory / max(1, decided))).text(language))
    add(BenchPhrase.loading, language.decimal(loadSeconds))
    console.output.write(table.text(console.output))
  }
}
