import Engine
import EngineSupport
import Model
import Platform
import Records
import Signing
import StorageSupport
import Testing
import Transparency

@Suite("Opening a node's directory")
struct OpeningTests {
  private let folder = TemporaryDirectory()
  private var directory: DataDirectory { DataDirectory(folder.path) }

  private func failure(_ body: () throws -> Void) -> EngineError? {
    do { try body() } catch { return error as? EngineError }
    return nil
  }

  @Test("says so where there is none, and how to make one")
  func notInitialised() {
    let error = failure { _ = try Replica.open(directory) }
    guard case .notInitialised(folder.path) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(error!.description.contains("salur node init --data \(folder.path)"))
  }

  @Test("Nobody initialises over a node that is there")
  func alreadyInitialised() throws {
    try directory.initialise(TestNode.genesis(), logKey: TestNode.logKey)
    let before = try File.contents(of: folder.path + "/genesis.cbor")
    let error = failure {
      try directory.initialise(TestNode.genesis(origin: "salur.test/other"), logKey: TestNode.logKey)
    }
    guard case .alreadyInitialised(folder.path) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(try File.contents(of: folder.path + "/genesis.cbor") == before)
  }

  @Test("The log's key must be an Ed25519 key, and the one genesis names")
  func wrongKey() throws {
    #expect(failure { try directory.initialise(TestNode.genesis(), logKey: .generate(.p256)) } != nil)
    try directory.initialise(TestNode.genesis(), logKey: .generate(.ed25519))
    let error = failure { _ = try Replica.open(directory) }
    guard case .damaged(let what) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(what.contains("log.key") && what.contains("genesis"))
  }

  @Test("A genesis document of another network is refused, and nothing is changed")
  func otherNetwork() throws {
    let node = try TestNode.paid()
    node.close()
    let genesis = TestNode.genesis { $0.runRowsPerBlock = 7 }
    try File.replace(node.directory.path + "/genesis.cbor", with: genesis.encoded)
    let error = failure { try node.open() }
    guard case .journal(.damage(let damage)) = error, case .otherNetwork(_, genesis.network) = damage.reason else {
      return #expect(Bool(false), "\(error as Any)")
    }
    try File.replace(node.directory.path + "/genesis.cbor", with: node.genesis.encoded)
    try node.open()
  }

  @Test("A genesis document that cannot be read is named")
  func damagedGenesis() throws {
    try directory.initialise(TestNode.genesis(), logKey: TestNode.logKey)
    try File.replace(folder.path + "/genesis.cbor", with: [0x87, 0x01])
    let error = failure { _ = try Replica.open(directory) }
    guard case .damaged(let what) = error else { return #expect(Bool(false), "\(error as Any)") }
    #expect(what.contains("genesis.cbor is not a genesis document"))
  }

  @Test("A second node on one directory is refused, and the first goes on")
  func second() throws {
    let node = try TestNode.paid()
    let error = failure { _ = try Replica.open(node.directory, lanes: PlatformLanes(count: 1)) }
    guard case .journal(.storage(let storage)) = error, storage.kind == .locked else {
      return #expect(Bool(false), "\(error as Any)")
    }
    #expect(error!.description.contains("is using it"))
    try node.accept(node.payment(1_000))
    try node.reopen()
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 1_000)
  }

  @Test("A journal block that does not replay to what it says is a divergence, named by its height")
  func divergence() throws {
    let node = try TestNode.paid()
    try node.accept(node.payment(1_000))
    let height = node.replica.newestBlock.height
    node.close()
    try Frames(node).edit(Int(height)) { record in
      let last = record.publicEntries.count - 1
      let entry = try BlockEntry(encoded: record.publicEntries[last].entry.content)
      let forged = BlockEntry(
        height: entry.height, time: entry.time, protocolVersion: entry.protocolVersion, parameters: entry.parameters,
        commandRoot: entry.commandRoot, commands: entry.commands, rejected: entry.rejected,
        firstEntry: entry.firstEntry, entries: entry.entries, stateRoot: SHA256.hash([1]))
      record.publicEntries[last].entry = PublicEntry(.block, content: forged.encoded)
    }
    let error = failure { try node.open() }
    guard case .divergence(height, "another state root") = error else { return #expect(Bool(false), "\(error as Any)") }
  }

  @Test("A receipt that was made better than it was is a divergence too")
  func forgedCommitment() throws {
    let node = try TestNode.paid()
    try node.accept(node.payment(1_000))
    let height = node.replica.newestBlock.height
    node.close()
    try Frames(node).edit(Int(height)) { $0.commitments[0] ^= 1 }
    let error = failure { try node.open() }
    guard case .divergence(height, "other entries") = error else { return #expect(Bool(false), "\(error as Any)") }
  }

  @Test("A journal without blocks beside a vault or snapshots is a lost one, never a new network")
  func lostJournal() throws {
    for hasSnapshot in [false, true] {
      let node = try TestNode.paid()
      if hasSnapshot { try node.replica.writeSnapshot() }
      node.close()
      for name in try Directory.names(in: node.directory.journal) {
        try Directory.remove(node.directory.journal + "/" + name)
      }
      if hasSnapshot {
        for name in try Directory.names(in: node.directory.vault) {
          try Directory.remove(node.directory.vault + "/" + name)
        }
      }
      let witness = hasSnapshot ? node.directory.snapshots : node.directory.vault
      for _ in 0..<2 {
        let error = failure { try node.open() }
        #expect(
          error?.description
            == "\(node.directory.journal) holds no block, but \(witness) is not empty: the journal has been lost. Put it "
            + "back from a copy; for a new network, initialise an empty directory")
      }
    }
  }

  @Test("Sealed bytes that were cut off are told")
  func vaultCut() throws {
    let node = try TestNode.paid()
    node.close()
    let path = node.directory.vault + "/" + FileHeader.Kind.vault.fileName(1)
    let bytes = try File.contents(of: path)
    let end = try #require(bytes.lastIndex { $0 != 0 }) / 8 * 8 + 8
    // The beginning of a record that was being written when the machine stopped.
    try File(path, .update).write(Array("SEAL".utf8), at: end)
    try node.open()
    let reason = FrameError.headerChecksum.description
    #expect(
      node.report.vaultCut == "\(path), byte \(end): sealed bytes that no block names were cut off (\(reason))")
  }

  @Test("A published checkpoint that the journal does not lead to is found")
  func forgedCheckpoint() throws {
    let node = try TestNode.paid()
    _ = try node.replica.checkpoint()
    let (size, network) = (node.replica.publishedSize, node.genesis.network)
    let height = node.replica.newestBlock.height
    node.close()
    let path = node.directory.journal + "/" + FileNames.acknowledged
    let note = Checkpoint(origin: TestNode.origin, size: size, root: SHA256.hash([1])).note
    let forged = Acknowledgement(network: network, height: height, checkpointSize: size, checkpoint: note.bytes)
    let (slot, offset) = AlternatingSlots.encode(sequence: 1_000, value: forged.encoded)
    try File(path, .update).write(slot, at: offset)
    let error = failure { try node.open() }
    #expect(
      error?.description
        == "\(path) holds a published checkpoint over \(size) entries, and the journal's entries do not lead to it; "
        + "restore the data directory from a copy")
  }
}
