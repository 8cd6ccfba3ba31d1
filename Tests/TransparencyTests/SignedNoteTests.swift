import Coding
import Signing
import Testing
import Transparency

/// A stand-in for signing and verifying: notes never look into a signature.
struct MockKey {
  let note: NoteKey

  init(_ name: String, _ kind: NoteKey.Kind, seed: UInt8) throws {
    // Any canonical encoding that is not of small order serves as a key.
    note = try NoteKey(name: Text(name), kind: kind, key: Ed25519Key(bytes: [UInt8](repeating: seed, count: 32))!)
  }

  func sign(_ message: [UInt8]) -> Signature { MockKey.signature(note.key, message) }

  static func signature(_ key: Ed25519Key, _ message: [UInt8]) -> Signature {
    let digest = SHA256.hash(key.bytes + message).bytes
    return Signature(bytes: digest + digest)!
  }

  static func verify(_ check: SignatureCheck) -> Bool {
    guard case .ed25519(let key) = check.key else { return false }
    return signature(key, check.message) == check.signature
  }
}

@Suite struct SignedNoteTests {
  let log = try! MockKey("salur.example/log", .ed25519, seed: 7)
  let witness = try! MockKey("bpk.example/saksi", .cosignatureV1, seed: 8)
  let checkpoint = Checkpoint(origin: "salur.example/log", size: 20_852_163, root: SHA256.hash([1] as [UInt8]))

  private var note: SignedNote {
    var note = checkpoint.note
    note.sign(as: log.note) { log.sign($0) }
    note.cosign(as: witness.note, at: 1_679_315_147) { witness.sign($0) }
    return note
  }

  private func policy(quorum: Int = 1) throws -> CheckpointPolicy {
    try CheckpointPolicy(log: log.note, witnesses: [witness.note], quorum: quorum)
  }

  // MARK: Form

  @Test func publishedNoteIsReadAndWrittenBack() throws {
    // The example of C2SP tlog-cosignature.
    let text = """
      example.com/behind-the-sofa
      20852163
      CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

      — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
      — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

      """
    let note = try SignedNote(parsing: [UInt8](text.utf8))
    #expect(note.bytes == [UInt8](text.utf8))
    #expect(note.signatures.map(\.name) == ["example.com/behind-the-sofa", "witness.example.com/w1"])
    #expect(note.signatures.map(\.keyID) == [0x033d_e0ae, 0x8d66_cf3f])
    let checkpoint = try Checkpoint(parsing: note.text)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(Base64.encode(checkpoint.root.bytes) == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
    #expect(checkpoint.text == note.text)
  }

  @Test func textMayHaveBlankLines() throws {
    // The example of C2SP signed-note.
    let text = """
      Ognuno sta solo sul cuor della terra
      trafitto da un raggio di sole:

      ed è subito sera.

      — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

      """
    let note = try SignedNote(parsing: [UInt8](text.utf8))
    #expect(note.text.string.hasSuffix(":\n\ned è subito sera.\n"))
    #expect(note.bytes == [UInt8](text.utf8))
  }

  @Test func notesComeBack() throws {
    #expect(try SignedNote(parsing: note.bytes) == note)
  }

  @Test func everyTruncationLosesASignatureOrIsRefused() throws {
    let bytes = note.bytes
    for end in bytes.indices {
      guard let cut = try? SignedNote(parsing: [UInt8](bytes[..<end])) else { continue }
      #expect(cut.signatures.count < note.signatures.count)
      #expect(throws: NoteError.self) {
        try VerifiedCheckpoint(discharging: cut, policy: policy(), verified: MockKey.verify)
      }
    }
    #expect(throws: NoteError.self) { try SignedNote(parsing: bytes + [UInt8(ascii: "x")]) }
    #expect(throws: NoteError.noSignatures) { try SignedNote(parsing: bytes + [UInt8(ascii: "\n")]) }
  }

