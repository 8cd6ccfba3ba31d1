// A set of ages in whole years, turned into the days that make them.
extension IntegerSet {
  /// The days on which somebody born that day has one of these ages.
  func days(bornOn born: Int64) -> IntegerSet {
    periods { age in CivilDate.first { CivilDate.age(born: Int32(born), on: $0) >= age } }
  }

  /// The days of birth of those who have one of these ages on that day.
  func birthdays(seenOn day: Int64) -> IntegerSet {
    // The later somebody was born, the younger: counted backwards, ages rise as they do with time.
    let backwards = periods { age in
      CivilDate.first { CivilDate.age(born: CivilDate.mirrored($0), on: Int32(day)) >= age }
    }
    return IntegerSet(
      joining: backwards.ranges.map {
        Int64(CivilDate.mirrored(Int32($0.upperBound)))...Int64(CivilDate.mirrored(Int32($0.lowerBound)))
      })
  }

  /// - Parameter first: the first day on which an age is reached; nil where none comes.
  private func periods(_ first: (Int32) -> Int32?) -> IntegerSet {
    let possible = intersection(IntegerSet(-9_998...9_998))
    return IntegerSet(
      joining: possible.ranges.compactMap { ages in
        guard let start = first(Int32(ages.lowerBound)) else { return nil }
        let end = first(Int32(ages.upperBound) + 1).map { Int64($0) - 1 } ?? Int64(CivilDate.latest.days)
        return Int64(start) <= end ? Int64(start)...end : nil
      })
  }
}

extension CivilDate {
  /// The first day from which on a test holds, of one that goes on holding once it does.
  fileprivate static func first(_ holds: (Int32) -> Bool) -> Int32? {
    var (low, high) = (earliest.days, latest.days)
    guard holds(high) else { return nil }
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The day as far from the calendar's end as that one from its beginning.
  fileprivate static func mirrored(_ days: Int32) -> Int32 { earliest.days + (latest.days - days) }
}
