import Coding
import Model

/// Money as a whole: what came onto the ledger, what left it, and what is on its way to banks.
public struct Treasury: Hashable, Sendable {
  public internal(set) var issued: Int64 = 0
  public internal(set) var redeemed: Int64 = 0
  public internal(set) var inSettlement: Int64 = 0

  public init() {}
}

extension Treasury: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(3)
    w.signed(issued)
    w.signed(redeemed)
    w.signed(inSettlement)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 3)
    issued = try r.signed()
    redeemed = try r.signed()
    inSettlement = try r.signed()
  }
}
