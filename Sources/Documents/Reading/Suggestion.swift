import Coding

/// The known word nearest to what was written, if it is near enough to have been meant.
///
/// Distance: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
func suggestion(for written: String, among known: [String]) -> String? {
  let limit = max(1, written.unicodeScalars.count / 3)
  let candidates = known.map { (word: $0, distance: distance(written.lowercased(), $0.lowercased())) }
  guard let best = candidates.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
  return best.word
}

/// How to put right a word that is not among the known ones.
func remedy(for written: String, among known: [String]) -> Phrase {
  if let meant = suggestion(for: written, among: known) {
    return Phrase("maksudnya '\(meant)'?", "did you mean '\(meant)'?")
  }
  if known.count == 1 { return Phrase("tulis '\(known[0])'", "write '\(known[0])'") }
  let list = known.joined(separator: ", ")
  return Phrase("tulis salah satu dari \(list)", "write one of \(list)")
}

private func distance(_ left: String, _ right: String) -> Int {
  let a = Array(left.unicodeScalars.prefix(64))
  let b = Array(right.unicodeScalars.prefix(64))
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
