import Coding
import Platform
import Signing
import Transparency

/// A witness that cosigns whatever it is shown: for tests that decide themselves who lies.
package struct TestWitness: Sendable {
  package let key: SigningKey
  package let name: NoteKey

  package init(_ name: Text) {
    key = SigningKey(.ed25519, seed: SHA256.hash(name.utf8))
    guard case .ed25519(let point) = key.publicKey,
      let note = try? NoteKey(name: name, kind: .cosignatureV1, key: point)
    else { preconditionFailure("a witness's key is an Ed25519 key") }
    self.name = note
  }

  package func cosign(_ note: inout SignedNote, at time: UInt64) {
    note.cosign(as: name, at: time) { key.sign($0) }
  }
}
