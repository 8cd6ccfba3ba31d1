import Coding
import Ledger
import Model
import Rules

// What would have to be otherwise, in words.
extension DecisionTrace.Subject {
  /// As it stands in front of a value: `family.members.job #1`, `home`.
  public func name(_ titles: [Text: Words], _ language: Language) -> String {
    switch kind {
    case .series(let series):
      let title = titles[series]?.text(language) ?? series.string
      return RemedyPhrase.receives(title).text(language)
    case .home: return RemedyPhrase.home.text(language)
    case .field, .count, .due:
      guard let member, path.split(separator: ".").count > 2 else { return path }
      return path + " #\(member + 1)"
    }
  }
}

extension DecisionTrace.Change {
  /// What is wanted, behind its subject's name and value.
  public func wantedText(_ language: Language) -> String {
    switch (subject.kind, wanted) {
    case (.series, .numbers(let set)): (set.contains(1) ? RemedyPhrase.yes : RemedyPhrase.no).text(language)
    default: wanted.text(subject.type, language)
    }
  }

  /// The change by itself: `m.school = SD`, `to not receive Sembako`.
  fileprivate func text(_ titles: [Text: Words], _ language: Language) -> String {
    switch (subject.kind, wanted) {
    case (.series(let series), .numbers(let set)):
      let title = titles[series]?.text(language) ?? series.string
      return RemedyPhrase.receiving(title, set.contains(1)).text(language)
    case (.home, _): return RemedyPhrase.living(wanted.text(subject.type, language)).text(language)
    case (.due, _): return RemedyPhrase.dueOn(wanted.text(subject.type, language)).text(language)
    case (.field, _) where isOneMore:
      return (subject.path.split(separator: ".").last.map(String.init) ?? subject.path) + " "
        + wanted.text(subject.type, language)
    default: return subject.name(titles, language) + " " + wanted.text(subject.type, language)
    }
  }
}

extension DecisionTrace.Remedy {
  /// All its changes in one sentence.
  public func text(_ titles: [Text: Words], _ language: Language) -> String {
    if changes.count == 1, changes[0].subject.kind == .due, case .numbers(let set) = changes[0].wanted,
      let first = set.ranges.first.flatMap({ CivilDate(days: Int32(clamping: $0.lowerBound)) })
    {
      return RemedyPhrase.byItself(first).text(language)
    }
    let here = changes.filter { !$0.isOneMore }.map { $0.text(titles, language) }
    let more = changes.filter(\.isOneMore).map { $0.text(titles, language) }
    let member = more.isEmpty ? [] : [RemedyPhrase.oneMore(more.joined(separator: ", ")).text(language)]
    return RemedyPhrase.together(here + member).text(language)
  }
}

extension Wanted {
  /// The values that would do: `1–4`, `none, farmer`, `at most Rp 1.500.000`, `in 53`.
  func text(_ type: FieldType, _ language: Language) -> String {
    switch self {
    case .absent: RemedyPhrase.unsaid.text(language)
    case .text(let test): test.text(language)
    case .numbers(let set): set.text(type, language)
    }
  }
}

extension TextTest {
  fileprivate func text(_ language: Language) -> String {
    switch self {
    case .oneOf(let texts): quoted(texts)
    case .starting(let text): RemedyPhrase.starting(quoted([text])).text(language)
    case .ending(let text): RemedyPhrase.ending(quoted([text])).text(language)
    case .containing(let text): RemedyPhrase.containing(quoted([text])).text(language)
    case .not(.oneOf([])): RemedyPhrase.said.text(language)
    case .not(let test): RemedyPhrase.not(test.text(language)).text(language)
    }
  }

  private func quoted(_ texts: [Text]) -> String { listed(texts.map { "\"\($0)\"" }) }
}

/// No more than anybody reads.
private func listed(_ texts: [String]) -> String {
  let most = 12
  return texts.prefix(most).joined(separator: ", ") + (texts.count > most ? ", …" : "")
}

extension IntegerSet {
  fileprivate func text(_ type: FieldType, _ language: Language) -> String {
    switch type {
    case .enumeration(let words):
      return listed(words.indices.filter { contains(Int64($0) + 1) }.map { words[$0].string })
    case .bool: return contains(1) ? (contains(0) ? RemedyPhrase.said.text(language) : "true") : "false"
    case .region: return regions(language)
    case .int(let min, let max):
      // The ends of a narrow field say something; those of a wide one are only what fits in it.
      let isNarrow = max / 2 - min / 2 <= 500
      return listed(
        ranges.map { $0.text(isNarrow ? .min ... .max : min...max, language) { String($0) } })
    case .rupiah:
      return listed(ranges.map { $0.text(.min ... .max, language) { Rupiah($0).text(language) } })
    case .date:
      let calendar = Int64(CivilDate.earliest.days)...Int64(CivilDate.latest.days)
      return listed(
        ranges.map { range in
          range.text(calendar, language, RemedyPhrase.until, RemedyPhrase.from) {
            CivilDate(days: Int32(clamping: $0))?.description ?? ""
          }
        })
    case .text, .records: return ""
    }
  }

  private func regions(_ language: Language) -> String {
    if let inside = listOfRegions { return RemedyPhrase.inside(inside).text(language) }
    return complement.listOfRegions.map { RemedyPhrase.outside($0).text(language) }
      ?? RemedyPhrase.said.text(language)
  }

  /// The regions that the ranges are; nil where one is none.
  private var listOfRegions: String? {
    let regions = ranges.map { range in
      UInt64(exactly: range.lowerBound).flatMap { Region(raw: $0) }.flatMap {
        $0.extent == range || range.count == 1 ? $0 : nil
      }
    }
    guard regions.allSatisfy({ $0 != nil }) else { return nil }
    return listed(regions.compactMap { $0?.description })
  }
}

extension ClosedRange<Int64> {
  /// - Parameter ends: what lies at these is no bound.
  fileprivate func text(
    _ ends: ClosedRange<Int64>, _ language: Language, _ atMost: (String) -> Phrase = RemedyPhrase.atMost,
    _ atLeast: (String) -> Phrase = RemedyPhrase.atLeast, _ text: (Int64) -> String
  ) -> String {
    switch (lowerBound <= ends.lowerBound, upperBound >= ends.upperBound) {
    case (true, true): RemedyPhrase.said.text(language)
    case (true, false): atMost(text(upperBound)).text(language)
    case (false, true): atLeast(text(lowerBound)).text(language)
    case (false, false): lowerBound == upperBound ? text(lowerBound) : "\(text(lowerBound))–\(text(upperBound))"
    }
  }
}
