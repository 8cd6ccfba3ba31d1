import Model
import Records
import Rules
import Signing
import Transparency

/// A cycle's payments as Merkle-sum trees within one another: registrants make villages, villages districts,
/// districts regencies, regencies provinces, provinces the nation.
///
/// A registrant's leaf commits to SHA-256(blind ‖ registrant ‖ entitlement row), blinded by its account's salt and the
/// cycle; a region's leaf to SHA-256(raw code ‖ root of its tree). Leaves are in order of code, registrants in theirs.
public struct RegionTree: Sendable {
  public let root: SumNode
  /// Every region's totals and root, in order of code; the nation is not among them.
  public let regions: [RegionSum]

  typealias Node = RegionSum
}

extension RegionTree {
  init(_ cycle: CycleState, plan: DecisionPlan, lanes: some Lanes) {
    var places = RegionTree.registrants(cycle, plan)
    RegionTree.sort(&places)
    var nodes = RegionTree.villages(places, cycle, plan, lanes: lanes)
    var all = nodes
    for level in [Region.Level.district, .regency, .province] {
      nodes = RegionTree.merged(nodes, at: level, lanes: lanes)
      all += nodes
    }
    root = RegionTree.tree(over: nodes, lanes: lanes).root
    all.sort { ($0.region, $0.region.level) < ($1.region, $1.region.level) }
    regions = all
  }

  /// A decided registrant and the village it lived in at the cut-off.
  private struct Place: BitwiseCopyable {
    let region: UInt64
    let registrant: UInt32
  }

  private static func registrants(_ cycle: CycleState, _ plan: DecisionPlan) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(Int(cycle.record.totals.decided))
    for registrant in 0..<cycle.entitlements.count where cycle.entitlements[registrant].verdict != .none {
      let home = plan.population.home(of: plan.payee(registrant), at: plan.cutOff)
      places.append(Place(region: home, registrant: UInt32(registrant)))
    }
    return places
  }

  /// By region, registrants staying in order: three passes of a radix sort over the code's 34 bits.
  private static func sort(_ places: inout [Place]) {
    let digit: UInt64 = 12
    var other = places
    for pass in 0..<3 as Range<UInt64> {
      var starts = [Int](repeating: 0, count: 1 << digit + 1)
      func bucket(_ place: Place) -> Int { Int(place.region >> (pass * digit) & (1 << digit - 1)) }
      for place in places { starts[bucket(place) + 1] += 1 }
      for index in 1..<starts.count { starts[index] += starts[index - 1] }
      for place in places {
        other[starts[bucket(place)]] = place
        starts[bucket(place)] += 1
      }
      swap(&places, &other)
    }
  }

  private static func villages(
    _ places: [Place], _ cycle: CycleState, _ plan: DecisionPlan, lanes: some Lanes
  ) -> [Node] {
    let leaves = leaves(places, cycle, plan, lanes: lanes)
    var nodes: [Node] = []
    var first = 0
    while first < places.count {
      var end = first
      while end < places.count, places[end].region == places[first].region { end += 1 }
      let root = tree(Array(leaves[first..<end]), lanes: lanes).root
      nodes.append(Node(region: Region(raw: places[first].region)!, sum: root))
      first = end
    }
    return nodes
  }

  private static func leaves(
    _ places: [Place], _ cycle: CycleState, _ plan: DecisionPlan, lanes: some Lanes
  ) -> [SumLeaf] {
    [SumLeaf](unsafeUninitializedCapacity: places.count) { buffer, count in
      // The ranges are disjoint, so no two lanes write the same leaf.
      nonisolated(unsafe) let leaves = buffer
      lanes.forEachRange(of: places.count, grain: batch) { range in
        for start in stride(from: range.lowerBound, to: range.upperBound, by: batch) {
          let part = places[start..<min(start + batch, range.upperBound)]
          writeLeaves(part, cycle, plan, to: leaves.baseAddress! + start, lanes: lanes)
        }
      }
      count = places.count
    }
  }

  private static let batch = 256
  private static let commitmentLength = Blind.byteCount + 4 + EntitlementRow.encodedLength

  /// Leaves of up to `batch` registrants, hashed side by side.
  private static func writeLeaves(
    _ places: ArraySlice<Place>, _ cycle: CycleState, _ plan: DecisionPlan, to leaves: UnsafeMutablePointer<SumLeaf>,
    lanes: some Lanes
  ) {
    let n = places.count
    let length = max(commitmentLength, Blind.messageLength)
    withUnsafeTemporaryAllocation(byteCount: n * (length + Digest.byteCount), alignment: 64) { scratch in
      let messages = scratch.baseAddress!
      let digests = messages + n * length
      for (index, place) in places.enumerated() {
        // Entries of the log never have such high numbers, so no blind is used twice.
        let entry = 1 << 63 | UInt64(cycle.record.number) << 32 | UInt64(place.registrant)
        let salt = plan.population.accounts[plan.payee(Int(place.registrant)).row].salt
        Blind.write(salt: salt, entry: entry, to: messages + index * Blind.messageLength)
      }
      lanes.hash(
        messages: messages, length: Blind.messageLength, stride: Blind.messageLength, count: n, into: digests)
      for (index, place) in places.enumerated() {
        let message = messages + index * commitmentLength
        message.copyMemory(from: digests + index * Digest.byteCount, byteCount: Blind.byteCount)
        LittleEndian.store(place.registrant, to: message, at: Blind.byteCount)
        cycle.entitlements[Int(place.registrant)].encode(to: message + Blind.byteCount + 4)
      }
      lanes.hash(messages: messages, length: commitmentLength, stride: commitmentLength, count: n, into: digests)
      for (index, place) in places.enumerated() {
        let paid = cycle.entitlements[Int(place.registrant)].paid
        let commitment = Digest(loading: digests + index * Digest.byteCount)
        (leaves + index).initialize(to: sumLeaf(commitment, families: paid > 0 ? 1 : 0, rupiah: paid))
      }
    }
  }

  private static func merged(_ nodes: [Node], at level: Region.Level, lanes: some Lanes) -> [Node] {
    var merged: [Node] = []
    var first = 0
    while first < nodes.count {
      let region = nodes[first].region.ancestor(at: level)!
      var end = first
      while end < nodes.count, nodes[end].region.ancestor(at: level) == region { end += 1 }
      merged.append(Node(region: region, sum: tree(over: Array(nodes[first..<end]), lanes: lanes).root))
      first = end
    }
    return merged
  }

  private static func tree(over nodes: [Node], lanes: some Lanes) -> MerkleSumTree {
    tree(nodes.map(\.leaf), lanes: lanes)
  }

  // No sum here can leave its range: all of them are parts of the cycle's totals.

  private static func sumLeaf(_ commitment: Digest, families: UInt64, rupiah: Int64) -> SumLeaf {
    do throws(ProofError) {
      return try SumLeaf(commitment: commitment, families: families, rupiah: rupiah)
    } catch {
      preconditionFailure("a payment is never below zero")
    }
  }

  private static func tree(_ leaves: [SumLeaf], lanes: some Lanes) -> MerkleSumTree {
    do throws(ProofError) {
      return try MerkleSumTree(leaves, lanes: lanes)
    } catch {
      preconditionFailure("a cycle's total fits 64 bits")
    }
  }
}
