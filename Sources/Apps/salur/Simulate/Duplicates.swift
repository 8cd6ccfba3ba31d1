import Platform
import Signing
import Synchronization

/// Whether a number stands twice in long lists, found on all threads.
enum Duplicates {
  private static let parts = 16

  static func exist(in lists: [[UInt64]], _ lanes: PlatformLanes) -> Bool {
    let found = Atomic(false)
    lanes.forEach(parts) { part in
      if !found.load(ordering: .relaxed), hasDuplicate(lists, part) { found.store(true, ordering: .relaxed) }
    }
    return found.load(ordering: .relaxed)
  }

  /// Open addressing over those numbers that fall to one part; zero is nobody's number.
  private static func hasDuplicate(_ lists: [[UInt64]], _ part: Int) -> Bool {
    let expected = lists.reduce(0) { $0 + $1.count } / parts
    var bits = 8
    while 1 << bits < expected * 3 { bits += 1 }
    let table = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << bits)
    table.initialize(repeating: 0, count: 1 << bits)
    defer { table.deallocate() }
    var count = 0
    for list in lists {
      for number in list {
        let hash = number &* 0x9E37_79B9_7F4A_7C15
        guard Int(truncatingIfNeeded: hash >> 60) == part else { continue }
        count += 1
        // A list made to collide is read the slow way.
        if count >= 1 << bits { return true }
        var place = Int(truncatingIfNeeded: (hash << 4) >> UInt64(64 - bits))
        while table[place] != 0 {
          if table[place] == number { return true }
          place = (place + 1) & (1 << bits - 1)
        }
        table[place] = number
      }
    }
    return false
  }
}
