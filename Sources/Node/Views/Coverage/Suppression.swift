/// Which numbers of a list that adds up to a known total may be shown.
///
/// A number of fewer than five families is withheld: its families could be told apart. Whoever knows the total would work
/// out a single gap, and gaps of few families together are a small number again, so the next smallest numbers go too
/// until at least two are gone that stand for at least five families.
package struct Suppression {
  package static let threshold: UInt64 = 5

  /// By place in the list, whether the number is withheld.
  package let isWithheld: [Bool]
  /// Sums over the withheld before each place: how many, and of how many families.
  private let counts: [Int]
  private let families: [UInt64]

  package init(_ numbers: [UInt64]) {
    var isWithheld = numbers.map { $0 < Self.threshold }
    var count = isWithheld.count { $0 }
    if count > 0 {
      var sum = zip(numbers, isWithheld).reduce(0 as UInt64) { $1.1 ? $0 &+ $1.0 : $0 }
      var shown = numbers.indices.filter { !isWithheld[$0] }.sorted { (numbers[$0], $0) < (numbers[$1], $1) }[...]
      while count < 2 || sum < Self.threshold, let next = shown.popFirst() {
        isWithheld[next] = true
        count += 1
        sum &+= numbers[next]
      }
    }
    self.isWithheld = isWithheld
    var (counts, families): ([Int], [UInt64]) = ([0], [0])
    for (number, isGone) in zip(numbers, isWithheld) {
      counts.append(counts.last! + (isGone ? 1 : 0))
      families.append(families.last! &+ (isGone ? number : 0))
    }
    (self.counts, self.families) = (counts, families)
  }

  /// Whether the sum over a part of the list tells nothing beyond what is shown, or only about enough withheld ones
  /// together.
  private func isSafe(_ part: Range<Int>) -> Bool {
    let count = counts[part.upperBound] - counts[part.lowerBound]
    return count == 0
      || count > 1 && families[part.upperBound] &- families[part.lowerBound] >= Self.threshold
  }

  /// By place, whether the proof of the number in a Merkle-sum tree over the list may be shown: it carries the sums of
  /// the subtrees beside its way up, and by subtraction of those it goes through.
  ///
  /// A subtree's sum is open where its parent's is and both halves are safe. So the open subtrees cut the withheld
  /// numbers into groups of which each is safe, and nothing finer is ever told.
  package var isProvable: [Bool] {
    var provable = [Bool](repeating: false, count: isWithheld.count)
    var open = isWithheld.isEmpty ? [] : [0..<isWithheld.count]
    while let part = open.popLast() {
      guard part.count > 1 else {
        provable[part.lowerBound] = !isWithheld[part.lowerBound]
        continue
      }
      // The largest power of two below the count (RFC 6962 §2.1).
      let middle = part.lowerBound + 1 << (Int.bitWidth - 1 - (part.count - 1).leadingZeroBitCount)
      let (left, right) = (part.lowerBound..<middle, middle..<part.upperBound)
      if isSafe(left), isSafe(right) { open += [left, right] }
    }
    return provable
  }
}
