import Journal
import Ledger
import Model
import Platform
import Records
import Signing
import Transparency
import Vault

/// Recovery is the normal path: the journal's blocks go through the ledger again, and what comes out must be what the
/// journal holds.
struct Recovery {
  let genesis: Genesis
  let journal: Journal
  let vault: Vault
  let lanes: PlatformLanes
  private(set) var ledger: Ledger
  private(set) var log = LogTree()
  var report = RecoveryReport()
  /// Of the newest block read; set by `run`.
  private(set) var newest: BlockEntry?
  /// Of erasures in replayed blocks: done again, in case the node stopped between the log and the vault.
  private(set) var erasedSeals: [Digest] = []
  private let output = BlockOutput()
  /// Where this is no recovery but a second look beside a running node: the newest height a snapshot to begin from may
  /// have. Blocks after it are all run again.
  private let ceiling: UInt64?
  var isSecondLook: Bool { ceiling != nil }

  init(genesis: Genesis, journal: Journal, vault: Vault, lanes: PlatformLanes, ceiling: UInt64? = nil) {
    self.ceiling = ceiling
    self.genesis = genesis
    self.journal = journal
    self.vault = vault
    self.lanes = lanes
    ledger = Ledger(genesis: genesis)
  }

  /// - Parameter onBlock: given every block run again and the cycles it closed; false to stop there.
  mutating func run(
    snapshots: String, progress: (_ done: UInt64, _ of: UInt64) -> Void,
    onBlock: (BlockRecord, [ClosedCycle]) -> Bool = { _, _ in true }
  ) throws(EngineError) {
    if let cut = journal.recovery.cut {
      report.cut = "\(cut.file), byte \(cut.offset): an unfinished block was cut off (\(cut.reason))"
    }
    if let cut = vault.recovery.cut {
      report.vaultCut = "\(cut.file), byte \(cut.offset): sealed bytes that no block names were cut off (\(cut.reason))"
    }
    if let state = try loadSnapshot(snapshots, upTo: ceiling) {
      ledger = Ledger(state: state)
      report.snapshot = state.height
    }
    var reader = journal.blocks(from: 0)
    let last = journal.lastHeight ?? 0
    while let record = try next(&reader) {
      newest = try blockEntry(of: record)
      if report.snapshot.map({ record.height <= $0 }) ?? false {
        adoptLeaves(of: record)
      } else {
        try replay(record)
        report.replayedBlocks += 1
        if !onBlock(record, output.closed) { return }
      }
      if record.height & 15 == 0 { progress(record.height, last) }
    }
    report.height = ledger.state.height
    report.logSize = log.size
    guard log.size == ledger.state.logSize else {
      throw .divergence(height: report.height, "the log has \(log.size) entries, the state \(ledger.state.logSize)")
    }
    if !isSecondLook { try checkPublished() }
  }

  private func next(_ reader: inout BlockReader) throws(EngineError) -> BlockRecord? {
    do throws(JournalError) {
      return try reader.next()
    } catch {
      throw .journal(error)
    }
  }

  func blockEntry(of record: BlockRecord) throws(EngineError) -> BlockEntry {
    if let last = record.publicEntries.last?.entry, last.kind == .block,
      let entry = try? BlockEntry(encoded: last.content)
    {
      return entry
    }
    throw .divergence(height: record.height, "it does not end with a block entry")
  }

  /// A block the snapshot already contains only adds its leaves to the log's tree.
  private mutating func adoptLeaves(of record: BlockRecord) {
    let leaves = record.leafHashes(lanes: lanes)
    log.append(leaves, lanes: lanes)
  }

  private mutating func replay(_ record: BlockRecord) throws(EngineError) {
    if record.height == 0 {
      ledger.begin(genesis, lanes: lanes, into: output)
    } else {
      guard record.time == ledger.state.permittedTime(record.time) else {
        throw .divergence(height: record.height, "a time its chain does not permit")
      }
      let (commands, missing) = try verified(record)
      let block = Block(
        height: record.height, time: record.time, commands: commands, recordedDecisions: record.decisions)
      ledger.apply(block, lanes: lanes, into: output)
      try refuse(missing)
    }
    try compare(record)
    report.adoptedDecisions += output.adoptedDecisions
    erasedSeals += output.erasedSeals
    log.append(
      leafHashes: output.entries.leafHashes.baseAddress!, count: output.entries.count, lanes: lanes)
  }

  /// The block's commands with their sealed bytes. Signatures were checked before they were written; an audit does so
  /// again.
  private func verified(
    _ record: BlockRecord
  ) throws(EngineError) -> (commands: [VerifiedCommand], missing: [Digest?]) {
    var commands: [VerifiedCommand] = []
    var missing: [Digest?] = []
    commands.reserveCapacity(record.commands.count)
    for item in record.commands {
      let unverified: UnverifiedCommand
      do throws(SignatureError) {
        unverified = try UnverifiedCommand(signed: item.signed)
      } catch {
        throw .divergence(height: record.height, "a command cannot be read: \(error.description)")
      }
      let (slots, absent) = try slots(item.sealed)
      missing.append(absent)
      // A command is admitted by the state before its block, so that is where its key is.
      let command = unverified.command
      guard let key = ledger.state.key(command.account, command.credential) else {
        throw .divergence(height: record.height, "a command is signed by a credential nobody knows")
      }
      commands.append(VerifiedCommand(replaying: unverified, key: key, sealed: slots))
    }
    return (commands, missing)
  }

  /// Sealed bytes of accepted commands were in the vault before their block was in the journal.
  private func refuse(_ missing: [Digest?]) throws(EngineError) {
    for (outcome, missing) in zip(output.outcomes, missing) {
      if case .rejected = outcome { continue }
      if let missing { throw .vault(.missing(missing)) }
    }
  }

  private func slots(_ digests: [Digest]) throws(EngineError) -> (slots: [SealedSlot], missing: Digest?) {
    do throws(VaultError) {
      return try vault.slots(digests)
    } catch {
      throw .vault(error)
    }
  }

  private func compare(_ record: BlockRecord) throws(EngineError) {
    func diverged(_ what: String) -> EngineError { .divergence(height: record.height, what) }
    let entries = output.entries
    guard entries.firstEntry == record.firstEntry, entries.count == record.entryCount else {
      throw diverged("another number of entries")
    }
    guard entries.commitments.elementsEqual(record.commitments) else { throw diverged("other entries") }
    let open = entries.publicEntries
    guard open.count == record.publicEntries.count else { throw diverged("other public entries") }
    for (mine, theirs) in zip(open, record.publicEntries) {
      guard mine.place == Int(theirs.place), mine.entry == theirs.entry else {
        throw diverged(mine.entry.kind == .block ? "another state root" : "another public entry")
      }
    }
    guard output.decisions == record.decisions else { throw diverged("other decisions") }
  }
}
