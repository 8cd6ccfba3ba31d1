import Coding
import Model
import Records
import Signing
import Transparency

/// A page of an account's history: openings of its entries, newest first, each with its place in the log.
public struct HistoryAnswer: Equatable, Sendable {
  public let head: HeadProof
  public let items: [Item]
  /// Where the next page goes on; nil on the last one.
  public let next: UInt64?

  public struct Item: Equatable, Sendable {
    public let opening: Opening
    public let inclusion: InclusionProof

    public init(opening: Opening, inclusion: InclusionProof) {
      self.opening = opening
      self.inclusion = inclusion
    }
  }

  public static let maximumItems = 200

  public init(head: HeadProof, items: [Item], next: UInt64?) {
    self.head = head
    self.items = items
    self.next = next
  }

  /// The receipts with their entries, once all are shown to be in the log and to concern the account.
  public func verified(
    account: AccountNumber, _ log: inout TrustedLog, now: UInt64, verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> (events: [ProvenEvent], head: TrustedHead) {
    let head = try log.advance(to: head, now: now, verified: verified)
    var events: [ProvenEvent] = []
    for item in items {
      let (receipt, inclusion) = (item.opening.receipt, item.inclusion)
      let entry = Entry.sealed(commitment: item.opening.commitment)
      guard receipt.account == account || receipt.other == account, inclusion.size == head.size,
        inclusion.root(leafHash: MerkleTree.leafHash(entry.encoded)) == head.root,
        events.last.map({ $0.entry > inclusion.index }) ?? true
      else { throw .entry }
      events.append(
        ProvenEvent(entry: inclusion.index, receipt: receipt, isCosigned: inclusion.index < head.cosignedSize))
    }
    return (events, head)
  }
}

/// Something that happened to an account, shown to be in the log. Only verification makes one.
public struct ProvenEvent: Equatable, Sendable {
  public let entry: UInt64
  public let receipt: Receipt
  /// Whether the witnesses have seen it too.
  public let isCosigned: Bool

  init(entry: UInt64, receipt: Receipt, isCosigned: Bool) {
    self.entry = entry
    self.receipt = receipt
    self.isCosigned = isCosigned
  }
}

/// `[1, head, [[opening, inclusion], …], next or null]`
extension HistoryAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.unsigned(1 as UInt64)
    head.encode(to: &w)
    w.list(items) { w, item in
      w.array(2)
      item.opening.encode(to: &w)
      item.inclusion.encode(to: &w)
    }
    w.optional(next) { $0.unsigned($1) }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 4)
    head = try HeadProof(from: &r)
    items = try r.list(max: HistoryAnswer.maximumItems) { (r) throws(CodingError) in
      try r.array(exactly: 2)
      return Item(opening: try Opening(from: &r), inclusion: try InclusionProof(from: &r))
    }
    next = try r.optional { (r) throws(CodingError) in try r.unsigned() }
  }
}
