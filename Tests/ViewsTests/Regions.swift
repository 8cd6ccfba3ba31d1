import Model
import Records
import Rules
import Signing
import TestSupport
import Transparency

/// A made-up country, its sums added up as a cycle's are.
struct Country {
  private(set) var regions: [RegionSum] = []
  private(set) var root = SumNode.empty
  var villages: [Region] { regions.map(\.region).filter { $0.level == .village } }

  init(seed: UInt64, most: Int = 4) {
    var random = SplitMix64(seed: seed)
    root = add(.province, in: 0, most, &random)
    regions.sort { $0.region < $1.region }
  }

  private mutating func add(
    _ level: Region.Level, in above: UInt64, _ most: Int, _ random: inout SplitMix64
  ) -> SumNode {
    var parts: [RegionSum] = []
    for number in 1...UInt64.random(in: 1...UInt64(most), using: &random) {
      let code = above + (level == .province ? 10 + number : number) * level.unit
      let region = Region(raw: code)!
      let sum =
        Region.Level(rawValue: level.rawValue + 1).map { add($0, in: code, most, &random) } ?? village(&random)
      parts.append(RegionSum(region: region, sum: sum))
    }
    regions += parts
    return try! MerkleSumTree(parts.map(\.leaf), lanes: SingleLane()).root
  }

  private func village(_ random: inout SplitMix64) -> SumNode {
    let families = UInt64.random(in: 0...(Bool.random(using: &random) ? 4 : 40), using: &random)
    let commitment = SHA256.hash(random.bytes(8))
    return SumNode(try! SumLeaf(commitment: commitment, families: families, rupiah: Int64(families) * 100_000))
  }
}
