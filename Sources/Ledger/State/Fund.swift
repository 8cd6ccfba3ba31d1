import Coding
import Model

/// A programme's money, account by account. At all times
/// `funded = unspent + held + spent + returnedToTreasury`: nothing is unaccounted for.
public struct Fund: Hashable, Sendable {
  /// All the treasury ever put in.
  public internal(set) var funded: Int64 = 0
  /// Still the programme's.
  public internal(set) var unspent: Int64 = 0
  /// In citizens' wallets as vouchers.
  public internal(set) var held: Int64 = 0
  /// At shops and cash agents, net of refunds.
  public internal(set) var spent: Int64 = 0
  public internal(set) var returnedToTreasury: Int64 = 0
  /// Came back from expired vouchers and refunds, over time; part of `unspent` since.
  public internal(set) var cameBack: Int64 = 0

  public init() {}

  public var isBalanced: Bool {
    funded == unspent + held + spent + returnedToTreasury && unspent >= 0 && held >= 0 && spent >= 0
  }
}

extension Fund: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.signed(funded)
    w.signed(unspent)
    w.signed(held)
    w.signed(spent)
    w.signed(returnedToTreasury)
    w.signed(cameBack)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 6)
    funded = try r.signed()
    unspent = try r.signed()
    held = try r.signed()
    spent = try r.signed()
    returnedToTreasury = try r.signed()
    cameBack = try r.signed()
  }
}
