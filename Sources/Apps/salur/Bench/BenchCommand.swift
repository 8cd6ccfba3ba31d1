import ArgumentParser

/// Figures anyone can measure again, on whole paths: signatures, ledger, disk.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure a national run or signed payments on this machine, durable, from end to end.",
    subcommands: [BenchRunCommand.self, BenchSpendCommand.self])
}