  @Test(arguments: [
    ("", NoteError.noSignatures), ("a\n", .noSignatures), ("a\n\n", .noSignatures), ("a\n\n\n", .noSignatures),
    ("a\n\n— n AAAAAAA=", .noSignatures), ("a\n\nn AAAAAAA=\n", .malformedSignature(line: 3)),
    ("a\n\n- n AAAAAAA=\n", .malformedSignature(line: 3)), ("a\n\n— n AAAAAA==\n", .malformedSignature(line: 3)),
    ("a\n\n— n AAAAAAA\n", .malformedSignature(line: 3)), ("a\n\n— n  AAAAAAA=\n", .malformedSignature(line: 3)),
    ("a\n\n— n AAAAAAA= \n", .malformedSignature(line: 3)), ("a\n\n—  AAAAAAA=\n", .malformedSignature(line: 3)),
    ("a\n\n— n+m AAAAAAA=\n", .malformedSignature(line: 3)),
    ("a\n\n— n\u{a0}m AAAAAAA=\n", .malformedSignature(line: 3)),
    ("a\n\n— n AAAAAAA=\nx\n", .malformedSignature(line: 4)), ("a\r\n\n— n AAAAAAA=\n", .controlCharacter(offset: 1)),
  ]) func malformedNotesAreRefused(text: String, expected: NoteError) {
    #expect(throws: expected) { try SignedNote(parsing: [UInt8](text.utf8)) }
  }

