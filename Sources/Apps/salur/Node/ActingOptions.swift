import ArgumentParser
import Model

/// Who acts, and on which node's directory.
struct ActingOptions: ParsableArguments {
  @OptionGroup var data: DataOption

  @Option(
    help: ArgumentHelp(
      "A key file. Where several officers must agree, repeat it: the first proposes, the others approve.",
      valueName: "FILE"), completion: .file())
  var key: [String]

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp("The account to act for, where the key may act for several.", valueName: "ACCOUNT"))
  var account: AccountNumber?
}

extension AccountNumber: ExpressibleByArgument {
  /// `SLR-0000-12A` as people see it, or the bare number.
  public init?(argument: String) {
    if let number = UInt32(argument) {
      self.init(number)
    } else if let name = AccountName(parsing: argument) {
      self = name.account
    } else {
      return nil
    }
  }
}

extension Rupiah {
  /// Whole rupiah above zero: `50000`, `50.000` or `Rp 50.000`.
  init(written argument: String) throws {
    let digits = argument.hasPrefix("Rp") ? argument.dropFirst(2).drop { $0 == " " } : argument[...]
    let groups = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard groups.count == 1 || (groups[0].count <= 3 && groups.dropFirst().allSatisfy { $0.count == 3 }),
      groups.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let amount = Int64(groups.joined())
    else {
      throw ValidationError("write whole rupiah above zero, such as 50000 or 50.000")
    }
    guard amount > 0 else { throw ValidationError("the amount must be more than zero") }
    self.init(amount)
  }
}
