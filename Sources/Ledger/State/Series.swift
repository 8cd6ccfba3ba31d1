import Coding
import Model

/// A programme's stable name across its versions, its owner and its money.
public struct Series: Hashable, Sendable {
  public let name: Text
  /// The agency that proposed its first document, and alone may propose others.
  public let owner: AccountNumber
  public internal(set) var fund = Fund()
  /// The most that may ever be funded: the highest cap among its active documents.
  public internal(set) var cap: Rupiah = .zero
  public internal(set) var isRetired = false

  public init(name: Text, owner: AccountNumber) {
    self.name = name
    self.owner = owner
  }
}

extension Series: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(5)
    w.name(name)
    owner.encode(to: &w)
    fund.encode(to: &w)
    cap.encode(to: &w)
    w.bool(isRetired)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 5)
    name = try r.name()
    owner = try AccountNumber(from: &r)
    fund = try Fund(from: &r)
    cap = try Rupiah(from: &r)
    isRetired = try r.bool()
  }
}

extension Series {
  /// `[name, owner, funded, returned to the treasury, cap, retired]`: what the log says of it anyway.
  func encodePublic(to w: inout CBORWriter) {
    w.array(6)
    w.name(name)
    owner.encode(to: &w)
    w.signed(fund.funded)
    w.signed(fund.returnedToTreasury)
    cap.encode(to: &w)
    w.bool(isRetired)
  }
}
