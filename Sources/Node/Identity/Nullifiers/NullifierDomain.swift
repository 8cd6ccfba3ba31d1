import Coding
import Signing

/// What nullifiers are for. The same person has unrelated nullifiers in different domains, and one domain is one network.
public struct NullifierDomain: Hashable, Sendable {
  /// `salur/nullifier/v1` in ASCII, then the network's 32 bytes.
  let bytes: [UInt8]

  public init(_ network: NetworkID) { bytes = Array("salur/nullifier/v1".utf8) + network.bytes }

  /// What both agencies evaluate, blinded: the number's 16 digits, then the domain.
  func input(_ number: NationalNumber) -> [UInt8] { number.digits + bytes }
}
