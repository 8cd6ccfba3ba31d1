import Rules

/// Picks villages so that provinces come as often as people live in them; within a province all are alike.
struct VillagePicker: Sendable {
  private let villages: [Region]
  private let ranges: [Range<Int>]
  private let table: WeightedTable

  /// Nil where there are no villages.
  init?(_ regions: RegionCatalogue) {
    villages = regions.villages
    guard !villages.isEmpty else { return nil }
    var ranges: [Range<Int>] = []
    var weights: [Int] = []
    for province in regions.children(of: nil) {
      let villages = regions.villages(in: province)
      guard !villages.isEmpty else { continue }
      ranges.append(villages.startIndex..<villages.endIndex)
      let number = Int(province.raw / Region.Level.province.unit)
      weights.append(Self.population.first { $0.province == number }?.weight ?? 10)
    }
    self.ranges = ranges
    table = WeightedTable(weights)
  }

  @inline(__always)
  func pick(_ random: inout SeededRandom) -> Region {
    let range = ranges[random.pick(table)]
    return villages[range.lowerBound + random.below(range.count)]
  }

  /// Roughly how many hundred thousand people live in each province.
  private static let population: [(province: Int, weight: Int)] = [
    (11, 56), (12, 156), (13, 58), (14, 67), (15, 37), (16, 88), (17, 21), (18, 94), (19, 15), (21, 22),
    (31, 107), (32, 503), (33, 379), (34, 38), (35, 418), (36, 124), (51, 44), (52, 56), (53, 57),
    (61, 57), (62, 28), (63, 43), (64, 40), (65, 7), (71, 27), (72, 31), (73, 95), (74, 28), (75, 12), (76, 15),
    (81, 19), (82, 14), (91, 11), (92, 6), (93, 5), (94, 15), (95, 14), (96, 6),
  ]
}
