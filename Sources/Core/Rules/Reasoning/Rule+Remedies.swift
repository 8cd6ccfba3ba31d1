extension Rule {
  /// What would have to be otherwise for the test to say yes, the least first. To be tried in the rule itself.
  ///
  /// - Returns: at most a few dozen ways; none where it says yes already.
  public func remedies(in circumstances: Circumstances) -> [Remedy] {
    var search = RemedySearch(circumstances)
    return search.ways(foldedTerm, to: true, [:]).map(\.changes).filter { !$0.demands.isEmpty }
  }

  /// Inputs that are a single value, such as the due day, and that the rule reads; in order of first use.
  public var inputs: [Int] {
    var inputs: [Int] = []
    term.walk { term in
      guard case .input(let input) = term.node, !inputs.contains(input) else { return }
      if case .record = term.type { return }
      inputs.append(input)
    }
    return inputs
  }

  /// The lists whose elements the rule reads or counts, in order of first use.
  public var lists: [Int] {
    var lists: [Int] = []
    term.walk { term in
      if case .children(let list) = term.node, !lists.contains(list) { lists.append(list) }
    }
    return lists
  }

  /// The values of a field that are worth trying one by one, where the search sees nothing: all of them where they are
  /// few, else those that stand in the rule and their neighbours.
  public func candidates(_ type: FieldType, around day: CivilDate) -> [Value?] {
    switch type {
    case .bool: return [.bool(false), .bool(true)]
    case .enumeration(let words): return words.prefix(256).map { .string($0) }
    case .int(let min, let max)
    where max.subtractingReportingOverflow(min).partialValue <= 1_000 && max / 2 - min / 2 < 1_000:
      return (min...max).map { .int($0) }
    case .date:
      return (-44_000...366).map { day.adding(days: $0).map { .date($0) } }
    case .int, .rupiah, .region: return constantWords.compactMap { type.value(number: $0) }
    case .text:
      return constants.compactMap { if case .string = $0 { $0 } else { nil } }
    case .records: return []
    }
  }

  private var constants: [Value] {
    var found: [Value] = []
    term.walk { term in
      if case .constant(let value) = term.node { found.append(value) }
    }
    return found
  }

  private var constantWords: [Int64] {
    IntegerSet(
      joining: constants.compactMap(\.word).filter { $0 > .min + 1 && $0 < .max - 1 }.map { ($0 - 1)...($0 + 1) }
    )
    .ranges.prefix(32).flatMap { $0.prefix(32) }
  }
}
