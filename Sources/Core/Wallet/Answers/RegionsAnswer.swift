import Coding
import Model
import Records
import Rules
import Signing
import Transparency

/// What families in the parts of a region got in a closed cycle, for everybody: the cycle's public notice with its place in
/// the log, and the parts' cells with their places under the notice's root.
public struct RegionsAnswer: Equatable, Sendable {
  public let head: HeadProof
  public let notice: PublicEntry
  public let inclusion: InclusionProof
  public let cells: [Cell]

  public struct Cell: Equatable, Sendable {
    public let region: Region
    /// Nil where too few families are behind it, or it would tell such a number.
    public let sum: Sum?
    /// Nil where it would tell a withheld number.
    public let proof: RegionProof?

    public init(region: Region, sum: Sum?, proof: RegionProof?) {
      self.region = region
      self.sum = sum
      self.proof = proof
    }
  }

  public struct Sum: Equatable, Sendable {
    public let families: UInt64
    public let rupiah: Rupiah

    public init(families: UInt64, rupiah: Rupiah) {
      self.families = families
      self.rupiah = rupiah
    }
  }

  public static let maximumCells = 10_000

  public init(head: HeadProof, notice: PublicEntry, inclusion: InclusionProof, cells: [Cell]) {
    self.head = head
    self.notice = notice
    self.inclusion = inclusion
    self.cells = cells
  }

  /// The cycle's notice once it is shown to be in the log, and the cells; every proof that is there has been checked.
  public func verified(
    _ log: inout TrustedLog, now: UInt64, verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> (notice: CycleNotice, cells: [Cell]) {
    let head = try log.advance(to: head, now: now, verified: verified)
    guard inclusion.size == head.size,
      inclusion.root(leafHash: MerkleTree.leafHash(Entry.open(notice).encoded)) == head.root, notice.kind == .cycle,
      let cycle = try? CycleNotice(encoded: notice.content), cycle.stage == .closed, let root = cycle.root
    else { throw .entry }
    for cell in cells {
      guard let proof = cell.proof else { continue }
      let sum = proof.cell.sum
      guard proof.cell.region == cell.region, cell.sum == Sum(families: sum.families, rupiah: Rupiah(sum.rupiah)),
        (try? proof.verify(root: root)) != nil
      else { throw .entry }
    }
    return (cycle, cells)
  }
}

/// `[1, head, kind, content, inclusion, [[region, [families, rupiah] or null, proof or null], …]]`
extension RegionsAnswer: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(6)
    w.unsigned(1 as UInt64)
    head.encode(to: &w)
    w.unsigned(notice.kind.rawValue)
    w.bytes(notice.content)
    inclusion.encode(to: &w)
    w.list(cells) { w, cell in
      w.array(3)
      cell.region.encode(to: &w)
      w.optional(cell.sum) { w, sum in
        w.array(2)
        w.unsigned(sum.families)
        sum.rupiah.encode(to: &w)
      }
      w.optional(cell.proof)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 6)
    head = try HeadProof(from: &r)
    let kind = try r.choice(PublicEntry.Kind.self)
    notice = PublicEntry(kind, content: try r.bytes(max: PublicEntry.maximumBytes))
    inclusion = try InclusionProof(from: &r)
    cells = try r.list(max: RegionsAnswer.maximumCells) { (r) throws(CodingError) in
      try r.array(exactly: 3)
      let region = try Region(from: &r)
      let sum = try r.optional { (r) throws(CodingError) in
        try r.array(exactly: 2)
        return Sum(families: try r.unsigned(), rupiah: try Rupiah(from: &r))
      }
      return Cell(region: region, sum: sum, proof: try r.optional())
    }
  }
}
