import Journal
import Ledger
import Model
import Platform
import Records
import Signing
import Synchronization
import Transparency
import Vault

/// One durable copy of the ledger: what an engine has decided goes through here, in order, and is on disk before anybody
/// is told.
///
/// A block's route: signatures (all lanes) → ledger → sealed bytes to the vault, synced → block to the journal, synced →
/// log tree → answers. Whatever fails on the way stops the replica; a restart finds all that was acknowledged.
public final class Replica: Sendable {
  public let directory: DataDirectory
  public let genesis: Genesis
  public let lanes: PlatformLanes
  let media: Media
  let journal: Journal
  let vault: Vault
  let logKey: NoteKey
  let signingKey: SigningKey
  let state: Mutex<State>
  private let head: ReplicaHead
  /// One snapshot is written at a time.
  let writingSnapshot = Mutex(())
  let observer = Mutex<(any BlockObserver)?>(nil)
  private let output = BlockOutputBox()
  /// The newest cycles closed; older ones are worked out again when somebody asks.
  let closedCycles: Mutex<[ClosedCycle]>
  private let onBlock = Mutex<(@Sendable () -> Void)?>(nil)

  struct State: Sendable {
    var ledger: Ledger
    var log: LogTree
    /// The newest block's own entry.
    var newest: BlockEntry
    let head: ReplicaHead
    /// Why nothing is accepted any more.
    var stopped: String? {
      get { head.stopped }
      nonmutating set { head.stopped = newValue }
    }
  }

  init(
    directory: DataDirectory, genesis: Genesis, media: Media, lanes: PlatformLanes, journal: Journal, vault: Vault,
    signingKey: SigningKey, ledger: Ledger, log: LogTree, newest: BlockEntry, closed: [ClosedCycle]
  ) throws(EngineError) {
    closedCycles = Mutex(closed)
    self.directory = directory
    self.genesis = genesis
    self.media = media
    self.lanes = lanes
    self.journal = journal
    self.vault = vault
    self.signingKey = signingKey
    do throws(NoteError) {
      logKey = try NoteKey(verifierKey: genesis.logKey.string)
    } catch {
      throw .damaged("the genesis document's log key is not a C2SP verifier key: \(error)")
    }
    guard signingKey.publicKey == .ed25519(logKey.key) else {
      throw .damaged("\(directory.keyFile) is not the key the genesis document names for this network's log")
    }
    head = ReplicaHead(log: log, newest: newest)
    state = Mutex(State(ledger: ledger, log: log, newest: newest, head: head))
  }

  // MARK: Reading

  /// Looks at the state as it stands between two blocks.
  public func read<Result: Sendable>(_ body: (borrowing LedgerState) throws -> Result) rethrows -> Result {
    try state.withLock { state in try body(state.ledger.state) }
  }

  /// The same, with the log as it stands after that block, and what the block says of itself.
  public func read<Result: Sendable>(
    _ body: (borrowing LedgerState, borrowing LogTree, BlockEntry) throws -> Result
  ) rethrows -> Result {
    try state.withLock { state in try body(state.ledger.state, state.log, state.newest) }
  }

  /// A copy of the whole state, sharing memory with the live one until that changes.
  public var snapshotOfState: LedgerState { state.withLock { $0.ledger.state } }

  /// Looks at the log as it is, without waiting for a block under way.
  public func readLog<Result: Sendable>(_ body: (borrowing LogTree) throws -> Result) rethrows -> Result {
    try head.read { try body($0.log) }
  }

  public var logSize: UInt64 { head.read { $0.log.size } }

  /// What the newest block says of itself: height, time, state root.
  public var newestBlock: BlockEntry { head.read { $0.newest } }

  /// How long the newest block waited for the journal to be on the disk.
  var syncNanoseconds: UInt64 { journal.syncNanoseconds }

  /// Tells somebody of every block once it is durable; he must not block.
  public func whenBlock(_ body: (@Sendable () -> Void)?) { onBlock.withLock { $0 = body } }

  /// Goes through every receipt of the journal, oldest first.
  public func forEachReceipt(_ body: (Receipt) throws -> Void) throws {
    var reader = journal.blocks(from: 0)
    while let record = try reader.next() {
      for place in 0..<record.entryCount {
        let start = place * Receipt.byteCount
        if let receipt = Receipt(bytes: Array(record.receipts[start..<start + Receipt.byteCount])) { try body(receipt) }
      }
    }
  }

  /// Why the replica stopped accepting, if it did.
  public var stopReason: String? { head.stopped }

  /// The proof that an entry is in the log of this size; nil where it is not.
  public func inclusionProof(of entry: UInt64, size: UInt64) -> InclusionProof? {
    readLog { log in
      guard entry < size, size <= log.size else { return nil }
      return log.inclusionProof(of: entry, size: size)
    }
  }

  public func consistencyProof(from old: UInt64, to new: UInt64) -> ConsistencyProof? {
    readLog { log in
      guard old <= new, new <= log.size else { return nil }
      return log.consistencyProof(from: old, to: new)
    }
  }

  // MARK: Deciding

