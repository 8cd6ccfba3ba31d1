import Coding
import Rules

extension Schedule {
  /// One calendar cycle. Its name is for people and for rules: `2026`, `2026-Q3` or `2026-08`.
  public struct Occurrence: Equatable, Sendable {
    public let name: Text
    /// First day of the period, and the first day after it.
    public let start: CivilDate
    public let end: CivilDate
    public let due: CivilDate
  }

  /// The `index`-th period (0-based), counted from the one that holds `from`. Nil past the calendar's end.
  public func occurrence(_ index: Int) -> Occurrence? {
    let length = every.months
    let firstMonth = (from.month - 1) / length * length + 1
    guard let anchor = CivilDate(year: from.year, month: firstMonth, day: 1),
      let start = anchor.adding(months: index * length),
      let end = start.adding(months: length),
      let dueMonth = start.adding(months: Int(month) - 1)
    else { return nil }
    let lastDay = CivilDate.daysIn(month: dueMonth.month, year: dueMonth.year)
    guard let due = dueMonth.adding(days: min(Int(day), lastDay) - 1) else { return nil }
    return Occurrence(name: name(ofPeriodStarting: start), start: start, end: end, due: due)
  }

  private func name(ofPeriodStarting start: CivilDate) -> Text {
    let year = String(start.year)
    switch every {
    case .year: return Text(year)
    case .quarter: return Text("\(year)-Q\((start.month - 1) / 3 + 1)")
    case .month: return Text("\(year)-\(start.month < 10 ? "0" : "")\(start.month)")
    }
  }
}
