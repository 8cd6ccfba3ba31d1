/// A set of 64-bit numbers, as ranges: what a value can be.
public struct IntegerSet: Equatable, Sendable {
  /// In ascending order, without common numbers.
  public private(set) var ranges: [ClosedRange<Int64>]

  static let all = IntegerSet(.min ... .max)

  public init(_ range: ClosedRange<Int64>) {
    ranges = [range]
  }

  init(_ numbers: [Int64]) {
    ranges = []
    for number in numbers.sorted() where ranges.last?.upperBound != number { ranges.append(number...number) }
  }

  private init(ranges: [ClosedRange<Int64>]) {
    self.ranges = ranges
  }

  /// The numbers that lie in any of these ranges.
  init(joining ranges: [ClosedRange<Int64>]) {
    self = ranges.reduce(IntegerSet(ranges: [])) { $0.union(IntegerSet($1)) }
  }

  public func contains(_ number: Int64) -> Bool {
    ranges.contains { $0.contains(number) }
  }

  /// How far the nearest number of the set is.
  func distance(from number: Int64) -> Int64 {
    let distances = ranges.map { range -> Int64 in
      let (gap, overflow) =
        number < range.lowerBound
        ? range.lowerBound.subtractingReportingOverflow(number)
        : number > range.upperBound ? number.subtractingReportingOverflow(range.upperBound) : (0, false)
      return overflow ? .max : gap
    }
    return distances.min() ?? .max
  }

  /// The set of what a function that never falls makes of its ranges' ends; a range that becomes empty is left out.
  func map(_ low: (Int64) -> Int64, _ high: (Int64) -> Int64) -> IntegerSet {
    let mapped = ranges.compactMap { range -> ClosedRange<Int64>? in
      let (a, b) = (
        range.lowerBound == .min ? .min : low(range.lowerBound),
        range.upperBound == .max ? .max : high(range.upperBound)
      )
      return a <= b ? a...b : nil
    }
    return IntegerSet(joining: mapped)
  }

  /// Every number with its sign changed; the ends of the numbers stay the ends.
  var negated: IntegerSet {
    func opposite(_ number: Int64) -> Int64 { number == .min ? .max : number == .max ? .min : -number }
    return IntegerSet(joining: ranges.map { opposite($0.upperBound)...opposite($0.lowerBound) })
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

  public func union(_ other: IntegerSet) -> IntegerSet {
    complement.intersection(other.complement).complement
  }

  /// Every number that is not in the set.
  public var complement: IntegerSet {
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
