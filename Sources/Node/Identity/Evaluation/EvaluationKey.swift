import Coding
import Crypto
import CryptoExtras
import Foundation

/// The private key of one agency's evaluator, and its version: a scalar of P-384, 48 bytes.
public struct EvaluationKey: Sendable {
  public let version: UInt8
  private nonisolated(unsafe) let key: P384._VOPRF.PrivateKey

  public static func generate(version: UInt8) -> EvaluationKey {
    EvaluationKey(version: version, key: P384._VOPRF.PrivateKey(compactRepresentable: false))
  }

  public init(version: UInt8, privateBytes: [UInt8]) throws(CodingError) {
    guard let key = try? P384._VOPRF.PrivateKey(rawRepresentation: privateBytes) else {
      throw CodingError(.invalid("not a scalar of P-384"), at: 0)
    }
    self.init(version: version, key: key)
  }

  private init(version: UInt8, key: P384._VOPRF.PrivateKey) {
    self.version = version
    self.key = key
  }

  public var publicKey: EvaluatorKey { EvaluatorKey(key.publicKey) }
  var privateBytes: [UInt8] { [UInt8](key.rawRepresentation) }

  /// The evaluated element and its proof; nil where the bytes are no point of the curve.
  package func evaluate(element: [UInt8]) -> [UInt8]? {
    guard let element = try? P384._VOPRF.BlindedElement(oprfRepresentation: element),
      let evaluation = try? key.evaluate(element)
    else { return nil }
    return [UInt8](evaluation.rawRepresentation)
  }

  /// The function itself, without blinding: what a blinded evaluation comes to (RFC 9497 §3.3.1).
  package func output(_ input: [UInt8]) -> [UInt8]? { (try? key.evaluate(input)).map { [UInt8]($0) } }
}
