import Audit
import Model
import Platform
import RecordEncryption
import Records
import Testing

@Suite("Each kind of tampering with the vault has its finding, and only that one")
struct VaultTamperingTests {
  /// Findings' codes after an edit of an honest chain.
  private func codes(
    _ chain: TestChain, _ edit: (Tampering) throws -> Void
  ) throws -> [Finding.Code] {
    let tampering = Tampering(chain)
    try edit(tampering)
    return try tampering.audit().findings.map(\.code)
  }

  @Test("a sealed fact gone")
  func missingFact() throws {
    let found = try codes(TestChain.paid()) { tampering in
      var index = 0
      try tampering.vault { _, sealed in
        index += 1
        return index == 4 ? nil : sealed
      }
    }
    #expect(found == [.sealedMissing])
  }

  @Test("a sealed registration gone: without it nothing after can be recomputed, and only that is said")
  func missingRegistration() throws {
    let found = try codes(TestChain.paid()) { tampering in
      var index = 0
      try tampering.vault { _, sealed in
        index += 1
        return index == 1 ? nil : sealed
      }
    }
    #expect(found == [.sealedMissing])
  }

  @Test("a sealed fact changed")
  func alteredFact() throws {
    let found = try codes(TestChain.paid()) { tampering in
      var index = 0
      try tampering.vault { _, sealed in
        index += 1
        return index == 4 ? Array(sealed.dropLast()) + [sealed.last! ^ 1] : sealed
      }
    }
    #expect(found == [.sealedAltered])
  }

  @Test("a sealed registration changed: nobody who signed later is accused")
  func alteredRegistration() throws {
    let found = try codes(TestChain.spent()) { tampering in
      var index = 0
      try tampering.vault { _, sealed in
        index += 1
        return index == 1 ? Array(sealed.dropLast()) + [sealed.last! ^ 1] : sealed
      }
    }
    #expect(found == [.sealedAltered])
  }

  @Test("all sealed data gone: said once, with a count")
  func emptyVault() throws {
    let tampering = Tampering(try TestChain.spent())
    try tampering.vault { _, _ in nil }
    let result = try tampering.audit()
    #expect(result.findings.map(\.code) == [.sealedMissing])
    #expect(result.findings.first?.detail?.english.contains(", the first of ") ?? false)
    #expect(result.unreplayedBlocks > 0)
  }

  @Test("a batch's seals in another order")
  func reorderedSeals() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { blocks in
        let height = blocks.lastIndex { $0.commands.contains { $0.sealed.count > 1 } }!
        let command = blocks[height].commands[0]
        blocks[height].commands[0] = CommandRecord(signed: command.signed, sealed: command.sealed.reversed())
      }
    }
    #expect(found == [.sealedCommitment])
  }

  @Test("an erasure on the log that the vault did not follow")
  func notForgotten() throws {
    let chain = try TestChain.paid()
    chain.forgets = false
    try chain.accept(chain.command(TestChain.families[0], TestChain.ownerKey, .erase(account: TestChain.families[0])))
    #expect(try Tampering(chain).audit().findings.map(\.code) == [.notForgotten])
  }

  @Test("an erasure that the vault followed, but for the key")
  func keyNotForgotten() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3])
    try chain.accept(chain.command(TestChain.families[0], TestChain.ownerKey, .erase(account: TestChain.families[0])))
    let tampering = Tampering(chain)
    #expect(try tampering.audit().findings == [])
    var slot: UInt64?
    try tampering.frames { if $0.digest == seals[0], $0.kind == .sealed { slot = $0.slot } }
    var keys = RecordKeys()
    try tampering.keySlot(try #require(slot), .key(TestChain.master.wrap(keys.make())))
    for key in [TestChain.master, nil] {
      let findings = try tampering.audit(key: key).findings
      #expect(findings.map(\.code) == (key == nil ? [] : [.notForgotten]))
      if key != nil { #expect(findings.first?.place.file == chain.path + "/vault/keys") }
    }
  }

  @Test("keys that changed places: of both records it is said that they are not what was signed for")
  func swappedKeys() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3, 3])
    let tampering = Tampering(chain)
    var slots: [UInt64] = []
    try tampering.frames { if seals.contains($0.digest) { slots.append($0.slot) } }
    let kept = try slots.map { try tampering.keySlot($0) }
    try tampering.keySlot(slots[0], kept[1])
    try tampering.keySlot(slots[1], kept[0])
    #expect(try tampering.audit().findings.map(\.code) == [.sealedAltered, .sealedAltered])
  }

  // MARK: Without the key

  @Test("without the key nothing is accused: what is sealed stays closed, and what follows is not recomputed")
  func closed() throws {
    let chain = try TestChain.spent()
    let refused = chain.command(.identity, .registerBatch(count: 1, root: .zero), sealed: [chain.seal([1])])
    let outcome = try chain.decide([refused])[0]
    guard case .rejected(.batchRootMismatch, _) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    let whole = try Tampering(chain).audit()
    let closed = try Tampering(chain).audit(key: nil)
    #expect(whole.adoptedRefusals == 1)
    #expect(whole.isClean && whole.closedRecords == 0 && whole.unreplayedBlocks == 0)
    #expect(closed.isClean && closed.closedRecords == whole.sealedRecords - 1)
    #expect(closed.unreplayedBlocks > 0 && closed.unreplayedBlocks < closed.blocks)
    #expect(closed.logRoot == whole.logRoot && closed.entries == whole.entries)
  }

  @Test("without the key damage to records, keys and the log is still found")
  func closedButDamaged() throws {
    let chain = try TestChain.spent()
    try chain.publish()
    let tampering = Tampering(chain)
    func codes(_ file: String, _ offset: Int) throws -> Set<Finding.Code> {
      let path = chain.path + "/" + file
      let honest = try File.contents(of: path)
      var bytes = honest
      bytes[offset] ^= 1
      try File.replace(path, with: bytes)
      defer { try! File.replace(path, with: honest) }
      return Set(try tampering.audit(key: nil).findings.map(\.code))
    }
    #expect(
      try codes("vault/00000001.vault", FileHeader.byteCount + VaultFrame.headerByteCount + 20) == [.sealedAltered])
    #expect(try codes("vault/keys", KeySlot.offset(1) + 9) == [.sealedAltered])
    #expect(try codes("vault/keys", 50) == [.fileDamaged])
    #expect(
      try codes("journal/00000001.segment", 3 * BlockFrame.alignment + BlockFrame.headerByteCount + 9) == [.fileDamaged]
    )
    #expect(try tampering.audit(key: nil).findings == [])
  }

  @Test("without its key file a vault is incomplete, said once")
  func noKeys() throws {
    let chain = try TestChain.paid()
    try Directory.remove(chain.path + "/vault/keys")
    for key in [TestChain.master, nil] {
      let result = try Tampering(chain).audit(key: key)
      #expect(result.findings.map(\.code) == [.fileMissing])
      #expect(result.findings.first?.place.file == chain.path + "/vault/keys")
    }
  }

  @Test("another key is refused before anything is audited")
  func wrongKey() throws {
    let chain = try TestChain.paid()
    let error = #expect(throws: AuditError.self) { try Tampering(chain).audit(key: .generate()) }
    guard case .vaultKey(.wrong(keyFile: chain.path + "/vault/keys")) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("a fact erased without anybody's command")
  func secretErasure() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3])
    try chain.eraseSecretly(seals[0])
    #expect(try Tampering(chain).audit().findings.map(\.code) == [.erasedWithoutCommand])
  }
}
