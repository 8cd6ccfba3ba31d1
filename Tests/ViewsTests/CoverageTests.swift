import Coding
import Model
import Records
import Rules
import Signing
import TestSupport
import Testing
import Transparency
import Views

@Suite("Totals by region")
struct CoverageTests {
  @Test("tell no withheld number, not by any sum or difference", arguments: 1...150 as ClosedRange<UInt64>)
  func nothingDerivable(seed: UInt64) throws {
    let country = Country(seed: seed, most: seed % 3 == 0 ? 6 : 3)
    let table = try #require(CoverageTable(root: country.root.hash, regions: country.regions))
    let villages = country.villages
    guard villages.count < 160 else { return }
    func vector(_ isIn: (Region) -> Bool) -> [UInt64] { villages.map { isIn($0) ? 1 : 0 } }
    var known = Span(vector { _ in true })
    for cell in table.cells {
      guard let shown = cell.shown else { continue }
      #expect(shown.sum.families >= Suppression.threshold || country.root.families < Suppression.threshold)
      known.add(vector { cell.region.contains($0) })
      guard let step = shown.step else { continue }
      let brothers = country.regions.map(\.region).filter { $0.level == cell.region.level && $0.parent == cell.region.parent }
      for part in siblings(of: Int(step.index), in: 0..<brothers.count) {
        known.add(vector { village in brothers[part].contains { $0.contains(village) } })
      }
    }
    for cell in table.cells where cell.shown == nil {
      // A nation of one province is its province; its total is in the public notice.
      let isNation = villages.allSatisfy { cell.region.contains($0) }
      #expect(isNation || !known.contains(vector { cell.region.contains($0) }), "\(cell.region), seed \(seed)")
    }
    // Nor what several withheld brothers got together, where that is a small number again.
    for parent in [nil] + table.cells.filter({ $0.shown != nil }).map({ Optional($0.region) }) {
      let gone = country.regions.filter { sum in
        sum.region.parent == parent && table.cells.contains { $0.region == sum.region && $0.shown == nil }
      }
      guard (2...6).contains(gone.count), country.root.families >= Suppression.threshold else { continue }
      for subset in 1..<1 << gone.count {
        let part = gone.indices.filter { subset >> $0 & 1 == 1 }.map { gone[$0] }
        guard part.reduce(0, { $0 + $1.sum.families }) < Suppression.threshold else { continue }
        #expect(!known.contains(vector { village in part.contains { $0.region.contains(village) } }))
      }
    }
  }

  /// The ranges of leaves beside the way of a leaf (RFC 6962 §2.1.1).
  private func siblings(of index: Int, in range: Range<Int>) -> [Range<Int>] {
    guard range.count > 1 else { return [] }
    var half = 1
    while half * 2 < range.count { half *= 2 }
    let (left, right) = (range.lowerBound..<range.lowerBound + half, range.lowerBound + half..<range.upperBound)
    return left.contains(index) ? [right] + siblings(of: index, in: left) : [left] + siblings(of: index, in: right)
  }

