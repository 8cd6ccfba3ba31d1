import ArgumentParser

/// Figures anyone can measure again: rules alone, or whole paths with signatures, ledger and disk.
struct BenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measure the rules, a national run, signed payments, the read model or a node over HTTP on this machine.",
    subcommands: [
      BenchRulesCommand.self, BenchRunCommand.self, BenchSpendCommand.self, BenchViewsCommand.self, BenchHTTPCommand.self,
    ])
}
