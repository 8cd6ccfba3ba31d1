import Audit
import Model
import Platform
import Records
import Signing
import Testing
import Transparency

@Suite("Each kind of tampering has its finding")
struct TamperingTests {
  /// Findings' codes after an edit of an honest chain.
  private func codes(
    _ chain: TestChain, _ edit: (Tampering) throws -> Void
  ) throws -> [Finding.Code] {
    let tampering = Tampering(chain)
    try edit(tampering)
    return try tampering.audit().findings.map(\.code)
  }

  /// The height of the block in which everybody was paid, and the place of its first receipt.
  private func payday(_ blocks: [BlockRecord]) -> (height: Int, place: Int) {
    for (height, block) in blocks.enumerated() {
      for place in 0..<block.entryCount {
        let bytes = Array(block.receipts[place * Receipt.byteCount..<(place + 1) * Receipt.byteCount])
        if Receipt(bytes: bytes)?.kind == .disbursement { return (height, place) }
      }
    }
    preconditionFailure("somebody was paid")
  }

  // MARK: Receipts and entries

  @Test("a flipped byte of a receipt")
  func flippedReceipt() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { blocks in
        let (height, place) = payday(blocks)
        blocks[height].receipts[place * Receipt.byteCount + 70] ^= 1
      }
    }
    #expect(found == [.opening])
  }

  @Test("a receipt's amount")
  func alteredAmount() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    var entry: UInt64 = 0
    try tampering.blocks { blocks in
      let (height, place) = payday(blocks)
      blocks[height].changeReceipt(place) { $0.amount += 1 }
      entry = blocks[height].firstEntry + UInt64(place)
    }
    let result = try tampering.audit()
    #expect(result.findings.map(\.code) == [.opening])
    #expect(result.findings.first?.place.entry == entry)
  }

  @Test("a receipt's amount, with the commitment made to fit: the rules say otherwise, and so does the checkpoint")
  func alteredEntry() throws {
    let chain = try TestChain.paid()
    try chain.publish()
    let salt = chain.state.accounts[TestChain.families[0].row].salt
    let found = try codes(chain) { tampering in
      try tampering.blocks { blocks in
        let (height, place) = payday(blocks)
        blocks[height].changeReceipt(place, salt: salt) { $0.amount += 1 }
      }
    }
    #expect(found == [.entry, .checkpointRoot])
  }

  @Test("two openings swapped")
  func swappedOpenings() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { blocks in
        let (height, place) = payday(blocks)
        let (first, second) = (place * Receipt.byteCount, (place + 1) * Receipt.byteCount)
        for byte in 0..<Receipt.byteCount { blocks[height].receipts.swapAt(first + byte, second + byte) }
      }
    }
    #expect(found == [.opening, .opening])
  }

  @Test("a public entry")
  func publicEntry() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { blocks in
        let height = blocks.firstIndex { $0.publicEntries.contains { $0.entry.kind == .agency } }!
        let index = blocks[height].publicEntries.firstIndex { $0.entry.kind == .agency }!
        var content = blocks[height].publicEntries[index].entry.content
        content[content.count - 1] ^= 1
        blocks[height].publicEntries[index].entry = PublicEntry(.agency, content: content)
      }
    }
    #expect(found == [.publicEntry])
  }

  // MARK: Commands

  @Test("a command left out")
  func droppedCommand() throws {
    let chain = try TestChain.paid()
    try chain.decide([chain.payment(1_000), chain.payment(2_000, ahead: 1)])
    let found = try codes(chain) { tampering in
      try tampering.block(Int(chain.state.height)) { $0.commands.removeLast() }
    }
    #expect(found == [.commandRoot])
  }

  @Test("a command in another's place")
  func reorderedCommands() throws {
    let chain = try TestChain.paid()
    try chain.decide([chain.payment(1_000), chain.payment(2_000, ahead: 1)])
    let found = try codes(chain) { tampering in
      try tampering.block(Int(chain.state.height)) { $0.commands.swapAt(0, 1) }
    }
    #expect(found == [.commandRoot])
  }

  @Test("a payment somebody else signed")
  func forgedSignature() throws {
    let chain = try TestChain.paid()
    try chain.accept(chain.payment(1_000, signer: SigningKey.generate(.p256)))
    let result = try Tampering(chain).audit()
    #expect(result.findings.map(\.code) == [.signature])
    #expect(result.findings.first?.place.height == chain.state.height)
  }

  @Test("a key introduced by somebody who does not hold it")
  func forgedPossession() throws {
    let chain = try TestChain.paid()
    let (key, thief) = (SigningKey.generate(.p256), SigningKey.generate(.p256))
    let subject = Possession.subject(TestChain.families[1])
    let proof = thief.signedMessage(
      payload: Possession.payload(key: key.publicKey, subject: subject),
      aad: Possession.aad(network: chain.genesis.network))
    try chain.accept(
      chain.command(
        .identity, .claim(account: TestChain.families[1], key: key.publicKey), proof: proof))
    #expect(try Tampering(chain).audit().findings.map(\.code) == [.signature])
  }

  @Test("a command that is none")
  func unreadableCommand() throws {
    let chain = try TestChain.spent()
    let found = try codes(chain) { tampering in
      try tampering.block(Int(chain.state.height)) { block in
        block.commands[0] = CommandRecord(signed: [1, 2, 3], sealed: [])
      }
    }
    #expect(found == [.commandRoot, .commandUnreadable])
  }

  @Test("a command the ledger would never have taken")
  func impossibleCommand() throws {
    let chain = try TestChain.paid()
    try chain.decide([chain.payment(1_000, ahead: 5)])
    #expect(try Tampering(chain).audit().findings.map(\.code) == [.commandRoot, .commandImpossible])
  }

  // MARK: Blocks

  @Test("another network's journal")
  func otherNetwork() throws {
    let (chain, other) = (try TestChain.paid(), try TestChain(origin: "salur.test/other"))
    let (tampering, foreign) = (Tampering(chain), Tampering(other))
    try File.replace(try tampering.segments[0], with: try File.contents(of: try foreign.segments[0]))
    #expect(try tampering.audit().findings.map(\.code) == [.otherNetwork])
  }

  @Test("a command added to the first block, its root made to fit")
  func commandInGenesis() throws {
    let chain = try TestChain.paid()
    let stray = chain.payment(1_000).bytes
    let found = try codes(chain) { tampering in
      try tampering.block(0) { block in
        block.commands = [CommandRecord(signed: stray, sealed: [])]
        try block.changeBlockEntry { entry in
          BlockEntry(
            height: entry.height, time: entry.time, protocolVersion: entry.protocolVersion,
            parameters: entry.parameters, commandRoot: MerkleTree.leafHash(stray), commands: 1,
            rejected: entry.rejected, firstEntry: entry.firstEntry, entries: entry.entries,
            stateRoot: entry.stateRoot)
        }
      }
    }
    #expect(found.contains(.blockEntry))
  }

  @Test("two blocks swapped on the disk")
  func reorderedBlocks() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { $0.swapAt(5, 6) }
    }
    #expect(found == [.blockOutOfOrder])
  }

  @Test("a state root")
  func wrongStateRoot() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    try tampering.block(5) { block in
      try block.changeBlockEntry { entry in
        BlockEntry(
          height: entry.height, time: entry.time, protocolVersion: entry.protocolVersion,
          parameters: entry.parameters, commandRoot: entry.commandRoot, commands: entry.commands,
          rejected: entry.rejected, firstEntry: entry.firstEntry, entries: entry.entries, stateRoot: .zero)
      }
    }
    let result = try tampering.audit()
    #expect(result.findings.map(\.code) == [.stateRoot])
    #expect(result.findings.first?.place.height == 5)
  }

  @Test("a block's time")
  func wrongTime() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.block(5) { $0.time = BlockTime(milliseconds: .max) }
    }
    #expect(found == [.blockEntry, .blockTime])
  }

  @Test("a decision")
  func wrongDecision() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    try tampering.blocks { blocks in
      let height = blocks.lastIndex { !$0.decisions.isEmpty }!
      blocks[height].decisions[4] ^= 1
    }
    #expect(try tampering.audit().findings.map(\.code) == [.decision])
  }

  @Test("the end cut off, below what was acknowledged")
  func truncated() throws {
    let found = try codes(TestChain.paid()) { tampering in
      try tampering.blocks { $0.removeLast(2) }
    }
    #expect(found == [.endsBelowAcknowledged])
  }

  @Test("the end cut off, and the acknowledgement with it: the checkpoint remembers")
  func truncatedBelowCheckpoint() throws {
    let chain = try TestChain.paid()
    try chain.publish()
    let found = try codes(chain) { tampering in
      try tampering.blocks { $0.removeLast(2) }
      try tampering.acknowledgement { acknowledged in
        Acknowledgement(
          network: acknowledged.network, height: acknowledged.height! - 2,
          checkpointSize: acknowledged.checkpointSize, checkpoint: acknowledged.checkpoint)
      }
    }
    #expect(found == [.endsBelowCheckpoint])
  }

  @Test("the journal removed")
  func noJournal() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    for name in try Directory.names(in: chain.path + "/journal") {
      try Directory.remove(chain.path + "/journal/" + name)
    }
    #expect(try tampering.audit().findings.map(\.code) == [.fileMissing])
  }

  @Test("a torn block that was never acknowledged is none")
  func unfinished() throws {
    let chain = try TestChain.paid()
    let tampering = Tampering(chain)
    let height = chain.state.height
    try chain.accept(chain.payment(1_000))
    try tampering.acknowledgement { Acknowledgement(network: $0.network, height: height) }
    var end = 0
    try tampering.blocks { blocks in
      end = BlockFrame.alignment
      for block in blocks.dropLast() {
        end += (BlockFrame.encode(block).count + BlockFrame.alignment - 1) / BlockFrame.alignment * BlockFrame.alignment
      }
    }
    let path = try tampering.segments[0]
    var bytes = try File.contents(of: path)
    bytes[end + BlockFrame.headerByteCount + 5] ^= 0xff
    try File.replace(path, with: bytes)
    let result = try tampering.audit()
    #expect(result.findings == [])
    #expect(result.unfinished?.file == path)
    #expect(result.blocks == height + 1)
  }

  // MARK: Checkpoints

  @Test("another checkpoint's signature")
  func checkpointSignature() throws {
    let chain = try TestChain.paid()
    try chain.publish()
    let other = try TestChain.note(
      size: chain.state.logSize, root: .zero, key: SigningKey(.ed25519, seed: .zero))
    let found = try codes(chain) { tampering in
      try tampering.acknowledgement {
        Acknowledgement(
          network: $0.network, height: $0.height, checkpointSize: $0.checkpointSize, checkpoint: other)
      }
    }
    #expect(found == [.checkpointSignature])
  }

  @Test("two histories under one key")
  func fork() throws {
    let chain = try TestChain.paid()
    var options = AuditOptions()
    let other = try TestChain.note(size: chain.state.logSize - 1, root: .zero)
    options.checkpoints = [AuditOptions.KeptCheckpoint(file: "witness.note", note: other)]
    let result = try Tampering(chain).audit(options)
    #expect(result.findings.map(\.code) == [.checkpointRoot])
    #expect(result.findings.first?.place.file == "witness.note")
  }
}