  @Test("leave gaps of two numbers and five families at least", arguments: 1...200 as ClosedRange<UInt64>)
  func gaps(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let numbers = (0..<Int.random(in: 1...40, using: &random)).map { _ in UInt64.random(in: 0...30, using: &random) }
    let suppression = Suppression(numbers)
    let gone = numbers.indices.filter { suppression.isWithheld[$0] }
    for index in numbers.indices where numbers[index] < 5 { #expect(suppression.isWithheld[index]) }
    guard !gone.isEmpty, gone.count < numbers.count else { return }
    #expect(gone.count > 1)
    #expect(gone.reduce(0) { $0 + numbers[$1] } >= 5)
    for index in gone { #expect(!suppression.isProvable[index]) }
  }

  @Test("without a small number are all shown and all proved")
  func nothingWithheld() {
    let suppression = Suppression([9, 5, 7, 100, 6])
    #expect(suppression.isWithheld == [false, false, false, false, false])
    #expect(suppression.isProvable == [true, true, true, true, true])
  }

  @Test("withhold the next smallest beside a single small one, and the proofs that would tell either")
  func complement() {
    let suppression = Suppression([3, 50, 8, 60])
    #expect(suppression.isWithheld == [true, false, true, false])
    #expect(suppression.isProvable == [false, false, false, false])
    let together = Suppression([3, 8, 50, 60])
    #expect(together.isWithheld == [true, true, false, false])
    #expect(together.isProvable == [false, false, true, true])
  }

  @Test("that do not make up the cycle's root are refused")
  func wrongRoot() throws {
    let country = Country(seed: 3)
    #expect(CoverageTable(root: .zero, regions: country.regions) == nil)
    #expect(CoverageTable(root: country.root.hash, regions: Array(country.regions.dropLast())) == nil)
    let other = Country(seed: 4)
    #expect(CoverageTable(root: country.root.hash, regions: other.regions) == nil)
  }

  @Test("come back from the view as they went in, with proofs anybody can check", arguments: 5...12 as ClosedRange<UInt64>)
  func stored(seed: UInt64) throws {
    let country = Country(seed: seed)
    let folder = try Folder()
    let views = try ViewStore(folder.file("views.sqlite"), network: Chain.network)
    var chain = Chain(seed: 1, blocks: 0)
    let notice = CycleNotice(
      stage: .closed, series: "id.test", cycle: "2026-Q1", programme: ProgrammeID(digest: .zero),
      due: CivilDate("2026-02-10")!, cutOff: 0, totals: CycleTotals(), gap: .zero, root: country.root.hash)
    chain.add([], publicEntries: [PublicEntry(.cycle, content: notice.encoded)])
    var batch = ViewBatch(after: nil)
    try batch.add(chain.blocks[0]) { _ in country.regions }
    try views.write(batch)
    let table = try #require(CoverageTable(root: country.root.hash, regions: country.regions))
    var (seen, proved) = (0, 0)
    for region in [nil] + country.regions.map({ Optional($0.region) }) where region?.level != .village {
      let (cycle, cells) = try #require(try views.regions(ofSeries: "id.test", cycle: "2026-Q1", in: region))
      #expect(cycle.notice == notice)
      for cell in cells {
        let expected = try #require(table.cells.first { $0.region == cell.region })
        #expect(cell.sum == expected.shown?.sum)
        #expect(cell.region.parent == region)
        seen += 1
        #expect(try views.coverage(of: cell.region, limit: 5).map(\.cell) == [cell])
        guard let proof = cell.proof else { continue }
        proved += 1
        #expect(try RegionProof(encoded: proof.encoded) == proof)
        try proof.verify(root: country.root.hash)
        #expect(throws: ProofError.self) { try proof.verify(root: .zero) }
      }
    }
    #expect(seen == country.regions.count)
    #expect(try views.regions(ofSeries: "id.test", cycle: "2026-Q2", in: nil) == nil)
  }
}

extension Region {
  fileprivate var parent: Region? { Level(rawValue: level.rawValue &- 1).flatMap { ancestor(at: $0) } }
}

/// What can be worked out of known sums by adding and subtracting any multiples of them, modulo a large prime.
private struct Span {
  private static let prime: UInt64 = (1 << 61) - 1
  private var rows: [(pivot: Int, row: [UInt64])] = []

  init(_ first: [UInt64]) { add(first) }

  mutating func add(_ vector: [UInt64]) {
    let rest = reduced(vector)
    guard let pivot = rest.firstIndex(where: { $0 != 0 }) else { return }
    let inverse = Self.power(rest[pivot], Self.prime - 2)
    rows.append((pivot, rest.map { Self.product($0, inverse) }))
  }

  func contains(_ vector: [UInt64]) -> Bool { reduced(vector).allSatisfy { $0 == 0 } }

  private func reduced(_ vector: [UInt64]) -> [UInt64] {
    var rest = vector
    for (pivot, row) in rows where rest[pivot] != 0 {
      let factor = Self.prime - rest[pivot]
      for index in rest.indices where row[index] != 0 {
        rest[index] = (rest[index] + Self.product(row[index], factor)) % Self.prime
      }
    }
    return rest
  }

  private static func product(_ a: UInt64, _ b: UInt64) -> UInt64 {
    prime.dividingFullWidth(a.multipliedFullWidth(by: b)).remainder
  }

  private static func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    var (result, base, exponent) = (1 as UInt64, base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = product(result, base) }
      base = product(base, base)
      exponent >>= 1
    }
    return result
  }
}
