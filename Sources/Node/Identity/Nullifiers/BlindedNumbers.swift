import Crypto
import CryptoExtras
import Foundation
import Model
import Signing

/// People's national numbers on their way to becoming nullifiers: what to ask the two agencies, and what must stay here
/// until both have answered (RFC 9497 §3.3.2, verifiable mode, P384-SHA384).
///
/// The blinds are random and used once. What an agency sees is a random point that fits every number alike; that its answer
/// was made with its published key, it proves.
public struct BlindedNumbers: Sendable {
  public let keys: EvaluatorKeys
  private let domain: NullifierDomain
  private nonisolated(unsafe) let inputs: [EvaluatorRole: [P384._VOPRF.BlindedInput]]

  /// The most numbers at once: one family.
  public static let maximumCount = Registration.maximumMembers

  public init(_ numbers: [NationalNumber], domain: NullifierDomain, keys: EvaluatorKeys) throws(NullifierError) {
    guard !numbers.isEmpty else { throw .nobody }
    guard numbers.count <= Self.maximumCount else { throw .tooMany(numbers.count) }
    guard Set(numbers).count == numbers.count else { throw .twice }
    self.keys = keys
    self.domain = domain
    var inputs: [EvaluatorRole: [P384._VOPRF.BlindedInput]] = [:]
    for role in EvaluatorRole.allCases {
      let key = keys[role].key
      do {
        inputs[role] = try numbers.map { try key.blind(domain.input($0)) }
      } catch {
        // Of all inputs none is known that hashes to the identity (RFC 9497 §3.3.2).
        throw .cannotBlind
      }
    }
    self.inputs = inputs
  }

  /// What the agency is asked: one element for each number, in their order, 49 bytes each.
  public func elements(for role: EvaluatorRole) -> [[UInt8]] {
    inputs[role]!.map { [UInt8]($0.blindedElement.oprfRepresentation) }
  }

  /// The nullifiers, in the order of the numbers: `SHA-256(domain ‖ out₁ ‖ out₂)`.
  ///
  /// - Throws: where an answer is not one to what was asked, or not made with the agency's key.
  public func nullifiers(first: Evaluation, second: Evaluation) throws(NullifierError) -> [Nullifier] {
    let one = try outputs(of: first, by: .first)
    let two = try outputs(of: second, by: .second)
    return zip(one, two).map { pair in
      Nullifier(value: SHA256.hash(domain.bytes + pair.0 + pair.1), keyVersion: keys.version)
    }
  }

  /// One agency's outputs, 48 bytes each, once its proofs hold.
  private func outputs(of evaluation: Evaluation, by role: EvaluatorRole) throws(NullifierError) -> [[UInt8]] {
    let inputs = inputs[role]!
    guard evaluation.keyVersion == keys.version else {
      throw .keyVersion(role, expected: keys.version, found: evaluation.keyVersion)
    }
    guard evaluation.answers.count == inputs.count else { throw .count(role) }
    let key = keys[role].key
    var outputs: [[UInt8]] = []
    for (input, answer) in zip(inputs, evaluation.answers) {
      guard let parsed = try? P384._VOPRF.BlindEvaluation(rawRepresentation: answer) else { throw .malformed(role) }
      guard let output = try? key.finalize(input, using: parsed) else { throw .proof(role) }
      outputs.append([UInt8](output))
    }
    return outputs
  }
}

private typealias SHA256 = Signing.SHA256

/// Why national numbers did not become nullifiers.
public enum NullifierError: Error, Equatable, Sendable {
  case nobody
  case tooMany(Int)
  /// One number stands there twice.
  case twice
  case cannotBlind
  case keyVersion(EvaluatorRole, expected: UInt8, found: UInt8)
  /// The agency answered for more or fewer numbers than it was asked about.
  case count(EvaluatorRole)
  case malformed(EvaluatorRole)
  /// The answer was not made from what was asked with the agency's published key.
  case proof(EvaluatorRole)
}
