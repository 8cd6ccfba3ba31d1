import ArgumentParser
import Engine
import Model
import NIOCore
import NIOPosix
import Platform

/// Signed payments over HTTP to a node that is a process of its own: how many it bears, how long people wait at half of
/// that, and what a kill costs.
struct BenchHTTPCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract:
      "Signed payments over HTTP: how many a node bears, how long people wait at half of that, what a kill costs.",
    discussion: """
      Payments come at random moments whether or not earlier ones have been answered, and each is timed from the moment it \
      was due, so that a node that stalls is not let off. Client and node share the machine's cores.
      """)

  @OptionGroup var options: ConsoleOptions

  @Option(help: ArgumentHelp("How long to measure at half of the most, 1 to 3600.", valueName: "SECONDS"))
  var seconds = 20.0

  @Option(help: ArgumentHelp("How long to look for the most, 1 to 60.", valueName: "SECONDS"))
  var saturation = 5.0

  @Option(help: ArgumentHelp("Connections, 1 to 4096.", valueName: "N"))
  var connections = 256

  @Option(help: ArgumentHelp("Families that pay, for each connection, 1 to 64.", valueName: "N"))
  var payers = 8

  @Option(help: ArgumentHelp("Payments a second, instead of half of the most.", valueName: "N"))
  var rate: Double?

  @Option(help: "Everything but the moments follows from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents.")
  var examples: String?

  @Option(help: "Where the node's directory is made. (default: the working directory)")
  var scratch: String?

  @Flag(help: "Leave the node's directory behind.")
  var keep = false

  func run(on console: Console) async throws {
    try UsageError.check("--seconds", seconds, in: 1...3600)
    try UsageError.check("--saturation", saturation, in: 1...60)
    try UsageError.check("--connections", connections, in: 1...4_096)
    try UsageError.check("--payers", payers, in: 1...64)
    if let rate { try UsageError.check("--rate", rate, in: 1...1_000_000) }
    let directory = try BenchWorld.directory(scratch)
    defer { if !keep { ScratchDirectory.remove(directory) } }
    let node = RunningProcess()
    let interruption = Interruption(console, BenchPhrase.brokenOff) {
      node.kill()
      ScratchDirectory.remove(directory)
    }
    defer { withExtendedLifetime(interruption) {} }
    let (spenders, time) = try prepare(directory, console)
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    var bench = HTTPBench(
      data: directory, spenders: spenders, time: time, connections: connections, loop: group.next(), running: node)
    do {
      let figures = try await bench.run(rate: rate, seconds: seconds, saturation: saturation)
      try await group.shutdownGracefully()
      show(figures, console)
      if keep { console.note(HTTPBenchPhrase.kept(directory)) }
      if let wrong = figures.wrong { throw Failure(wrong) }
    } catch {
      node.kill()
      throw error
    }
  }

  /// The network and everybody's keys; the directory is free again afterwards.
  private func prepare(_ directory: String, _ console: Console) throws -> (Spenders, BlockTime) {
    let count = connections * payers
    let world = try BenchWorld(
      families: count * 6, seed: seed, examples: examples, directory: directory, console: console)
    let spenders = try Spenders(world, count: count, now: SystemBlockClock().now)
    guard spenders.accounts.count >= connections else {
      throw Failure(
        "terlalu sedikit keluarga yang dibayar; naikkan --payers", "too few families were paid; raise --payers")
    }
    return (spenders, world.world.time)
  }

  private func show(_ figures: HTTPFigures, _ console: Console) {
    if console.isJSON { return console.answer(figures.json) }
    let language = console.language
    var table = TextTable()
    func add(_ name: Phrase, _ value: String) { table.add(name.text(language), value) }
    func milliseconds(_ microseconds: UInt64) -> String {
      language.decimal(Double(microseconds) / 1_000, places: 1) + " ms"
    }
    add(BenchPhrase.machine, Machine().description)
    add(HTTPBenchPhrase.most, language.number(Int64(figures.most)))
    add(HTTPBenchPhrase.rate, language.number(Int64(figures.rate)))
    add(HTTPBenchPhrase.answered, language.number(figures.histogram.count))
    for (name, place) in HTTPFigures.percentiles {
      add(Phrase(name, name), milliseconds(figures.histogram.percentile(place)))
    }
    add(HTTPBenchPhrase.maximum, milliseconds(figures.histogram.maximum))
    add(
      HTTPBenchPhrase.memory,
      "\(language.number(figures.memoryBefore >> 20)) → \(language.number(figures.memoryAfter >> 20)) MiB")
    add(HTTPBenchPhrase.ended, HTTPBenchPhrase.ended(figures, language).text(language))
    console.show(table)
  }
}