  /// Admits, orders and applies these submissions as the next block, and answers each once the block is durable.
  ///
  /// The caller is the engine: it alone says when a block is cut and which time it carries. An empty block still runs
  /// what is due.
  public func decide(_ submissions: [Submission], at time: BlockTime) throws(EngineError) -> [Answer] {
    try state.withLock { (state) throws(EngineError) in
      if let reason = state.stopped { throw .stopped(reason) }
      do throws(EngineError) {
        return try decide(submissions, at: time, &state)
      } catch {
        state.stopped = error.description
        throw error
      }
    }
  }

  private func decide(
    _ submissions: [Submission], at time: BlockTime, _ state: inout State
  ) throws(EngineError) -> [Answer] {
    let admitted = Admission(lanes: lanes).admit(submissions, state: state.ledger.state)
    let commands = admitted.compactMap { result in
      if case .admitted(let command) = result { command } else { nil }
    }
    let height = state.ledger.state.height + 1
    let output = output.output
    let block = Block(height: height, time: state.ledger.state.permittedTime(time), commands: commands)
    state.ledger.apply(block, lanes: lanes, into: output)
    try persist(block, output)
    state.log.append(
      leafHashes: output.entries.leafHashes.baseAddress!, count: output.entries.count, lanes: lanes)
    state.newest = output.block!
    head.advance(to: state.newest, state.log)
    if !output.closed.isEmpty { closedCycles.withLock { $0.keep(output.closed) } }
    onBlock.withLock { $0 }?()
    observer.withLock { $0 }?.isDurable(state.newest, output.entries, state.ledger.state)
    // The block counts: whatever fails from here on, everybody in it gets an answer.
    let answers = answers(to: admitted, output.outcomes, &state)
    do throws(EngineError) {
      try forget(output.erasedSeals)
    } catch {
      state.stopped = error.description
    }
    return answers
  }

  /// Sealed bytes first, then the block that commits to them. What travelled beside a refused command is not kept.
  private func persist(_ block: Block, _ output: BlockOutput) throws(EngineError) {
    let outcomes = zip(block.commands, output.outcomes)
    let included = outcomes.filter { !$0.1.isDropped }.map(\.0)
    do throws(VaultError) {
      let sealed = outcomes.filter { $0.1.isAccepted }.flatMap(\.0.sealed)
      if !sealed.isEmpty {
        try vault.put(sealed)
        try vault.synchronise()
      }
    } catch {
      throw .vault(error)
    }
    let records = included.map { CommandRecord(signed: $0.signed, sealed: $0.sealed.map(\.digest)) }
    let decided = output.decisions
    do throws(StorageError) {
      try decided.span.withUnsafeBytes { (decisions) throws(StorageError) in
        try journal.append(
          BlockContents(
            height: block.height, time: block.time, commands: records, decisions: decisions,
            entries: output.entries))
      }
    } catch {
      throw .unfinishedBlock(error)
    }
  }

  /// An erasure is on the log: now the bytes go.
  func forget(_ seals: [Digest]) throws(EngineError) {
    guard !seals.isEmpty else { return }
    do throws(VaultError) {
      try vault.erase(seals)
    } catch {
      throw .vault(error)
    }
  }

  private func answers(
    to admitted: [Admission.Result], _ outcomes: [CommandOutcome], _ state: inout State
  ) -> [Answer] {
    var first = FirstAnswers(journal)
    var next = outcomes.makeIterator()
    let (ledger, log) = (state.ledger.state, state.log)
    let evidence = BlockEvidence(output.output.entries, log, ledger)
    let answers = admitted.map { result -> Answer in
      switch result {
      case .refused(let refusal): .refused(refusal)
      case .answered(let entry, let id): first.answer(id, entry: entry, log, ledger)
      case .admitted(let command): answer(to: command, next.next()!, evidence, &first)
      }
    }
    if let failure = first.failure { state.stopped = failure.description }
    return answers
  }

  private func answer(
    to command: VerifiedCommand, _ outcome: CommandOutcome, _ evidence: BlockEvidence, _ first: inout FirstAnswers
  ) -> Answer {
    let (id, state) = (command.id, evidence.state)
    func decided(_ rejection: Rejection?, _ entry: UInt64) -> Answer {
      .decided(
        Decision(
          command: id, height: state.height, rejection: rejection, entry: entry, evidence: evidence.of(entry)))
    }
    switch outcome {
    case .accepted(let entry): return decided(nil, entry)
    case .rejected(let rejection, let entry): return decided(rejection, entry)
    case .dropped(let rejection):
      // Sent twice in one block, it is a retry too.
      let envelope = command.command
      let entry = state.firstAnswer(to: id, account: envelope.account, credential: envelope.credential)
      return entry.map { first.answer(id, entry: $0, evidence.log, state) } ?? .refused(.rejected(rejection))
    }
  }
}

extension CommandOutcome {
  var isAccepted: Bool {
    if case .accepted = self { true } else { false }
  }

  var isDropped: Bool {
    if case .dropped = self { true } else { false }
  }
}

/// The reused buffers of a block. Only touched under the replica's lock.
final class BlockOutputBox: @unchecked Sendable {
  let output = BlockOutput()
}
