import Model

/// What the money commands say.
enum MoneyPhrase {
  static func recipientIsNoAgency(_ account: AccountNumber) -> Phrase {
    Phrase(
      "\(account) bukan lembaga; rupiah hanya dialokasikan kepada lembaga",
      "\(account) is no agency; rupiah are allocated to agencies only")
  }

  static func unknownAgency(_ name: String, known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "tidak ada lembaga '\(name)'; yang ada: \(known)", "there is no agency '\(name)'; there are: \(known)")
  }
}
