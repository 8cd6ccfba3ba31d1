import Platform
import Signing
import Synchronization
import Testing

@Suite struct PlatformLanesTests {
  @Test(arguments: [1, 2, 3, 8])
  func runsEveryPartOnce(lanes count: Int) {
    let lanes = PlatformLanes(count: count)
    for parts in [0, 1, 2, 7, 1000] {
      let runs = Mutex([Int](repeating: 0, count: parts))
      lanes.forEach(parts) { part in runs.withLock { $0[part] += 1 } }
      #expect(runs.withLock { $0.allSatisfy { $0 == 1 } }, "\(parts) parts")
    }
  }

  @Test func runsPartsInsideParts() {
    let lanes = PlatformLanes(count: 2)
    let runs = Mutex(0)
    lanes.forEach(20) { _ in
      lanes.forEach(20) { _ in runs.withLock { $0 += 1 } }
    }
    #expect(runs.withLock { $0 } == 400)
  }

  @Test(arguments: [1, 2, 3, 8])
  func cutsRangesThatCoverAll(lanes count: Int) {
    let lanes = PlatformLanes(count: count)
    for (total, grain) in [(0, 1), (1, 1), (5, 2), (33, 1), (1000, 10), (10, 100)] {
      let ranges = Mutex<[Range<Int>]>([])
      lanes.forEachRange(of: total, grain: grain) { range in ranges.withLock { $0.append(range) } }
      let sorted = ranges.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
      #expect(sorted.flatMap { Array($0) } == Array(0..<total))
      #expect(sorted.count == 1 || sorted.allSatisfy { $0.count >= grain })
    }
  }

  @Test func hasALaneForEachProcessor() {
    #expect(PlatformLanes().count >= 1)
    #expect(PlatformLanes(count: 0).count == 1)
  }
}
