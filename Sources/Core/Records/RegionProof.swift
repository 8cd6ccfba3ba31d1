import Coding
import Model
import Rules
import Signing
import Transparency

/// What the families of one region got in a cycle, as the region's own Merkle-sum tree says.
public struct RegionSum: Equatable, Sendable {
  public let region: Region
  public let sum: SumNode

  public init(region: Region, sum: SumNode) {
    self.region = region
    self.sum = sum
  }

  /// Its leaf in the tree of the region around it: it commits to SHA-256(raw code ‖ root of its own tree), the code as
  /// eight bytes, most significant first.
  public var leaf: SumLeaf {
    var hasher = SHA256()
    withUnsafeBytes(of: region.raw.bigEndian) { hasher.update($0) }
    sum.hash.withUnsafeBytes { hasher.update($0) }
    do throws(ProofError) {
      return try SumLeaf(commitment: hasher.finalize(), families: sum.families, rupiah: sum.rupiah)
    } catch {
      preconditionFailure("a node's rupiah are never below zero")
    }
  }
}

/// Shows that a region's families and rupiah are counted in the root a cycle was closed with: its place in the tree of
/// the region around it, that one's place in the next, up to the nation.
public struct RegionProof: Equatable, Sendable {
  public let cell: RegionSum
  /// One for each level from the region's own up to the province's.
  public let steps: [SumInclusionProof]

  public init(cell: RegionSum, steps: [SumInclusionProof]) {
    precondition(steps.count == Int(cell.region.level.rawValue) + 1, "one step a level")
    self.cell = cell
    self.steps = steps
  }

  /// - Parameter root: of the cycle's public notice.
  public func verify(root: Digest) throws(ProofError) {
    var cell = cell
    for (step, level) in zip(steps, Region.Level.allCases.prefix(steps.count).reversed()) {
      let around = try step.root(of: cell.leaf)
      guard let above = Region.Level(rawValue: level.rawValue &- 1), let region = cell.region.ancestor(at: above) else {
        guard around.hash == root else { throw .wrongRoot }
        return
      }
      cell = RegionSum(region: region, sum: around)
    }
    throw .wrongRoot
  }
}

/// `[1, region, sum, [step, …]]`
extension RegionProof: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.unsigned(1 as UInt64)
    cell.region.encode(to: &w)
    cell.sum.encode(to: &w)
    w.list(steps)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 4)
    let region = try Region(from: &r)
    cell = RegionSum(region: region, sum: try SumNode(from: &r))
    steps = try r.list(max: 4)
    guard steps.count == Int(region.level.rawValue) + 1 else { throw r.invalid("the proof has one step a level") }
  }
}
