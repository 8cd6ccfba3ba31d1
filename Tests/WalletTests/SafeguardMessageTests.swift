import Coding
import Model
import Platform
import Signing
import Testing
import Transparency
import Wallet

/// What owners, new devices and guardians hand one another.
@Suite struct SafeguardMessageTests {
  private let network = NetworkID(genesis: SHA256.hash([1]))
  private let relyingParty = WebAuthnRelyingParty(id: "localhost", origins: ["http://localhost"])

  private func key(_ number: UInt8, _ kind: SigningKey.Kind = .p256) -> SigningKey {
    SigningKey(kind, seed: SHA256.hash([number]))
  }

  @Test func everyInvitationLeadsToTheCommitment() throws {
    for count in 1...GuardianProof.mostGuardians {
      let guardians = (0..<count).map { AccountNumber(UInt32(100 + $0)) }
      let blinds = (0..<count).map { Salt(high: 7, low: UInt64($0)) }
      let (commitment, invitations) = GuardianInvitation.all(of: guardians, blinds: blinds, ward: AccountNumber(5))
      for invitation in invitations {
        let path = try #require(
          InclusionProof(
            index: UInt64(invitation.proof.index), size: UInt64(count), untrusted: invitation.proof.siblings))
        let leaf = MerkleTree.leafHash(GuardianProof.leaf(invitation.guardian, blind: invitation.proof.blind))
        #expect(path.root(leafHash: leaf) == commitment)
        // Another guardian's number leads elsewhere.
        let other = MerkleTree.leafHash(GuardianProof.leaf(AccountNumber(1), blind: invitation.proof.blind))
        #expect(path.root(leafHash: other) != commitment)
        #expect(try GuardianInvitation(encoded: invitation.encoded) == invitation)
        for end in 0..<invitation.encoded.count {
          #expect(throws: CodingError.self) { try GuardianInvitation(encoded: Array(invitation.encoded.prefix(end))) }
        }
        #expect(throws: CodingError.self) { try GuardianInvitation(encoded: invitation.encoded + [0]) }
      }
    }
  }

  @Test(arguments: [SigningKey.Kind.p256, .ed25519]) func aProofIsForOneAccountOfOneNetwork(kind: SigningKey.Kind)
    throws
  {
    let (key, account) = (key(3, kind), AccountNumber(25))
    let signed = key.signedMessage(
      payload: Possession.payload(key: key.publicKey, subject: Possession.subject(account)),
      aad: Possession.aad(network: network))
    let proof = try PossessionProof(signed: signed)
    #expect(proof.key == key.publicKey)
    #expect(proof.isFor(account))
    #expect(!proof.isFor(AccountNumber(26)))
    #expect(
      SignatureVerifier.verify(try proof.signatureCheck(network: network, relyingParty: relyingParty)))
    let elsewhere = NetworkID(genesis: SHA256.hash([2]))
    #expect(
      !SignatureVerifier.verify(try proof.signatureCheck(network: elsewhere, relyingParty: relyingParty)))
    for end in signed.indices {
      #expect(throws: SignatureError.self) { try PossessionProof(signed: Array(signed.prefix(end))) }
    }
    #expect(throws: SignatureError.self) { try PossessionProof(signed: signed + [0]) }
    // Every bit counts.
    for bit in 0..<signed.count * 8 {
      var altered = signed
      altered[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let altered = try? PossessionProof(signed: altered), altered.isFor(account), altered.key == key.publicKey,
        let check = try? altered.signatureCheck(network: network, relyingParty: relyingParty)
      else { continue }
      #expect(!SignatureVerifier.verify(check), "bit \(bit)")
    }
  }
}
