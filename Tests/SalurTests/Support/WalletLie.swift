import Coding
import EngineSupport
import Model
import Platform
import Records
import ServiceSupport
import Signing
import Transparency
import Wallet

/// Something a node may say that is not so, and what a wallet says then.
struct WalletLie: Sendable {
  enum Command: String, Sendable {
    case show, history, pay
  }

  let name: String
  let command: Command
  let error: TrustError
  /// Given an honest answer, cosigned just now.
  let tell: @Sendable (inout ProvedAnswer) throws -> Void

  init(
    _ name: String, in command: Command, _ error: TrustError,
    _ tell: @escaping @Sendable (inout ProvedAnswer) throws -> Void
  ) {
    self.name = name
    self.command = command
    self.error = error
    self.tell = tell
  }

  /// What the proxy answers.
  func answer(_ bytes: [UInt8], to target: String) throws -> [UInt8] {
    guard case .answer(var answer) = try WalletWorld.honest(bytes, to: target) else { return bytes }
    // Everything else is honest.
    switch (answer, command) {
    case (.state, .show), (.history, .history), (.command, .pay): try tell(&answer)
    default: break
    }
    return answer.encoded
  }
}

// MARK: - Heads

extension WalletLie {
  private static let witnesses = TestHeads.witnesses
  private static let stranger = SigningKey(.ed25519, seed: SHA256.hash(Array("stranger".utf8)))

  /// Lies about the log, which every answer can tell.
  static func heads(in command: Command, _ world: WalletWorld) -> [WalletLie] {
    signatures(in: command) + cosignatures(in: command) + pasts(in: command, world)
  }

  private static func signatures(in command: Command) -> [WalletLie] {
    let key = noteKey(TestNode.origin, stranger)
    let elsewhere = "salur.test/elsewhere" as Text
    return [
      WalletLie("a head signed by another key", in: command, .note(.notSigned)) {
        var note = SignedNote(text: try SignedNote(parsing: $0.head.note).text)
        note.sign(as: key) { stranger.sign($0) }
        $0.head = $0.head.with(note: note.bytes)
      },
      WalletLie("a head whose size was altered", in: command, .note(.wrongSignature(TestNode.origin))) {
        let checkpoint = try Checkpoint(parsing: SignedNote(parsing: $0.head.note).text)
        $0.head = $0.head.with(
          note: try resigned(
            $0.head.note, as: Checkpoint(origin: checkpoint.origin, size: checkpoint.size + 1, root: checkpoint.root)))
      },
      WalletLie(
        "another network's head", in: command, .note(.wrongOrigin(expected: TestNode.origin, found: elsewhere))
      ) {
        let checkpoint = try Checkpoint(parsing: SignedNote(parsing: $0.head.note).text)
        var note = Checkpoint(origin: elsewhere, size: checkpoint.size, root: checkpoint.root).note
        note.sign(as: noteKey(elsewhere, TestNode.logKey)) { TestNode.logKey.sign($0) }
        $0.head = $0.head.with(note: note.bytes)
      },
    ]
  }

  private static func cosignatures(in command: Command) -> [WalletLie] {
    [
      WalletLie("no cosigned head", in: command, .notWitnessed) { $0.head = $0.head.with(cosigned: .some(nil)) },
      WalletLie("one witness of two", in: command, .note(.tooFewWitnesses(needed: 2, found: 1))) {
        $0.head = try $0.head.cosigned(by: [witnesses[0]], at: WalletWorld.now)
      },
      WalletLie("one witness twice", in: command, .note(.tooFewWitnesses(needed: 2, found: 1))) {
        var note = try SignedNote(parsing: $0.head.note)
        for age in 0...1 as ClosedRange<UInt64> { witnesses[0].cosign(&note, at: WalletWorld.now - age) }
        $0.head = $0.head.with(cosigned: note.bytes)
      },
      WalletLie("a witness nobody named", in: command, .note(.tooFewWitnesses(needed: 2, found: 1))) {
        $0.head = try $0.head.cosigned(by: [witnesses[0], TestWitness("witness.three")], at: WalletWorld.now)
      },
      WalletLie("a cosignature of another head", in: command, .note(.wrongSignature("witness.one"))) {
        let note = try SignedNote(parsing: $0.head.cosigned!)
        let checkpoint = try Checkpoint(parsing: note.text)
        var other = SignedNote(
          text: Checkpoint(origin: checkpoint.origin, size: checkpoint.size, root: SHA256.hash([1])).note.text)
        other.sign(as: TestNode.noteKey()) { TestNode.logKey.sign($0) }
        for signature in note.signatures where signature.name != TestNode.origin { other.add(signature) }
        $0.head = $0.head.with(cosigned: other.bytes)
      },
      WalletLie("cosignatures of an hour ago", in: command, .stale(seconds: 3_600)) {
        $0.head = try $0.head.cosigned(at: WalletWorld.now - 3_605)
      },
    ]
  }

