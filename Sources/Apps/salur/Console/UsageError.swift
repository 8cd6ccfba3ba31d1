/// A command line that can be read but not followed: the status is 2, as for one that cannot be read.
struct UsageError: SpeakingError {
  let phrase: Phrase

  init(_ phrase: Phrase) { self.phrase = phrase }
  init(_ indonesian: String, _ english: String) { phrase = Phrase(indonesian, english) }

  /// Refuses a number outside what an option may be.
  static func check<Value: Comparable>(
    _ option: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(UsageError) {
    guard !range.contains(value) else { return }
    let (least, most) = (range.lowerBound, range.upperBound)
    throw UsageError(
      "'\(option)' harus dari \(least) sampai \(most), bukan \(value)",
      "'\(option)' must be from \(least) to \(most), not \(value)")
  }
}
