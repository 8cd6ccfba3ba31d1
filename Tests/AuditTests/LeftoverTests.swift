import Audit
import Coding
import Model
import Platform
import RecordEncryption
import Records
import Signing
import Testing
import Transparency

@Suite("What lies in a data directory and is none of it, or should be gone")
struct LeftoverTests {
  private static let family = TestChain.families[0]

  private func erased(on chain: TestChain) throws {
    try chain.accept(chain.command(Self.family, TestChain.ownerKey, .erase(account: Self.family)))
  }

  /// Appends a record to the vault's (only) file.
  private func append(_ digest: Digest, _ bytes: [UInt8], to chain: TestChain) throws {
    let path = chain.path + "/vault/00000001.vault"
    var file = try File.contents(of: path)
    let end = try #require(file.lastIndex { $0 != 0 }) + 1
    let start = (end + VaultFrame.alignment - 1) / VaultFrame.alignment * VaultFrame.alignment
    var keys = RecordKeys()
    let (key, slot) = (keys.make(), UInt64(1_000 + start))
    let record = Tampering(chain).record(digest, bytes, slot: slot, at: start, under: key)
    try Tampering(chain).keySlot(slot, .key(TestChain.master.wrap(key)))
    file += [UInt8](repeating: 0, count: max(0, start + record.count - file.count))
    file.replaceSubrange(start..<start + record.count, with: record)
    try File.replace(path, with: file)
  }

  // MARK: The vault

