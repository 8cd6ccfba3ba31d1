import Coding
import Model
import Signing
import Transparency

/// What an owner gives a guardian to keep: enough to show, when it is needed, that it was chosen. It names no other
/// guardian.
public struct GuardianInvitation: Equatable, Sendable {
  public let ward: AccountNumber
  public let guardian: AccountNumber
  public let proof: GuardianProof

  public init(ward: AccountNumber, guardian: AccountNumber, proof: GuardianProof) {
    self.ward = ward
    self.guardian = guardian
    self.proof = proof
  }

  /// Invitations for an owner's guardians, and the commitment they lead to.
  ///
  /// - Parameter blinds: sixteen random bytes for each.
  public static func all(
    of guardians: [AccountNumber], blinds: [Salt], ward: AccountNumber
  ) -> (commitment: Digest, invitations: [GuardianInvitation]) {
    precondition(guardians.count == blinds.count && (1...GuardianProof.mostGuardians).contains(guardians.count))
    var tree = LogTree()
    let leaves = zip(guardians, blinds).map { MerkleTree.leafHash(GuardianProof.leaf($0, blind: $1)) }
    tree.append(leaves, lanes: SingleLane())
    let invitations = guardians.indices.map { index in
      let path = tree.inclusionProof(of: UInt64(index))
      return GuardianInvitation(
        ward: ward, guardian: guardians[index],
        proof: GuardianProof(blind: blinds[index], index: UInt8(index), siblings: path.siblings))
    }
    return (tree.root(size: UInt64(guardians.count)), invitations)
  }
}

/// `[1, ward, guardian, proof]`
extension GuardianInvitation: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.unsigned(1 as UInt64)
    ward.encode(to: &w)
    guardian.encode(to: &w)
    proof.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 4)
    ward = try AccountNumber(from: &r)
    guardian = try AccountNumber(from: &r)
    proof = try GuardianProof(from: &r)
  }
}
