import Coding
import Signing

/// A signed command as it came from outside, with the sealed bytes that travel beside it. Nothing is verified yet.
public struct UnverifiedCommand: Sendable {
  public let command: Command
  public let id: CommandID
  /// The signed bytes: one COSE_Sign1, and behind it, where the command introduces a key, the proof that somebody
  /// holds that key. Ids hash the payload alone, so neither signature enters the state.
  public let signed: [UInt8]
  /// RFC 6962 leaf hash of the signed bytes, for the block's command root.
  public let leaf: Digest
  public let sealed: [Sealed]
  private let message: UnverifiedMessage
  private let proof: [UInt8]?

  public init(signed: [UInt8], sealed: [Sealed] = []) throws(SignatureError) {
    let items = try Self.split(signed)
    message = try UnverifiedMessage(items.message, maximumPayload: Command.maximumBytes)
    proof = items.proof
    do throws(CodingError) {
      command = try Command(encoded: message.payload)
    } catch {
      throw .malformed(error)
    }
    guard (proof != nil) == (Possession(of: command.action, by: command.account) != nil) else {
      throw .malformed(CodingError(.invalid("a proof of possession goes with a new key, and with nothing else"), at: 0))
    }
    id = CommandID(payload: message.payload)
    self.signed = signed
    leaf = SHA256.hash([0x00] + signed)
    self.sealed = sealed
  }

  /// Everything that must verify before the ledger may look at it: the command's signature by the credential's key,
  /// and, where it introduces a key, proof that somebody holds that key.
  public func signatureChecks(
    key: PublicKey, relyingParty: WebAuthnRelyingParty
  ) throws(SignatureError) -> [SignatureCheck] {
    let aad = ExternalAAD("command", network: command.network)
    var checks = [try message.signatureCheck(key: key, aad: aad, relyingParty: relyingParty)]
    if let proof, let possession = Possession(of: command.action, by: command.account) {
      checks.append(
        try possession.signatureCheck(proof, network: command.network, relyingParty: relyingParty))
    }
    return checks
  }

  /// The command's message and, where there is one, the proof behind it.
  private static func split(_ signed: [UInt8]) throws(SignatureError) -> (message: [UInt8], proof: [UInt8]?) {
    do throws(CodingError) {
      var reader = CBORReader(signed)
      let message = try reader.item()
      let proof = reader.isAtEnd ? nil : [UInt8](try reader.item())
      try reader.end()
      return ([UInt8](message), proof)
    } catch {
      throw .malformed(error)
    }
  }
}

/// A command whose signatures have been verified: what a block is made of.
public struct VerifiedCommand: Sendable {
  public let command: Command
  public let id: CommandID
  public let signed: [UInt8]
  public let leaf: Digest
  /// The key it was verified with. The ledger compares it with the credential's, which may have changed since.
  public let key: PublicKey
  public let sealed: [SealedSlot]

  /// Verifies every signature with `verify`; nil when one does not fit.
  public init?(
    _ unverified: UnverifiedCommand, key: PublicKey, relyingParty: WebAuthnRelyingParty,
    verify: (SignatureCheck) -> Bool
  ) throws(SignatureError) {
    for check in try unverified.signatureChecks(key: key, relyingParty: relyingParty) {
      guard verify(check) else { return nil }
    }
    command = unverified.command
    id = unverified.id
    signed = unverified.signed
    leaf = unverified.leaf
    self.key = key
    sealed = unverified.sealed.map { SealedSlot(digest: $0.digest, content: $0) }
  }

  /// Rebuilds what a block of the journal holds: verified before it was written there, and again by every audit.
  /// Sealed bytes that were erased since are only digests.
  package init(replaying unverified: UnverifiedCommand, key: PublicKey, sealed: [SealedSlot]) {
    command = unverified.command
    id = unverified.id
    signed = unverified.signed
    leaf = unverified.leaf
    self.key = key
    self.sealed = sealed
  }
}

/// Sealed bytes beside a command, or only their digest once they have been erased.
public struct SealedSlot: Sendable {
  public let digest: Digest
  public let content: Sealed?

  public init(digest: Digest, content: Sealed?) {
    self.digest = digest
    self.content = content
  }
}
