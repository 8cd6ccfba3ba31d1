import Presentation
import Rules

/// What the rule commands say.
enum RulePhrase {
  static let type = Phrase("tipe", "type")
  static let cost = Phrase("biaya terburuk", "worst-case cost")
  static let reads = Phrase("membaca", "reads")
  static let noVariables = Phrase(
    "variabel harus berupa objek JSON, misalnya {\"x\": 1}", "variables must be a JSON object, such as {\"x\": 1}")
  static let noExpression = Phrase(
    "kunci \"expr\" harus ada dan berupa teks", "the key \"expr\" must be there and be text")

  static let neverTrue = Phrase("ini tidak pernah benar di sini", "this can never be true here")
  static let alwaysTrue = Phrase("ini selalu benar", "this is always true")

  static func noRegion(_ region: Region) -> Phrase {
    Phrase("tidak ada wilayah berkode \(region)", "no region has the code \(region)")
  }

  static func costOf(_ cost: String, _ most: String) -> Phrase {
    Phrase("\(cost) dari paling banyak \(most) langkah", "\(cost) of at most \(most) steps")
  }

  static func null(_ name: String) -> Phrase {
    Phrase(
      "variabel '\(name)' memuat null, yang tidak dikenal bahasa aturan; hapus atau beri nilai",
      "variable '\(name)' has a null, which the rule language does not know; leave it out or give it a value")
  }

  static func kind(_ kind: RuleError.Kind) -> Phrase {
    switch kind {
    case .parse: Phrase("bukan ekspresi yang sah", "not an expression")
    case .type: Phrase("tipe tidak cocok", "the types do not fit")
    case .cost: Phrase("terlalu mahal", "too costly")
    case .evaluation: Phrase("tidak dapat dihitung", "cannot be evaluated")
    }
  }
}
