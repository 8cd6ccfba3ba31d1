import Coding
import Ledger
import Model
import Records
import Signing
import Testing

// What a refusal may change: nothing, or nothing but its lane.

extension TestLedger {
  /// Applies a command that must be refused for good: its number is used up and its record says why, and beside that
  /// the state is what an empty block would have left.
  func refuseFinally(
    _ command: VerifiedCommand, _ expected: Rejection, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let by = command.command.account
    let row = state.credentialRow(by, command.command.credential)!
    let isAgency = state.account(by)!.kind == .agency
    let before = state
    let empty = afterAnEmptyBlock()
    let outcomes = apply([command], sourceLocation: sourceLocation)
    guard case .rejected(let rejection, let entry) = outcomes[0] else {
      Issue.record("\(outcomes[0]) instead of \(expected)", sourceLocation: sourceLocation)
      return
    }
    #expect(rejection == expected, sourceLocation: sourceLocation)
    #expect(!expected.isTransient, sourceLocation: sourceLocation)
    #expect(state.partsButLanes == empty.state.partsButLanes, sourceLocation: sourceLocation)
    for other in 0..<before.lanes.count where other != row {
      #expect(state.lanes[other] == before.lanes[other], sourceLocation: sourceLocation)
    }
    var lane = before.lanes[row]
    lane.next += 1
    lane.lastCommand = command.id.digest
    lane.lastEntry = entry
    #expect(state.lanes[row] == lane, sourceLocation: sourceLocation)
    #expect(output.block!.rejected == 1 && output.block!.commands == 1, sourceLocation: sourceLocation)
    #expect(state.acceptingBlocks == before.acceptingBlocks, sourceLocation: sourceLocation)
    if isAgency {
      let act = act(entry)
      #expect(act?.rejection == expected && act?.command == command.id, sourceLocation: sourceLocation)
      let action = command.command.action
      #expect(act?.action == (action.isPublic ? action : nil), sourceLocation: sourceLocation)
    } else {
      let receipt = receipt(entry)
      #expect(receipt?.kind == .rejected && receipt?.code == expected.rawValue, sourceLocation: sourceLocation)
      #expect(receipt?.account == by && receipt?.digest == command.id.digest, sourceLocation: sourceLocation)
    }
  }

  /// Applies a command that must be dropped: the block and the state root are those of an empty block.
  func refuseForNow(
    _ command: VerifiedCommand, _ expected: Rejection, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let empty = afterAnEmptyBlock()
    #expect(apply([command], sourceLocation: sourceLocation) == [.dropped(expected)], sourceLocation: sourceLocation)
    #expect(expected.isTransient, sourceLocation: sourceLocation)
    #expect(output.block == empty.block, sourceLocation: sourceLocation)
  }

  private func afterAnEmptyBlock() -> (state: LedgerState, block: BlockEntry) {
    var copy = ledger
    let output = BlockOutput()
    copy.apply(Block(height: state.height + 1, time: now, commands: []), lanes: lanes, into: output)
    return (copy.state, output.block!)
  }

  /// The receipt of an entry in the last block.
  func receipt(_ entry: UInt64) -> Receipt? {
    output.entries.receipt(at: Int(entry - output.entries.firstEntry))
  }

  /// The agency's act of an entry in the last block.
  func act(_ entry: UInt64) -> AgencyAct? {
    let place = Int(entry - output.entries.firstEntry)
    let found = output.entries.publicEntries.first { $0.place == place && $0.entry.kind == .agency }
    return found.flatMap { try? AgencyAct(encoded: $0.entry.content) }
  }
}

extension LedgerState {
  /// Digests of everything the root covers, but the lanes and the count of an account's entries; and what the root does not cover itself.
  var partsButLanes: [Digest] {
    var benefits = benefits
    var w = CBORWriter()
    w.unsigned(height)
    time.encode(to: &w)
    clockGrant.encode(to: &w)
    w.unsigned(acceptingBlocks)
    w.unsigned(UInt64(protocolVersion))
    w.bool(pendingUpgrade == nil)
    w.list(agencies)
    w.list(proposals)
    w.list(officerCounts)
    w.list(classes)
    w.list(series)
    w.list(shops)
    w.list(licenceClasses) { $0.name($1) }
    treasury.encode(to: &w)
    parameters.encode(to: &w)
    return [
      accounts.root, credentials.root, persons.root, members.root, moves.root, merchants.root, moneyDigest,
      payments.root, paymentParts.root, settlements.root, terms.root, recoveries.rows.root, SHA256.hash(w.bytes),
    ] + benefits.refreshRoots(lanes: SingleLane())
  }
}
