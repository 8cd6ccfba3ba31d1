import Model
import Views

/// Whether stretches of the log have entries of an account's.
struct EntrySearch {
  private let account: AccountNumber
  private let views: ViewStore
  /// Its newest entries, descending; all of them unless the view has to be asked.
  private let newest: [UInt64]
  private let isWhole: Bool

  /// As many as a family ever has.
  private static let kept = 4_096

  init(_ account: AccountNumber, _ views: ViewStore) throws(ViewError) {
    let page = try views.history(of: account, limit: Self.kept)
    (self.account, self.views, newest, isWhole) = (account, views, page.entries, page.next == nil)
  }

  /// Where the view cannot say, a reading is rather listed than left out.
  func contains(_ entries: Range<UInt64>) -> Bool {
    if isWhole {
      var (low, high) = (0, newest.count)
      while low < high {
        let middle = (low + high) / 2
        if newest[middle] >= entries.upperBound { low = middle + 1 } else { high = middle }
      }
      return low < newest.count && newest[low] >= entries.lowerBound
    }
    guard let page = try? views.history(of: account, before: entries.upperBound, limit: 1) else { return true }
    return page.entries.first.map { $0 >= entries.lowerBound } ?? false
  }
}
