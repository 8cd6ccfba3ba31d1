import ArgumentParser
import Coding
import Engine
import Foundation
import Model
import Platform
import Signing

/// Signed payments through the whole path: admission, ledger, vault, journal, log, answers.
struct BenchSpendCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "spend",
    abstract: "Signed P-256 and Ed25519 payments, durable, against the machine's raw signature-verify rate.")

  @OptionGroup var options: ConsoleOptions

  @Option(help: ArgumentHelp("How long to measure, 0.1 to 3600.", valueName: "SECONDS"))
  var seconds = 5.0

  @Option(help: ArgumentHelp("Commands in a block, 1 to 50000.", valueName: "N"))
  var block = 10_000

  @Option(help: ArgumentHelp("Families that pay, 10 to 1000000.", valueName: "N"))
  var payers = 5_000

  @Option(help: "Everything follows from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents.")
  var examples: String?

  @Option(help: "Where the node's directory is made. (default: the working directory)")
  var scratch: String?

  func run(on console: Console) async throws {
    try UsageError.check("--seconds", seconds, in: 0.1...3600)
    try UsageError.check("--block", block, in: 1...50_000)
    try UsageError.check("--payers", payers, in: 10...1_000_000)
    let directory = try BenchWorld.directory(scratch)
    defer { ScratchDirectory.remove(directory) }
    let interruption = Interruption(console, BenchPhrase.brokenOff) { ScratchDirectory.remove(directory) }
    defer { withExtendedLifetime(interruption) {} }
    let bench = try BenchWorld(
      families: payers * 6, seed: seed, examples: examples, directory: directory, console: console)
    var spenders = try Spenders(bench, count: payers)
    let raw = spenders.rawVerifyRate(lanes: bench.world.replica.lanes)
    let bytesBefore = Machine.bytesWritten
    var done = 0
    var measured = 0.0
    var latencies: [Double] = []
    while measured < seconds {
      let submissions = spenders.sign(block, at: bench.world.time, lanes: bench.world.replica.lanes)
      let (answers, elapsed) = try timed { try bench.world.block(submissions) }
      for answer in answers {
        guard case .decided(let decision) = answer, decision.rejection == nil else {
          throw Failure(
            "Pembayaran ditolak: \(answer.sentence(.indonesian))", "A payment was refused: \(answer.sentence(.english))"
          )
        }
      }
      done += answers.count
      measured += elapsed
      latencies.append(elapsed)
    }
    report(
      console, rate: Double(done) / measured, raw: raw, done: done, measured: measured,
      blockSeconds: latencies.sorted()[latencies.count / 2], bytes: Machine.bytesWritten - bytesBefore)
  }

  private func report(
    _ console: Console, rate: Double, raw: Double, done: Int, measured: Double, blockSeconds: Double, bytes: Int64
  ) {
    let machine = Machine()
    let ratio = rate / raw
    if console.isJSON {
      console.answer([
        "machine": .string(machine.description), "payments": .int(Int64(done)),
        "milliseconds": .int(Int64(measured * 1_000)), "paymentsPerSecond": .int(Int64(rate)),
        "rawVerifiesPerSecond": .int(Int64(raw)), "ratioPerMille": .int(Int64(ratio * 1_000)),
        "medianBlockMilliseconds": .int(Int64(blockSeconds * 1_000)), "bytesWritten": .int(bytes),
        "peakMemory": .int(Machine.peakMemory),
      ])
      return
    }
    let language = console.language
    let bytesEach = bytes / Int64(max(1, done))
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    add(BenchPhrase.machine, machine.description)
    add(BenchPhrase.durable, language.number(done))
    add(BenchPhrase.seconds, language.decimal(measured))
    add(BenchPhrase.paymentRate, language.number(Int64(rate)))
    add(BenchPhrase.rawRate, language.number(Int64(raw)))
    add(BenchPhrase.ratio, "\(Int(ratio * 100)) %")
    add(BenchPhrase.medianBlock, language.number(Int64(blockSeconds * 1_000)))
    add(
      BenchPhrase.written,
      BenchPhrase.aPayment(language.number(bytes), language.number(bytesEach)).text(language))
    add(BenchPhrase.memory, "\(language.number(Machine.peakMemory >> 20)) MiB")
    console.output.write(table.text(console.output))
  }
}
