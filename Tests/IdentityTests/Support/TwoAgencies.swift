import Identity
import Model
import Platform
import Signing
import StorageSupport

/// Two agencies' evaluators, and an officer registered with both.
struct TwoAgencies {
  let folder = TemporaryDirectory()
  let officer = SigningKey(.ed25519, seed: SHA256.hash(Array("officer".utf8)))
  let keys: EvaluatorKeys
  var evaluators: [EvaluatorRole: Evaluator]

  /// Milliseconds since 1970.
  static let now: Int64 = 1_790_000_000_000
  static let network = NetworkID(genesis: SHA256.hash(Array("network".utf8)))
  static let domain = NullifierDomain(network)

  init(limits: Evaluator.Limits = .init()) throws {
    let keys = EvaluatorRole.allCases.map { _ in EvaluationKey.generate(version: 1) }
    self.keys = EvaluatorKeys(version: 1, first: keys[0].publicKey, second: keys[1].publicKey)!
    evaluators = [:]
    for role in EvaluatorRole.allCases {
      let log = try EvaluationLog("\(folder.path)/\(role).log")
      evaluators[role] = Evaluator(
        key: keys[Int(role.rawValue) - 1], officers: [officer.publicKey], limits: limits, log: log)
    }
  }

  /// An officer's signed request.
  func request(
    _ elements: [[UInt8]], version: UInt8 = 1, time: Int64 = TwoAgencies.now, by key: SigningKey? = nil
  ) -> [UInt8] {
    (key ?? officer).signedMessage(
      payload: EvaluationRequest(keyVersion: version, time: time, elements: elements).encoded,
      aad: EvaluationRequest.aad)
  }

  mutating func evaluate(_ role: EvaluatorRole, _ elements: [[UInt8]], now: Int64 = TwoAgencies.now) throws
    -> Evaluation
  {
    try evaluators[role]!.evaluate(request(elements, time: now), now: now)
  }

  mutating func nullifiers(
    _ numbers: [NationalNumber], domain: NullifierDomain = TwoAgencies.domain
  ) throws -> [Nullifier] {
    let blinded = try BlindedNumbers(numbers, domain: domain, keys: keys)
    return try blinded.nullifiers(
      first: try evaluate(.first, blinded.elements(for: .first)),
      second: try evaluate(.second, blinded.elements(for: .second)))
  }
}
