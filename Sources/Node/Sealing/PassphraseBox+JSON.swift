import Coding
import Platform
import Presentation

/// How a box lies in a JSON file: what wallets and evaluators keep their keys in.
extension PassphraseBox {
  public var json: JSON {
    [
      "kdf": "scrypt", "logN": JSON(logRounds), "r": 8, "p": 1, "salt": .string(Hex.encode(salt)),
      "cipher": "AES-256-GCM", "sealed": .string(Hex.encode(sealed)),
    ]
  }

  /// Nil where there is no such box in it.
  public init?(_ json: JSON?) {
    guard case .int(let rounds)? = json?["logN"], let rounds = UInt8(exactly: rounds),
      case .string(let salt)? = json?["salt"], let salt = try? Hex.decode(salt),
      case .string(let sealed)? = json?["sealed"], let sealed = try? Hex.decode(sealed)
    else { return nil }
    self.init(salt: salt, logRounds: rounds, sealed: sealed)
  }
}
