import ArgumentParser
import Model

/// Whom money goes to, and how much of it.
struct GivingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The account that gets it, such as SLR-0000ABC5.", valueName: "ACCOUNT"))
  var to: AccountNumber

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Whole rupiah: 50000 or 50.000.", valueName: "RUPIAH"),
    transform: Rupiah.init(written:))
  var amount: Rupiah
}
