/// Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", 2014): the same numbers from
/// the same seed on every machine. Not for secrets.
struct SeededRandom {
  private var state: UInt64

  /// A sequence of its own for every index, so that families can be generated in any order.
  init(seed: UInt64, index: UInt64) {
    state = Self.mixed(seed &+ Self.mixed(index &* Self.increment &+ 1))
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mixed(state)
  }

  /// A number in `0..<count`; its bias is below 2⁻³² for the small counts used here.
  @inline(__always)
  mutating func below(_ count: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(truncatingIfNeeded: count)).high)
  }

  /// True in `share` of a thousand cases.
  @inline(__always)
  mutating func happens(perMille share: Int) -> Bool { below(1_000) < share }

  /// A position of the table, as often as its weight.
  @inline(__always)
  mutating func pick(_ table: WeightedTable) -> Int { table.positions[below(table.positions.count)] }
}

/// Positions by weight: each stands in the list as often as it weighs.
struct WeightedTable: Sendable {
  let positions: [Int]

  init(_ weights: [Int]) {
    positions = weights.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
  }
}
