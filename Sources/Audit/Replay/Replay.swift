import Ledger
import Model
import Platform
import Records
import Signing
import Transparency

/// Looks at every block once it has been replayed.
protocol BlockObserver {
  /// - Parameters:
  ///   - leaves: the RFC 6962 leaf hashes of the block's entries, 32 bytes each.
  ///   - state: after the block; not to be kept.
  mutating func observe(
    _ block: BlockRecord, _ output: BlockOutput, leaves: UnsafeRawBufferPointer, state: LedgerState)
}

/// Runs a node's journal through the ledger again, from genesis, block by block, and compares everything that comes
/// out with everything that is written there. Keeps the state in memory and nothing else.
///
/// Where the state once differs, what follows differs as a consequence: only the first difference is a finding, until
/// the state agrees again.
struct Replay<Observer: BlockObserver> {
  let evidence: Evidence
  let options: AuditOptions
  let lanes: PlatformLanes
  private(set) var ledger: Ledger
  private(set) var observer: Observer
  private(set) var result: AuditResult
  var findings = Findings()
  private(set) var checkpoints: CheckpointAudit
  /// The state is not the one the journal's blocks were made from.
  private var isDiverged = false
  /// It was so at some time: erasures may have been missed then.
  private var hasDiverged = false
  private var snapshots = SnapshotCheck()
  private let output = BlockOutput()

  init(_ evidence: Evidence, options: AuditOptions, lanes: PlatformLanes, observer: Observer) {
    self.evidence = evidence
    self.options = options
    self.lanes = lanes
    self.observer = observer
    ledger = Ledger(genesis: evidence.genesis)
    result = AuditResult(network: "\(evidence.genesis.network)")
    checkpoints = CheckpointAudit(evidence.genesis)
  }

  /// Reads everything and fills `result`.
  mutating func run(progress: (AuditProgress) -> Void) {
    let network = evidence.genesis.network
    if let expected = options.network, expected != network {
      findings.add(.otherNetwork, Finding.Place(file: evidence.genesisFile), "\(network), not \(expected)")
    }
    let folder = FolderCheck(evidence: evidence)
    findings.add(folder.strays())
    do throws(Finding) {
      var journal = try JournalReader(evidence.journal, network: network)
      var sealed = SealedCheck(try VaultReader(evidence.vault, network: network, master: options.vaultKey))
      if !journal.hasFiles, sealed.hasFiles {
        throw Finding(.fileMissing, Finding.Place(file: evidence.journal))
      }
      let acknowledged = readAcknowledgement(blocks: journal.hasFiles)
      takeCheckpoints(acknowledged)
      let isComplete = readBlocks(&journal, &sealed, acknowledged, progress)
      if isComplete { checkEnd(journal, acknowledged) }
      checkInvariants(height: result.blocks == 0 ? nil : result.blocks - 1)
      let unnamed = sealed.finish(&findings, erasuresAreKnown: !hasDiverged)
      if isComplete { result.unnamedRecords = unnamed }
      result.sealedRecords = sealed.records
      result.erasedRecords = sealed.erased
      result.closedRecords = sealed.closed
    } catch {
      findings.add(error)
    }
    var access = AccessCheck(evidence, heads: options.accessHeads)
    access.run(&findings)
    result.readings = access.count
    let old = snapshots.finish(folder, now: ledger.state.time)
    findings.add(old.findings)
    result.snapshotsToForget = old.waiting
    result.stateRoot = "\(output.block?.stateRoot ?? .zero)"
    result.logRoot = "\(checkpoints.log.root)"
    result.checkpoints = checkpoints.compared
    result.findings = findings.kept
    result.findingCount = findings.count
  }

  // MARK: What was promised

  private mutating func readAcknowledgement(blocks: Bool) -> Acknowledgement? {
    do throws(Finding) {
      return try evidence.acknowledgement(blocks: blocks)
    } catch {
      findings.add(error)
      return nil
    }
  }

  private mutating func takeCheckpoints(_ acknowledged: Acknowledgement?) {
    func take(_ body: () throws(Finding) -> Void) {
      do throws(Finding) { try body() } catch { findings.add(error) }
    }
    for kept in options.checkpoints {
      take { () throws(Finding) in try checkpoints.addKept(kept.note, file: kept.file) }
    }
    if let acknowledged {
      let file = evidence.journal + "/" + FileNames.acknowledged
      take { () throws(Finding) in try checkpoints.addOwn(acknowledged, file: file) }
    }
  }

  // MARK: Blocks

  /// - Returns: whether the journal was read to its end.
  private mutating func readBlocks(
    _ journal: inout JournalReader, _ sealed: inout SealedCheck, _ acknowledged: Acknowledgement?,
    _ progress: (AuditProgress) -> Void
  ) -> Bool {
    do throws(Finding) {
      while let block = try journal.next() {
        audit(block.record, at: block.place, &sealed)
        progress(
          AuditProgress(
            height: block.record.height, lastHeight: acknowledged?.height, entries: result.entries))
      }
      return true
    } catch {
      if isUnfinished(journal, acknowledged) {
        result.unfinished = error.place
        return true
      }
      findings.add(error)
      return false
    }
  }

  /// A block that was being written when the node stopped, and that nobody was told about, is no finding. But nothing
  /// was ever written behind such a block.
  private func isUnfinished(_ journal: JournalReader, _ acknowledged: Acknowledgement?) -> Bool {
    guard let acknowledged, journal.isInNewest, acknowledged.height.map({ journal.nextHeight > $0 }) ?? true else {
      return false
    }
    return journal.wholeBlockBehind() == nil
  }

