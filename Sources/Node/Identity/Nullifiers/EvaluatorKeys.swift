import Coding
import Crypto
import CryptoExtras

/// One of the two agencies that each hold half of what makes a nullifier.
public enum EvaluatorRole: UInt8, CaseIterable, Sendable {
  case first = 1
  case second = 2
}

/// The public key of one agency's evaluator: what its proofs are verified against. A compressed point of P-384, 49 bytes.
public struct EvaluatorKey: Hashable, Sendable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) throws(CodingError) {
    guard (try? P384._VOPRF.PublicKey(compressedRepresentation: bytes)) != nil else {
      throw CodingError(.invalid("not a compressed point of P-384"), at: 0)
    }
    self.bytes = bytes
  }

  init(_ key: P384._VOPRF.PublicKey) { bytes = [UInt8](key.oprfRepresentation) }

  var key: P384._VOPRF.PublicKey {
    do {
      return try P384._VOPRF.PublicKey(compressedRepresentation: bytes)
    } catch {
      preconditionFailure("the point was one when it came: \(error)")
    }
  }
}

extension EvaluatorKey: CustomStringConvertible {
  /// 98 hexadecimal digits.
  public var description: String { Hex.encode(bytes) }

  public init(hex text: String) throws(CodingError) { try self.init(bytes: Hex.decode(text)) }
}

/// The keys in force, one of each agency, and their version. Both change together.
public struct EvaluatorKeys: Hashable, Sendable {
  public let version: UInt8
  public let first: EvaluatorKey
  public let second: EvaluatorKey

  /// Nil where both are the same key: then one agency alone could compute nullifiers.
  public init?(version: UInt8, first: EvaluatorKey, second: EvaluatorKey) {
    guard first != second else { return nil }
    self.version = version
    self.first = first
    self.second = second
  }

  public subscript(role: EvaluatorRole) -> EvaluatorKey {
    switch role {
    case .first: first
    case .second: second
    }
  }
}
