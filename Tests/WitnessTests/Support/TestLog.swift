import Coding
import Platform
import Signing
import Transparency

/// A log of numbered entries with its key, and the requests it sends.
struct TestLog {
  let signingKey: SigningKey
  let key: NoteKey
  private(set) var tree = LogTree()

  init(_ origin: Text = "salur.test/log", seed: String = "log") {
    signingKey = SigningKey(.ed25519, seed: SHA256.hash(Array(seed.utf8)))
    key = Self.noteKey(origin, signingKey, .ed25519)
  }

  static func noteKey(_ name: Text, _ signingKey: SigningKey, _ kind: NoteKey.Kind) -> NoteKey {
    guard case .ed25519(let point) = signingKey.publicKey, let key = try? NoteKey(name: name, kind: kind, key: point)
    else { preconditionFailure("an Ed25519 key and a good name") }
    return key
  }

  /// - Parameter history: entries of another one differ.
  mutating func grow(to size: UInt64, history: String = "") {
    let leaves = (tree.size..<size).map { MerkleTree.leafHash(Array("\(history)\($0)".utf8)) }
    tree.append(leaves, lanes: SingleLane())
  }

  func checkpoint(_ size: UInt64) -> Checkpoint { Checkpoint(origin: key.name, size: size, root: tree.root(size: size)) }

  func note(_ checkpoint: Checkpoint) -> SignedNote {
    var note = checkpoint.note
    note.sign(as: key) { signingKey.sign($0) }
    return note
  }

  func note(_ size: UInt64) -> SignedNote { note(checkpoint(size)) }

  func request(from old: UInt64, to size: UInt64) -> [UInt8] {
    CosigningRequest(proof: tree.consistencyProof(from: old, to: size), note: note(size)).bytes
  }

  /// A request of any shape.
  static func request(old: String, hashes: [Digest] = [], note: [UInt8]) -> [UInt8] {
    Array(("old \(old)\n" + hashes.map { Base64.encode($0.bytes) + "\n" }.joined() + "\n").utf8) + note
  }
}

extension NoteSignature {
  /// The time it says, if it is this witness's true word on a note.
  func cosignedTime(of note: SignedNote, by witness: NoteKey) -> UInt64? {
    var signed = SignedNote(text: note.text)
    signed.add(self)
    guard let claim = try? signed.claims(of: [witness]).first, SignatureVerifier.verify(claim.check) else { return nil }
    return claim.time
  }
}