  private mutating func audit(_ record: BlockRecord, at place: Finding.Place, _ sealed: inout SealedCheck) {
    let block = BlockCheck(record, place: place, lanes: lanes)
    findings.add(block.findings)
    var isFaulty = !block.findings.isEmpty
    let wasDiverged = isDiverged
    let (commands, found) = commands(of: record, at: place, &sealed, isFaulty: &isFaulty)
    apply(record, commands, isFaulty: &isFaulty, place)
    for (outcome, found) in zip(output.outcomes, found) {
      // Registrations cannot be replayed without what they say; nobody is accused of that.
      if found.isClosed, case .dropped(.sealedMissing) = outcome { isFaulty = true }
      if found.missing.isEmpty { continue }
      if case .rejected = outcome {
        result.adoptedRefusals += 1
      } else if sealed.closed > 0, wasDiverged || isFaulty, case .dropped = outcome {
        // What was not opened may be why the replay does not come to the refusal that left nothing here.
        isFaulty = true
      } else {
        sealed.report(missing: found.missing, at: place, &findings)
        isFaulty = true
      }
    }
    let comparison = Comparison(record, output, block.entry, place: place, lanes: lanes)
    if comparison.stateAgrees || !(isDiverged || isFaulty) {
      comparison.compare(ledger.state, &findings)
    } else {
      result.unreplayedBlocks += 1
    }
    isDiverged = !comparison.stateAgrees
    hasDiverged = hasDiverged || isDiverged
    // A state that is another erases something else.
    if !isDiverged { erase(output.erasedSeals, at: record.height, &sealed) }
    comparison.withLeaves { leaves in
      checkpoints.append(leaves, lanes: lanes, &findings)
      observer.observe(record, output, leaves: leaves, state: ledger.state)
    }
    result.blocks += 1
    result.entries += UInt64(record.entryCount)
    result.commands += UInt64(record.commands.count)
    result.adoptedDecisions += output.adoptedDecisions
    if options.checksInvariants(height: record.height, accounts: ledger.state.accounts.count) {
      checkInvariants(height: record.height)
    }
  }

  private mutating func erase(_ seals: [Digest], at height: UInt64, _ sealed: inout SealedCheck) {
    guard !seals.isEmpty else { return }
    sealed.erase(seals)
    snapshots.erased(at: height, ledger.state.time)
  }

  /// The block's commands as the ledger takes them, with findings about those that nobody should have taken.
  private mutating func commands(
    of record: BlockRecord, at place: Finding.Place, _ sealed: inout SealedCheck, isFaulty: inout Bool
  ) -> (commands: [VerifiedCommand], found: [SealedCheck.Found]) {
    let check = CommandCheck(lanes: lanes, signatures: options.signatures)
    let results = check.results(record.commands, state: ledger.state)
    var commands: [VerifiedCommand] = []
    var all: [SealedCheck.Found] = []
    commands.reserveCapacity(results.count)
    for (index, checked) in results.enumerated() {
      result.signatures += checked.checked
      report(checked.fault, of: index, checked.command, at: place)
      let found = sealed.slots(record.commands[index].sealed, at: place, &findings)
      if found.isAltered { isFaulty = true }
      if let command = checked.command, let key = checked.key {
        commands.append(VerifiedCommand(replaying: command, key: key, sealed: found.slots))
        all.append(found)
      } else {
        isFaulty = true
      }
    }
    return (commands, all)
  }

  private mutating func report(
    _ fault: CommandCheck.Fault?, of index: Int, _ command: UnverifiedCommand?, at place: Finding.Place
  ) {
    let name = "command \(index)" + (command.map { " of \($0.command.account)" } ?? "")
    switch fault {
    case nil: break
    case .unreadable(let error): findings.add(.commandUnreadable, place, "\(name): \(error)")
    // Where the state differs already, the signer may be unknown here, or be taken for somebody else.
    case .badSignature, .unknownSigner: if !isDiverged { findings.add(.signature, place, "\(name): \(reason(fault))") }
    }
  }

  private func reason(_ fault: CommandCheck.Fault?) -> String {
    if case .badSignature(let error) = fault { "\(error)" } else { "its credential is not known" }
  }

  private mutating func apply(
    _ record: BlockRecord, _ commands: [VerifiedCommand], isFaulty: inout Bool, _ place: Finding.Place
  ) {
    guard record.height > 0 else {
      ledger.begin(evidence.genesis, lanes: lanes, into: output)
      return
    }
    let isTimely = BlockTime.calendar.contains(record.time) && record.time == ledger.state.permittedTime(record.time)
    if !isTimely {
      if !isDiverged {
        findings.add(.blockTime, place, "\(record.time.milliseconds) ms after \(ledger.state.time.milliseconds) ms")
      }
      isFaulty = true
    }
    let time = isTimely ? record.time : ledger.state.time
    ledger.apply(
      Block(height: record.height, time: time, commands: commands, recordedDecisions: record.decisions),
      lanes: lanes, into: output)
  }

  // MARK: The end

  private mutating func checkEnd(_ journal: JournalReader, _ acknowledged: Acknowledgement?) {
    let place = Finding.Place(file: evidence.journal + "/" + FileNames.acknowledged)
    if let promised = acknowledged?.height, journal.nextHeight <= promised {
      findings.add(
        .endsBelowAcknowledged, place, "\(journal.nextHeight) blocks are there, block \(promised) was acknowledged")
    }
    for finding in checkpoints.unreached() { findings.add(finding) }
  }

  private mutating func checkInvariants(height: UInt64?) {
    for violation in ledger.state.violations() {
      findings.add(.invariant, Finding.Place(height: height), violation.description)
    }
  }
}