  @Test("a second record of what was erased still has its bytes")
  func secondRecord() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3, 3, 3])
    try erased(on: chain)
    #expect(try Tampering(chain).audit().findings == [])
    let kept = chain.seal([1, 2, 3])
    try append(seals[0], kept.bytes, to: chain)
    let findings = try Tampering(chain).audit().findings
    #expect(findings.map(\.code) == [.notForgotten])
    #expect(findings.first?.detail?.english == "\(seals[0])")
    #expect(findings.first?.place.file == chain.path + "/vault/00000001.vault")
    #expect(findings.first?.place.offset != nil)
  }

  @Test("what was erased is only half overwritten")
  func halfErased() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3, 3, 3])
    try erased(on: chain)
    let tampering = Tampering(chain)
    let path = chain.path + "/vault/00000001.vault"
    var bytes = try File.contents(of: path)
    let record = try #require(bytes.indices.first { bytes[$0...].starts(with: seals[0].bytes) })
    bytes[record - 8 + VaultFrame.headerByteCount + 3] = 7
    try File.replace(path, with: bytes)
    #expect(try tampering.audit().findings.map(\.code) == [.notForgotten])
  }

  @Test("records that no block names are counted")
  func unnamed() throws {
    let chain = try TestChain.paid()
    #expect(try Tampering(chain).audit().unnamedRecords == 0)
    for byte in 1...3 {
      let sealed = chain.seal([UInt8(byte)])
      try append(sealed.digest, sealed.bytes, to: chain)
    }
    let result = try Tampering(chain).audit()
    #expect(result.isClean && result.unnamedRecords == 3)
  }

  // MARK: Files

  @Test(
    "other files are named, but not one that is being made",
    arguments: ["journal/00000001.segment.bak", "journal/2.segment", "vault/00000001.vault~", "snapshots/old"])
  func strays(name: String) throws {
    let chain = try TestChain.paid()
    try Directory.create(chain.path + "/snapshots")
    for file in ["vault/00000002.vault.new", "journal/acknowledged.new", "snapshots/3.snapshot.new", "lock"] {
      try File.replace(chain.path + "/" + file, with: [1])
    }
    #expect(try Tampering(chain).audit().findings == [])
    try File.replace(chain.path + "/" + name, with: [1])
    let findings = try Tampering(chain).audit().findings
    #expect(findings == [Finding(.strayFile, Finding.Place(file: chain.path + "/" + name))])
  }

  @Test("snapshots from before an erasure must be gone after thirty days")
  func snapshots() throws {
    let chain = try TestChain.paid()
    let before = chain.state.height
    try erased(on: chain)
    try Directory.create(chain.path + "/snapshots")
    for height in [before, before + 1] {
      try File.replace(chain.path + "/snapshots/\(height).snapshot", with: [1])
    }
    let soon = try Tampering(chain).audit()
    #expect(soon.findings == [] && soon.snapshotsToForget == 1)
    try chain.advance(to: "2026-04-10")
    let late = try Tampering(chain).audit()
    #expect(late.findings.map(\.code) == [.snapshotNotForgotten] && late.snapshotsToForget == 0)
    #expect(late.findings.first?.place.file == chain.path + "/snapshots/\(before).snapshot")
  }

  // MARK: The journal's end

  @Test("a damaged block before a whole one is no torn end")
  func damagedBeforeWhole() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    let height = chain.state.height
    try chain.accept(chain.payment(1_000))
    try chain.accept(chain.payment(2_000))
    try tampering.acknowledgement { Acknowledgement(network: $0.network, height: height) }
    var starts: [Int] = []
    try tampering.blocks { blocks in
      var end = BlockFrame.alignment
      for block in blocks {
        starts.append(end)
        end += (BlockFrame.encode(block).count + BlockFrame.alignment - 1) / BlockFrame.alignment * BlockFrame.alignment
      }
    }
    let path = try tampering.segments[0]
    var bytes = try File.contents(of: path)
    bytes[starts[Int(height) + 1] + BlockFrame.headerByteCount + 5] ^= 0xff
    try File.replace(path, with: bytes)
    let result = try tampering.audit()
    #expect(result.findings.map(\.code) == [.fileDamaged])
    #expect(result.findings.first?.place.offset == starts[Int(height) + 1])
    #expect(result.unfinished == nil)
  }

  // MARK: The network and its witnesses

  @Test("another network than the one that was asked for")
  func network() throws {
    let chain = try TestChain.paid()
    var options = AuditOptions()
    options.network = chain.genesis.network
    #expect(try Tampering(chain).audit(options).findings == [])
    options.network = NetworkID(genesis: .zero)
    let findings = try Tampering(chain).audit(options).findings
    #expect(findings.map(\.code) == [.otherNetwork])
    #expect(findings.first?.place.file == chain.path + "/genesis.cbor")
  }

  @Test("the size promised is not the checkpoint's")
  func checkpointSize() throws {
    let chain = try TestChain.paid()
    try chain.publish()
    let tampering = Tampering(chain)
    for size in [0, chain.state.logSize - 1] {
      try tampering.acknowledgement {
        Acknowledgement(network: $0.network, height: $0.height, checkpointSize: size, checkpoint: $0.checkpoint)
      }
      #expect(try tampering.audit().findings.map(\.code) == [.checkpointSize])
    }
  }

  private static let witnesses = (0..<3).map { SigningKey(.ed25519, seed: SHA256.hash([UInt8($0)])) }

  private static func noteKey(_ index: Int) throws -> NoteKey {
    guard case .ed25519(let key) = witnesses[index].publicKey else { preconditionFailure("an Ed25519 key") }
    return try NoteKey(name: Text("witness.test/\(index)"), kind: .cosignatureV1, key: key)
  }

  @Test("a kept checkpoint needs most of the witnesses that the genesis document names, and no false one")
  func cosignatures() throws {
    let chain = try TestChain(witnesses: try (0..<3).map { Text(try Self.noteKey($0).verifierKey) })
    let note = try chain.publish()
    #expect(try Tampering(chain).audit().findings == [], "the node's own is written before a witness sees it")
    func codes(cosignedBy signers: [Int: Int]) throws -> [Finding.Code] {
      var note = try SignedNote(parsing: note)
      for (name, signer) in signers {
        note.cosign(as: try Self.noteKey(name), at: 1_800_000_000) { Self.witnesses[signer].sign($0) }
      }
      var options = AuditOptions()
      options.checkpoints = [AuditOptions.KeptCheckpoint(file: "kept.note", note: note.bytes)]
      let result = try Tampering(chain).audit(options)
      #expect(result.findings.allSatisfy { $0.place.file == "kept.note" })
      return result.findings.map(\.code)
    }
    #expect(try codes(cosignedBy: [0: 0, 2: 2]) == [])
    #expect(try codes(cosignedBy: [1: 1]) == [.checkpointWitnesses])
    #expect(try codes(cosignedBy: [:]) == [.checkpointWitnesses])
    #expect(try codes(cosignedBy: [0: 0, 1: 2]) == [.checkpointSignature])
  }
}
