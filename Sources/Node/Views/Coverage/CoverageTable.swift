import Model
import Records
import Rules
import Signing
import Transparency

/// What may be shown of a closed cycle by region, decided once from the root down: docs/decisions/0010-small-numbers-by-region.md.
public struct CoverageTable: Sendable {
  public struct Cell: Sendable {
    public let region: Region
    /// Nil where it is withheld.
    public let shown: Shown?
  }

  public struct Shown: Equatable, Sendable {
    public let sum: SumNode
    /// Its place in the tree of the region around it; nil where the proof would tell a withheld number.
    public let step: SumInclusionProof?
  }

  /// In order of code, a region before those in it.
  public private(set) var cells: [Cell] = []

  /// Nil where the regions do not make up the root.
  public init?(root: Digest, regions: [RegionSum]) {
    var inside: [UInt64: [RegionSum]] = [:]
    for region in regions { inside[region.region.around?.raw ?? 0, default: []].append(region) }
    guard add(regionsIn: nil, root: root, inside, isWithheld: false), cells.count == regions.count else { return nil }
    cells.sort { ($0.region, $0.region.level) < ($1.region, $1.region.level) }
  }

  /// Everything in a withheld region is withheld.
  private mutating func add(
    regionsIn region: RegionSum?, root: Digest, _ inside: [UInt64: [RegionSum]], isWithheld: Bool
  ) -> Bool {
    let parts = (inside[region?.region.raw ?? 0] ?? []).sorted { $0.region < $1.region }
    guard let tree = try? MerkleSumTree(parts.map(\.leaf), lanes: SingleLane()), tree.root.hash == root,
      region.map({ $0.sum == tree.root }) ?? true
    else { return false }
    let suppression = Suppression(parts.map(\.sum.families))
    let provable = isWithheld ? [] : suppression.isProvable
    for (index, part) in parts.enumerated() {
      let isGone = isWithheld || suppression.isWithheld[index]
      cells.append(
        Cell(
          region: part.region,
          shown: isGone
            ? nil : Shown(sum: part.sum, step: provable[index] ? tree.inclusionProof(of: index) : nil)))
      guard part.region.level < .village else { continue }
      guard add(regionsIn: part, root: part.sum.hash, inside, isWithheld: isGone) else { return false }
    }
    return true
  }
}

extension Region {
  /// The region of the next coarser level that this one lies in; nil for a province.
  var around: Region? { Level(rawValue: level.rawValue &- 1).flatMap { ancestor(at: $0) } }

  /// This region and those it lies in, finest first.
  var chain: [Region] { Level.allCases.reversed().compactMap { ancestor(at: $0) } }
}
