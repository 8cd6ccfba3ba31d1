import Coding
import Model
import Records
import Signing
import Transparency

/// The deterministic state machine: the same state and block give the same receipts and root on every machine, for any
/// number of lanes.
public struct Ledger: Sendable {
  public internal(set) var state: LedgerState

  /// A ledger before its first block. Genesis is block 0; its entry is made by `begin`.
  public init(genesis: Genesis) {
    state = LedgerState(network: genesis.network, parameters: genesis.parameters, time: genesis.time)
    for agency in genesis.agencies { state.addAgency(agency) }
  }

  public init(state: LedgerState) { self.state = state }

  /// Applies the genesis block: two entries, the document and the block.
  public mutating func begin(_ genesis: Genesis, lanes: some Lanes, into output: BlockOutput) {
    precondition(state.logSize == 0, "a ledger begins once")
    var block = start(height: 0, time: genesis.time, output)
    block.entries.append(PublicEntry(.genesis, content: genesis.encoded))
    finish(&block, included: [], lanes: lanes, output)
  }

  /// Applies a block: first the runs and arrears that are due, then its commands, then maturities.
  ///
  /// Total: whatever the block holds, every command gets an outcome. Commands whose rejection is transient are dropped
  /// from the block and change nothing.
  public mutating func apply(_ block: borrowing Block, lanes: some Lanes, into output: BlockOutput) {
    precondition(block.height == state.height + 1, "blocks come one after the other")
    precondition(block.time == state.permittedTime(block.time), "a block's time never goes back, nor leaps")
    var context = start(height: block.height, time: block.time, output, recorded: block.recordedDecisions)
    state.upgradeIfDue()
    state.runBenefits(lanes: lanes, block: &context)
    var included: [Digest] = []
    for command in block.commands {
      let outcome = state.execute(command, block: &context)
      output.outcomes.append(outcome)
      if case .dropped = outcome { continue }
      included.append(command.leaf)
    }
    state.mature(lanes: lanes, block: &context)
    finish(&context, included: included, lanes: lanes, output)
  }

  private mutating func start(
    height: UInt64, time: BlockTime, _ output: BlockOutput, recorded: [UInt8]? = nil
  ) -> BlockContext {
    output.entries.reset(firstEntry: state.logSize)
    output.outcomes.removeAll(keepingCapacity: true)
    state.height = height
    state.pass(to: time)
    return BlockContext(
      height: height, time: time, entries: output.entries, decisions: DecisionLog(recorded: recorded))
  }

  private mutating func finish(
    _ context: inout BlockContext, included: [Digest], lanes: some Lanes, _ output: BlockOutput
  ) {
    var rejected: UInt32 = 0
    for outcome in output.outcomes {
      if case .rejected = outcome { rejected += 1 }
    }
    if included.count > Int(rejected) { state.acceptingBlocks += 1 }
    let firstEntry = context.entries.firstEntry
    let entries = UInt64(context.entries.count) + 1
    state.logSize = firstEntry + entries
    state.money.count(context.entries)
    let entry = BlockEntry(
      height: context.height, time: context.time, protocolVersion: state.protocolVersion,
      parameters: SHA256.hash(state.parameters.encoded),
      commandRoot: MerkleTree.root(leafHashes: included, lanes: lanes),
      commands: UInt32(included.count), rejected: rejected, firstEntry: firstEntry, entries: entries,
      stateRoot: state.refreshRoot(lanes: lanes))
    context.entries.append(PublicEntry(.block, content: entry.encoded))
    let accounts = state.accounts
    context.entries.seal(lanes: lanes) { accounts[$0.row].salt }
    output.block = entry
    output.decisions = context.decisions.bytes
    output.adoptedDecisions = context.decisions.adopted
    output.erasedSeals = context.erasedSeals
    output.closed = context.closed
  }
}
