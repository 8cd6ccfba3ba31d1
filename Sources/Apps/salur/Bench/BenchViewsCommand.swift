import ArgumentParser
import Coding
import Documents
import Engine
import Foundation
import Model
import Platform
import Presentation
import Records
import Rules
import Service
import Signing
import Transparency
import Views
import Wallet

/// The read model: how fast it reads a nation's cycles, and how long histories and totals take to look up.
struct BenchViewsCommand: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "views",
    abstract: "The read model: reading a national cycle and a year of made-up payments, and looking things up in it.")

  @OptionGroup var options: ConsoleOptions

  @Option(help: ArgumentHelp("Families in the registry, 1000 to 20 million.", valueName: "N"))
  var accounts = 1_000_000

  @Option(help: ArgumentHelp("Payments made up for the year, at most 20 million.", valueName: "N"))
  var payments = 2_000_000

  @Option(help: ArgumentHelp("Look-ups of each kind.", valueName: "N"))
  var queries = 2_000

  @Option(help: "Everything follows from it.")
  var seed: UInt64 = 2026

  @Option(help: "Folder of the example documents.")
  var examples: String?

  @Option(help: "Where the node's directory is made. (default: the working directory)")
  var scratch: String?

  func run(on console: Console) async throws {
    try UsageError.check("--accounts", accounts, in: 1_000...20_000_000)
    try UsageError.check("--payments", payments, in: 0...20_000_000)
    try UsageError.check("--queries", queries, in: 100...1_000_000)
    let directory = try BenchWorld.directory(scratch)
    defer { ScratchDirectory.remove(directory) }
    let interruption = Interruption(console, BenchPhrase.brokenOff) { ScratchDirectory.remove(directory) }
    defer { withExtendedLifetime(interruption) {} }
    let bench = try BenchWorld(
      families: accounts, seed: seed, examples: examples, directory: directory, console: console)
    var report = Report()
    try runCycles(bench, &report)
    let views = try ViewFollower.open(bench.world.replica)
    let (_, seconds) = try timed {
      try ViewFollower(bench.world.replica, views).catchUp { _ in true }
    }
    let newest = bench.world.replica.newestBlock
    report.add(BenchPhrase.readBlocks, Double(newest.height + 1) / seconds)
    report.add(BenchPhrase.readEntries, Double(newest.logSize) / seconds)
    try lookUp(bench, views, &report)
    try await lookUpYear(directory, &report)
    report.show(console)
  }

  /// Two quarters of PKH, the first closed and its rest returned.
  private func runCycles(_ bench: BenchWorld, _ report: inout Report) throws {
    try bench.story.activateProgrammes()
    let before = bench.world.replica.logSize
    bench.world.set("2026-02-10", hour: 1)
    let (_, seconds) = try timed { try bench.world.settle() }
    report.add(BenchPhrase.runEntries, Double(bench.world.replica.logSize - before) / seconds)
    for day in ["2026-03-20", "2026-05-10", "2026-06-20"] {
      bench.world.set(day, hour: 1)
      try bench.world.settle()
    }
  }

  private func lookUp(_ bench: BenchWorld, _ views: ViewStore, _ report: inout Report) throws {
    var random = BenchRandom(seed: seed)
    let replica = bench.world.replica
    try report.measure(BenchPhrase.histories, queries) {
      let account = bench.story.population.account(Int(random.next() % UInt64(accounts)))
      let page = try views.history(of: account, limit: 50)
      let items = try replica.openings(of: page.entries, size: page.mark!.entries)
      precondition(items.count == page.entries.count)
    }
    let villages = bench.story.records.regions.villages
    let series = bench.story.records.familyProgramme.series
    try report.measure(BenchPhrase.coverage, queries) {
      _ = try views.coverage(of: villages[Int(random.next() % UInt64(villages.count))], limit: 50)
    }
    try report.measure(BenchPhrase.regions, queries) {
      let village = villages[Int(random.next() % UInt64(villages.count))]
      _ = try views.regions(ofSeries: series, cycle: "2026-Q1", in: village.ancestor(at: .district))
    }
  }

  /// A year of blocks nobody decided: a monthly payment to everybody and payments at random between them.
  private func lookUpYear(_ directory: String, _ report: inout Report) async throws {
    let network = NetworkID(genesis: SHA256.hash(Array("bench".utf8)))
    let views = try ViewStore(directory + "/year.sqlite", network: network)
    var random = BenchRandom(seed: seed)
    var batch = ViewBatch(after: nil)
    var (entry, height, seconds) = (0 as UInt64, 0 as UInt64, 0.0)
    func add(_ receipts: [Receipt]) throws {
      let record = Self.block(height: height, firstEntry: entry, receipts)
      (entry, height) = (entry + UInt64(record.entryCount), height + 1)
      seconds += try timed {
        try batch.add(record) { _ -> [RegionSum] in [] }
        if batch.weight > 200_000 {
          try views.write(batch)
          batch = ViewBatch(after: batch.mark)
        }
      }.seconds
    }
    for _ in 0..<12 {
      for start in stride(from: 0, to: accounts, by: 100_000) {
        try add((start..<min(start + 100_000, accounts)).map { Self.receipt(.disbursement, $0) })
      }
      for _ in 0..<payments / 12 / 10_000 {
        try add(
          (0..<10_000).map { _ in
            Self.receipt(
              .payment, Int(random.next() % UInt64(accounts)), shop: accounts + Int(random.next() % 10_000))
          })
      }
    }
    seconds += try timed { try views.write(batch) }.seconds
    report.add(BenchPhrase.yearEntries, Double(entry) / seconds)
    try report.measure(BenchPhrase.yearHistories, queries) {
      let account = AccountNumber(UInt32(random.next() % UInt64(accounts)))
      let page = try views.history(of: account, limit: 50)
      precondition(page.entries.count >= 12)
    }
    report.add(BenchPhrase.yearBytes, Double(try File(directory + "/year.sqlite", .read).size) / Double(entry), places: 1)
  }

  private static func receipt(_ kind: Receipt.Kind, _ account: Int, shop: Int? = nil) -> Receipt {
    Receipt(
      kind, account: AccountNumber(UInt32(account)), other: shop.map { AccountNumber(UInt32($0)) } ?? .none,
      amount: 1, time: BlockTime(milliseconds: 0), digest: .zero)
  }

  private static func block(height: UInt64, firstEntry: UInt64, _ receipts: [Receipt]) -> BlockRecord {
    let count = receipts.count + 1
    let entry = BlockEntry(
      height: height, time: BlockTime(milliseconds: 0), protocolVersion: 1, parameters: .zero, commandRoot: .zero,
      commands: 0, rejected: 0, firstEntry: firstEntry, entries: UInt64(count), stateRoot: .zero)
    var bytes = [UInt8](repeating: 0, count: count * Receipt.byteCount)
    bytes.withUnsafeMutableBytes { bytes in
      for (place, receipt) in receipts.enumerated() {
        receipt.encode(to: bytes.baseAddress! + place * Receipt.byteCount)
      }
    }
    return BlockRecord(
      height: height, time: BlockTime(milliseconds: 0), commands: [], firstEntry: firstEntry, decisions: [],
      receipts: bytes, commitments: [UInt8](repeating: 0, count: count * Digest.byteCount),
      publicEntries: [(UInt32(receipts.count), PublicEntry(.block, content: entry.encoded))])
  }

  /// Figures by name, in order.
  private struct Report {
    private var figures: [(name: Phrase, value: Double, places: Int)] = []

    mutating func add(_ name: Phrase, _ value: Double, places: Int = 0) { figures.append((name, value, places)) }

    /// Times of `count` look-ups: the median and what 99 in 100 stay below, milliseconds.
    mutating func measure(_ name: Phrase, _ count: Int, _ body: () throws -> Void) throws {
      var times: [Double] = []
      for _ in 0..<count { times.append(try timed(body).seconds * 1_000) }
      times.sort()
      add(BenchPhrase.median(name), times[count / 2], places: 3)
      add(BenchPhrase.p99(name), times[count * 99 / 100], places: 3)
    }

    func show(_ console: Console) {
      let machine = Machine()
      if console.isJSON {
        let values = figures.map { figure in
          JSON.Member(key: figure.name.english, value: .int(Int64((figure.value * 1_000).rounded())))
        }
        return console.answer(["machine": .string(machine.description), "thousandths": .object(values)])
      }
      let language = console.language
      var table = TextTable()
      table.add(BenchPhrase.machine.text(language), machine.description)
      for figure in figures {
        let value =
          figure.places == 0
          ? language.number(Int64(figure.value)) : language.decimal(figure.value, places: figure.places)
        table.add(figure.name.text(language), value)
      }
      console.output.write(table.text(console.output))
    }
  }
}

/// Steele, Lea and Flood's SplitMix64.
private struct BenchRandom {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
