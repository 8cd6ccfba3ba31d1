/// A set of 64-bit numbers, as ranges: what a value can be.
struct IntegerSet: Equatable, Sendable {
  /// In ascending order, without common numbers.
  private(set) var ranges: [ClosedRange<Int64>]

  static let all = IntegerSet(.min ... .max)

  init(_ range: ClosedRange<Int64>) {
    ranges = [range]
  }

  init(_ numbers: [Int64]) {
    ranges = []
    for number in numbers.sorted() where ranges.last?.upperBound != number { ranges.append(number...number) }
  }

  private init(ranges: [ClosedRange<Int64>]) {
    self.ranges = ranges
  }

  var isEmpty: Bool { ranges.isEmpty }

  func intersection(_ other: IntegerSet) -> IntegerSet {
    var common: [ClosedRange<Int64>] = []
    var (left, right) = (ranges[...], other.ranges[...])
    while let a = left.first, let b = right.first {
      let (low, high) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
      if low <= high { common.append(low...high) }
      if a.upperBound < b.upperBound { left = left.dropFirst() } else { right = right.dropFirst() }
    }
    return IntegerSet(ranges: common)
  }

  func union(_ other: IntegerSet) -> IntegerSet {
    complement.intersection(other.complement).complement
  }

  /// Every number that is not in the set.
  var complement: IntegerSet {
    var rest: [ClosedRange<Int64>] = []
    var low: Int64? = .min
    for range in ranges {
      if let low, low < range.lowerBound { rest.append(low...(range.lowerBound - 1)) }
      low = range.upperBound == .max ? nil : range.upperBound + 1
    }
    if let low { rest.append(low...(.max)) }
    return IntegerSet(ranges: rest)
  }

  /// The set, or the range around it when it is a longer list than anybody need remember.
  var summary: IntegerSet {
    guard ranges.count > 64, let first = ranges.first, let last = ranges.last else { return self }
    return IntegerSet(first.lowerBound...last.upperBound)
  }
}
