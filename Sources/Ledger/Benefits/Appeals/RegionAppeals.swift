import Model
import Records
import Rules

/// Appeals of people in one region, and how many families they are about.
struct RegionAppeals {
  private(set) var count: AppealNotice.Count
  private var families: Set<AccountNumber> = []

  init(region: Region?) { count = AppealNotice.Count(region: region) }

  mutating func add(_ appeal: AppealRow) {
    families.insert(appeal.account)
    count.filed += 1
    count.late += UInt32(appeal.late)
    if appeal.status.isOpen { return }
    if appeal.status == .refused { count.refused += 1 } else { count.upheld += 1 }
    count.hours += UInt64(clamping: (appeal.answered.milliseconds - appeal.filed.milliseconds) / BlockTime.hour)
  }

  private static let fewest = 5

  /// Leaves out regions few families are in, and the smallest others until what is missing tells of no region and of
  /// few families no more than what is shown.
  static func published(_ all: Self, _ regions: [Self]) -> [AppealNotice.Count] {
    guard all.families.count >= fewest else { return [] }
    var shown = regions.filter { $0.families.count >= fewest }
    func isTold() -> Bool {
      let hidden = regions.count - shown.count
      let families = all.families.count - shown.reduce(0) { $0 + $1.families.count }
      return hidden == 1 || hidden > 0 && families < fewest
    }
    while isTold(), let smallest = shown.indices.min(by: { shown[$0].families.count < shown[$1].families.count }) {
      shown.remove(at: smallest)
    }
    return [all.count] + shown.map(\.count)
  }
}
