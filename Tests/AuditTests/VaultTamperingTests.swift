import Audit
import Model
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

  @Test("a fact erased without anybody's command")
  func secretErasure() throws {
    let chain = try TestChain.paid()
    let seals = try chain.attest(levels: [3])
    try chain.eraseSecretly(seals[0])
    #expect(try Tampering(chain).audit().findings.map(\.code) == [.erasedWithoutCommand])
  }
}
