import Coding

/// Values that would do in a circumstance.
public enum Wanted: Equatable, Sendable {
  /// As numbers in memory: truth as 0 and 1, words by their place from 1, dates as days since 1970, regions as codes.
  case numbers(IntegerSet)
  case text(TextTest)
  /// Nobody says anything.
  case absent

  func intersection(_ other: Wanted) -> Wanted? {
    switch (self, other) {
    case (.numbers(let a), .numbers(let b)):
      let common = a.intersection(b)
      return common.isEmpty ? nil : .numbers(common)
    case (.text(let a), .text(let b)): return a.intersection(b).map { .text($0) }
    case (.absent, .absent): return .absent
    default: return nil
    }
  }
}

/// What a text must be like.
public indirect enum TextTest: Equatable, Sendable {
  case oneOf([Text])
  case starting(Text)
  case ending(Text)
  case containing(Text)
  case not(TextTest)

  static let anything = TextTest.not(.oneOf([]))

  public func admits(_ text: Text) -> Bool {
    switch self {
    case .oneOf(let texts): texts.contains(text)
    case .starting(let start): text.utf8.starts(with: start.utf8)
    case .ending(let end): text.utf8.reversed().starts(with: end.utf8.reversed())
    case .containing(let part):
      part.utf8.isEmpty || text.utf8.indices.contains { text.utf8[$0...].starts(with: part.utf8) }
    case .not(let test): !test.admits(text)
    }
  }

  /// Nil where there is none, and where it could not be said in one test.
  func intersection(_ other: TextTest) -> TextTest? {
    switch (self, other) {
    case _ where self == other || other == .anything: return self
    case _ where self == .anything: return other
    case (.oneOf(let texts), let test), (let test, .oneOf(let texts)):
      let common = texts.filter(test.admits)
      return common.isEmpty ? nil : .oneOf(common)
    case (.not(.oneOf(let a)), .not(.oneOf(let b))): return .not(.oneOf(a + b.filter { !a.contains($0) }))
    default: return nil
    }
  }

  /// Some texts it admits.
  var examples: [Text] {
    switch self {
    case .oneOf(let texts): texts
    case .starting(let text), .ending(let text), .containing(let text): [text]
    case .not: ["", "-", "x"].filter(admits)
    }
  }
}

extension Wanted {
  /// Values to try in the rule itself: the ends of every range, and some of every text.
  ///
  /// - Returns: empty where there is none the field could hold.
  func examples(_ type: FieldType) -> [Value?] {
    switch self {
    case .absent: return [nil]
    case .text(let test): return test.examples.prefix(Remedy.mostExamples).map { .string($0) }
    case .numbers(let set):
      let ends = set.ranges.prefix(Remedy.mostExamples / 2).flatMap { type.ends(of: $0) }
      return ends.compactMap { type.value(number: $0) }
    }
  }
}

extension FieldType {
  /// The value that a number in memory stands for.
  public func value(number: Int64) -> Value? {
    switch self {
    case .bool: number == 0 || number == 1 ? .bool(number == 1) : nil
    case .int(let min, let max): number >= min && number <= max ? .int(number) : nil
    case .rupiah: .rupiah(number)
    case .date: Int32(exactly: number).flatMap { CivilDate(days: $0) }.map { .date($0) }
    case .enumeration(let words): number >= 1 && number <= words.count ? .string(words[Int(number) - 1]) : nil
    case .region: UInt64(exactly: number).flatMap { Region(raw: $0) }.map { .region($0) }
    case .text, .records: nil
    }
  }

  /// The least and the greatest value of the field in a range. Amounts have no end; a rule tries a quadrillion.
  fileprivate func ends(of range: ClosedRange<Int64>) -> [Int64] {
    let limits: ClosedRange<Int64> =
      switch self {
      case .rupiah: -1_000_000_000_000_000...1_000_000_000_000_000
      case .region: 1_100_000_000...9_999_999_999
      default: .min ... .max
      }
    guard range.overlaps(limits) else { return [] }
    let range = range.clamped(to: limits)
    return range.count == 1 ? [range.lowerBound] : [range.lowerBound, range.upperBound]
  }
}
