/// What the money commands say.
enum MoneyPhrase {
  static func unknownAgency(_ name: String, known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "tidak ada lembaga '\(name)'; yang ada: \(known)", "there is no agency '\(name)'; there are: \(known)")
  }
}
