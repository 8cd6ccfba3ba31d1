/// What the programme commands say.
enum ProgrammePhrase {
  static func noSchemas(_ places: [String]) -> Phrase {
    let places = places.joined(separator: ", ")
    return Phrase(
      "tidak ada folder skema fakta di \(places); sebutkan dengan --schemas DIR",
      "there is no folder of fact schemas at \(places); name one with --schemas DIR")
  }

  static func unknownSchema(_ name: String, in folder: String, known: [String]) -> Phrase {
    let known = known.joined(separator: ", ")
    return Phrase(
      "tidak ada skema '\(name)' di \(folder); yang ada: \(known)",
      "there is no schema '\(name)' in \(folder); there are: \(known)")
  }
}