  /// A log that is not what the wallet saw. Whoever signed it is convicted by the two heads.
  private static func pasts(in command: Command, _ world: WalletWorld) -> [WalletLie] {
    let (trusted, fork) = (world.trusted.last!, world.fork.replica!)
    let size = fork.logSize
    func head(_ size: UInt64) -> HeadProof {
      fork.read { _, log, _ in
        HeadProof(
          note: fork.signedHead(size: size, root: log.root(size: size)).bytes, cosigned: nil,
          consistency: size > trusted.size ? log.consistencyProof(from: trusted.size, to: size) : nil,
          cosignedConsistency: nil)
      }
    }
    func contradiction(_ head: HeadProof) -> TrustError {
      .contradiction(Contradiction(earlier: trusted.note, later: head.note))
    }
    let (same, longer) = (head(trusted.size), head(size))
    let shorter = trusted.size - 3
    let old = world.service.node.replica.read { _, log, _ in
      world.service.node.replica.signedHead(size: shorter, root: log.root(size: shorter)).bytes
    }
    return [
      WalletLie("a fork of the same size", in: command, contradiction(same)) {
        $0.head = try same.cosigned(at: WalletWorld.now)
      },
      WalletLie("a longer fork", in: command, contradiction(longer)) {
        $0.head = try longer.cosigned(at: WalletWorld.now)
      },
      WalletLie("a head of before", in: command, .older(size: shorter, than: trusted.size)) {
        $0.head = $0.head.with(note: old)
      },
    ]
  }

  /// Lies about an honest log's growth since the wallet saw it.
  ///
  /// - Parameter head: the node's newest, which does not change meanwhile.
  static func growth(to head: HeadProof, _ world: WalletWorld) throws -> [WalletLie] {
    let trusted = world.trusted.last!
    let error = TrustError.contradiction(Contradiction(earlier: trusted.note, later: head.note))
    let size = try Checkpoint(parsing: SignedNote(parsing: head.note).text).size
    let forged = world.fork.replica.read { _, log, _ in log.consistencyProof(from: trusted.size, to: size) }
    let other = world.fork.replica.read { _, log, _ in log.consistencyProof(from: trusted.size - 1, to: size) }
    return [
      WalletLie("a forged consistency proof", in: .show, error) { $0.head = $0.head.with(consistency: forged) },
      WalletLie("a consistency proof from elsewhere", in: .show, error) { $0.head = $0.head.with(consistency: other) },
      WalletLie("no consistency proof", in: .show, error) { $0.head = $0.head.with(consistency: .some(nil)) },
    ]
  }

  private static func noteKey(_ name: Text, _ key: SigningKey) -> NoteKey {
    guard case .ed25519(let point) = key.publicKey, let note = try? NoteKey(name: name, kind: .ed25519, key: point)
    else { preconditionFailure("an Ed25519 key and a good name") }
    return note
  }

  /// A checkpoint under the signatures of another.
  private static func resigned(_ bytes: [UInt8], as checkpoint: Checkpoint) throws -> [UInt8] {
    var note = SignedNote(text: checkpoint.note.text)
    for signature in try SignedNote(parsing: bytes).signatures { note.add(signature) }
    return note.bytes
  }
}