  @Test func notesHaveLimits() {
    let line = "— n AAAAAAA=\n"
    #expect(throws: Never.self) {
      try SignedNote(parsing: [UInt8](("a\n\n" + String(repeating: line, count: 64)).utf8))
    }
    #expect(throws: NoteError.tooManySignatures(limit: 64)) {
      try SignedNote(parsing: [UInt8](("a\n\n" + String(repeating: line, count: 65)).utf8))
    }
    #expect(throws: NoteError.tooLong(limit: 65_536)) {
      try SignedNote(parsing: [UInt8](repeating: UInt8(ascii: "a"), count: 65_537))
    }
    #expect(throws: NoteError.notUTF8) { try SignedNote(parsing: [0xff, 10, 10] + line.utf8) }
  }

  @Test(arguments: [
    ("o\n1\n", 3), ("o\n01\n", 2), ("o\n-1\n", 2), ("o\n+1\n", 2), ("o\n1", 1), ("", 1), ("\n1\n", 1), ("o\n\n", 2),
    ("o\n9223372036854775808\n", 2), ("o\n99999999999999999999\n", 2), ("o\n1\nAAAA\n", 3),
    ("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", 3),
    ("o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n", 4),
  ]) func malformedCheckpointsAreRefused(text: String, line: Int) {
    #expect(throws: NoteError.malformedCheckpoint(line: line)) { try Checkpoint(parsing: Text(text)) }
  }

  @Test func extensionLinesAreKept() throws {
    let extended = Checkpoint(origin: "o", size: 0, root: MerkleTree.emptyRoot, extensions: ["a b", "c"])
    #expect(try Checkpoint(parsing: extended.text) == extended)
    #expect(extended.text.string == "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\na b\nc\n")
  }

  // MARK: Keys

  @Test func verifierKeysComeBack() throws {
    // golang.org/x/mod/sumdb's published key of sum.golang.org.
    let text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    let key = try NoteKey(verifierKey: text)
    #expect(key.name == "sum.golang.org")
    #expect(key.kind == .ed25519)
    #expect(key.id == 0x033d_e0ae)
    #expect(key.verifierKey == text)
    #expect(try NoteKey(verifierKey: witness.note.verifierKey) == witness.note)
  }

  @Test func wrongVerifierKeysAreRefused() throws {
    let text = log.note.verifierKey
    #expect(throws: NoteError.wrongKeyID) { try NoteKey(verifierKey: "x" + text) }
    #expect(throws: NoteError.malformedKey) { try NoteKey(verifierKey: String(text.dropLast())) }
    #expect(throws: NoteError.malformedKey) { try NoteKey(verifierKey: "salur.example/log") }
    #expect(throws: NoteError.malformedName) { try NoteKey(verifierKey: "a " + text) }
    let unknownKind = "a+00000000+" + Base64.encode([2] + log.note.key.bytes)
    #expect(throws: NoteError.malformedKey) { try NoteKey(verifierKey: unknownKind) }
    let smallOrder = "a+00000000+" + Base64.encode([1, 1] + [UInt8](repeating: 0, count: 31))
    #expect(throws: NoteError.malformedKey) { try NoteKey(verifierKey: smallOrder) }
  }

  // MARK: Trust

  @Test func signedAndCosignedCheckpointIsBelieved() throws {
    let verified = try VerifiedCheckpoint(
      discharging: SignedNote(parsing: note.bytes), policy: policy(), verified: MockKey.verify)
    #expect(verified.checkpoint == checkpoint)
    #expect(verified.cosignatures.map(\.key) == [witness.note])
    #expect(verified.cosignatures.map(\.time) == [1_679_315_147])
  }

  @Test func everyChangedByteIsRefused() throws {
    let policy = try policy()
    let bytes = note.bytes
    for place in bytes.indices {
      for bit in [0, 5] as [UInt8] {
        var altered = bytes
        altered[place] ^= 1 << bit
        #expect(throws: NoteError.self, "byte \(place)") {
          try VerifiedCheckpoint(discharging: SignedNote(parsing: altered), policy: policy, verified: MockKey.verify)
        }
      }
    }
  }

  @Test func unknownSignaturesAreIgnored() throws {
    let stranger = try MockKey("salur.example/log", .ed25519, seed: 9)
    var note = note
    note.sign(as: stranger.note) { _ in MockKey.signature(log.note.key, []) }
    _ = try VerifiedCheckpoint(discharging: note, policy: policy(), verified: MockKey.verify)
    var alone = checkpoint.note
    alone.sign(as: stranger.note) { stranger.sign($0) }
    #expect(throws: NoteError.notSigned) {
      try VerifiedNote(discharging: alone, keys: [log.note], verified: MockKey.verify)
    }
  }

  @Test func wrongSignatureOfAKnownKeyCondemnsTheNote() throws {
    var note = note
    note.sign(as: log.note) { _ in witness.sign([]) }
    #expect(throws: NoteError.wrongSignature("salur.example/log")) {
      try VerifiedCheckpoint(discharging: note, policy: policy(), verified: MockKey.verify)
    }
  }

  @Test func logMustSignAndWitnessesMustBeEnough() throws {
    var signed = checkpoint.note
    signed.sign(as: log.note) { log.sign($0) }
    #expect(throws: NoteError.tooFewWitnesses(needed: 1, found: 0)) {
      try VerifiedCheckpoint(discharging: signed, policy: policy(), verified: MockKey.verify)
    }
    _ = try VerifiedCheckpoint(discharging: signed, policy: policy(quorum: 0), verified: MockKey.verify)
    var cosigned = checkpoint.note
    for time in 1...3 as ClosedRange<UInt64> { cosigned.cosign(as: witness.note, at: time) { witness.sign($0) } }
    #expect(throws: NoteError.notSignedByLog("salur.example/log")) {
      try VerifiedCheckpoint(discharging: cosigned, policy: policy(), verified: MockKey.verify)
    }
    // Three cosignatures of one witness are one witness.
    cosigned.sign(as: log.note) { log.sign($0) }
    let second = try MockKey("ojk.example/saksi", .cosignatureV1, seed: 10)
    let two = try CheckpointPolicy(log: log.note, witnesses: [witness.note, second.note], quorum: 2)
    #expect(throws: NoteError.tooFewWitnesses(needed: 2, found: 1)) {
      try VerifiedCheckpoint(discharging: cosigned, policy: two, verified: MockKey.verify)
    }
  }

  @Test func checkpointOfAnotherLogIsRefused() throws {
    var other = Checkpoint(origin: "other.example/log", size: 1, root: .zero).note
    other.sign(as: log.note) { log.sign($0) }
    #expect(throws: NoteError.wrongOrigin(expected: "salur.example/log", found: "other.example/log")) {
      try VerifiedCheckpoint(discharging: other, policy: policy(quorum: 0), verified: MockKey.verify)
    }
  }

  @Test func policiesThatCannotBeMeantAreRefused() throws {
    let twin = try MockKey("bpk.example/kembar", .cosignatureV1, seed: 8)
    #expect(throws: NoteError.duplicateKey("bpk.example/kembar")) {
      try CheckpointPolicy(log: log.note, witnesses: [witness.note, twin.note], quorum: 2)
    }
    #expect(throws: NoteError.impossibleQuorum(needed: 2, witnesses: 1)) { try policy(quorum: 2) }
    #expect(throws: NoteError.wrongKind("salur.example/log")) {
      try CheckpointPolicy(log: witness.note, witnesses: [log.note])
    }
    #expect(throws: NoteError.wrongKind("bpk.example/saksi")) { try CheckpointPolicy(log: witness.note) }
  }
}
