import Model
import Presentation

/// What the vault commands say.
enum VaultPhrase {
  static func made(_ file: String) -> Phrase {
    Phrase(
      "Kunci induk dibuat: \(file). Simpan salinannya terpisah dari salinan brankas; tanpa kunci ini isinya hilang.",
      "Made a master key: \(file). Keep a copy apart from the vault's copies; without it what they hold is lost.")
  }

  static func rekeyed(_ records: Int, _ file: String, _ language: Language) -> Phrase {
    let number = language.number(records)
    return Phrase(
      "Kunci \(number) catatan dibungkus dengan kunci induk \(file). Beri tahu node (vault.key_file), lalu musnahkan kunci "
        + "lama.",
      "The keys of \(number) records are wrapped by the master key in \(file). Tell the node (vault.key_file), then "
        + "destroy the old key.")
  }
}
