import Coding
import Engine
import EngineSupport
import Platform
import Signing
import Transparency
import Wallet

/// A witness that cosigns whatever it is shown: for tests that decide themselves who lies.
struct TestWitness {
  let key: SigningKey
  let name: NoteKey

  init(_ name: Text) {
    key = SigningKey(.ed25519, seed: SHA256.hash(name.utf8))
    guard case .ed25519(let point) = key.publicKey, let note = try? NoteKey(name: name, kind: .cosignatureV1, key: point)
    else { preconditionFailure("a witness's key is an Ed25519 key") }
    self.name = note
  }

  func cosign(_ note: inout SignedNote, at time: UInt64) {
    note.cosign(as: name, at: time) { key.sign($0) }
  }
}

/// A log whose heads a test makes: what a node would say, or a lying one.
struct TestHeads {
  static let witnesses = [TestWitness("witness.one"), TestWitness("witness.two")]
  static let now: UInt64 = 1_800_000_000

  let node: TestNode
  var witnesses = TestHeads.witnesses

  /// The head of the node's log, cosigned at `size` by so many witnesses.
  func proof(
    from trusted: UInt64 = 0, cosigned size: UInt64? = nil, by count: Int? = nil, at time: UInt64 = TestHeads.now
  ) throws -> HeadProof {
    let replica = node.replica!
    return replica.read { _, log, _ in
      let size = size ?? log.size
      var cosigned = replica.signedHead(size: size, root: log.root(size: size))
      for witness in witnesses.prefix(count ?? witnesses.count) { witness.cosign(&cosigned, at: time) }
      return HeadProof(
        note: replica.signedHead(size: log.size, root: log.root).bytes, cosigned: cosigned.bytes,
        consistency: trusted == 0 ? nil : log.consistencyProof(from: trusted),
        cosignedConsistency: log.consistencyProof(from: size))
    }
  }

  func trustedLog(quorum: Int? = nil) throws -> TrustedLog { try TrustedLog(genesis: node.genesis, quorum: quorum) }
}
