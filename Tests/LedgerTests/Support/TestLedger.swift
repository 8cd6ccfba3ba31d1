import Coding
import Ledger
import Model
import Platform
import Records
import Rules
import Signing
import Testing

/// A ledger with the agencies a test needs, driven block by block. After every block its promises are checked.
final class TestLedger {
  var ledger: Ledger
  let output = BlockOutput()
  let lanes: PlatformLanes
  /// Whether promises are checked after every block; long runs turn it off.
  var checks = true
  /// The time of the next block.
  var now: BlockTime
  let genesis: Genesis
  private var network: NetworkID { genesis.network }
  private var keys: [AccountNumber: PublicKey] = [:]
  /// Signed bytes repeat never, because each carries another nonce.
  private var nonce: UInt64 = 0
  /// Every block so far, to replay them.
  private(set) var blocks: [Block] = []
  private(set) var recordedDecisions: [[UInt8]] = []
  private(set) var blockEntries: [BlockEntry] = []
  private var entryCounts: [AccountNumber: UInt32] = [:]
  /// Seals whose bytes an erasure took.
  private(set) var erasedSeals: Set<Digest> = []

  var state: LedgerState { ledger.state }

  init(
    rowsPerBlock: UInt32 = 100_000, lanes: Int = 2, from day: String = "2026-01-01",
    configure: (inout Parameters) -> Void = { _ in }
  ) {
    var parameters = Parameters()
    parameters.runRowsPerBlock = rowsPerBlock
    parameters.notice = 0
    parameters.maturityBlocks = 0
    parameters.clockStep = 0
    parameters.outage = 0
    parameters.review = 0
    parameters.claimsPerOfficer = .max
    configure(&parameters)
    now = Self.time(day)
    genesis = Genesis(
      origin: "test", time: now, parameters: parameters, agencies: TestAgency.allCases.map(\.agency), logKey: "log",
      witnesses: [])
    ledger = Ledger(genesis: genesis)
    self.lanes = PlatformLanes(count: lanes)
    for agency in TestAgency.allCases { keys[agency.account] = agency.key }
    ledger.begin(genesis, lanes: self.lanes, into: output)
  }

  /// Midnight of a day in western Indonesia.
  static func time(_ day: String) -> BlockTime {
    BlockTime(startOf: CivilDate(day)!, offset: UTCOffset("+07:00")!)
  }
}

// MARK: - Blocks

extension TestLedger {
  /// Applies one block and returns what became of its commands.
  @discardableResult
  func apply(_ commands: [VerifiedCommand] = [], sourceLocation: SourceLocation = #_sourceLocation) -> [CommandOutcome]
  {
    let block = Block(height: state.height + 1, time: now, commands: commands)
    blocks.append(block)
    let promise = checks && commands.isEmpty ? (isDue: state.hasWorkDue(at: now), before: fingerprint) : nil
    ledger.apply(block, lanes: lanes, into: output)
    recordedDecisions.append(output.decisions)
    blockEntries.append(output.block!)
    erasedSeals.formUnion(output.erasedSeals)
    guard checks else { return output.outcomes }
    countEntries(sourceLocation)
    for violation in state.violations() { Issue.record("\(violation)", sourceLocation: sourceLocation) }
    // An empty block does something exactly where the ledger said so: a node neither misses it nor cuts blocks for nothing.
    if let promise, promise.isDue {
      #expect(fingerprint != promise.before, "a block was due and changed nothing", sourceLocation: sourceLocation)
    } else if promise != nil {
      let isIdle = output.entries.count == 1 && output.decisions.isEmpty
      #expect(isIdle, "a block did something and was not due", sourceLocation: sourceLocation)
    }
    return output.outcomes
  }

  /// Applies one command in a block of its own, which must accept it.
  @discardableResult
  func accept(
    _ command: VerifiedCommand, sourceLocation: SourceLocation = #_sourceLocation
  ) -> UInt64 {
    switch apply([command], sourceLocation: sourceLocation)[0] {
    case .accepted(let entry): return entry
    case .rejected(let rejection, _), .dropped(let rejection):
      Issue.record("refused: \(rejection)", sourceLocation: sourceLocation)
      return 0
    }
  }

  /// Applies one command in a block of its own; the rejection it met.
  func rejection(_ command: VerifiedCommand, sourceLocation: SourceLocation = #_sourceLocation) -> Rejection? {
    switch apply([command], sourceLocation: sourceLocation)[0] {
    case .accepted: return nil
    case .rejected(let rejection, _), .dropped(let rejection): return rejection
    }
  }

  /// Applies one command that must be refused for exactly this reason, and change nothing but its lane.
  func refuse(_ command: VerifiedCommand, _ expected: Rejection, sourceLocation: SourceLocation = #_sourceLocation) {
    let before = fingerprint
    #expect(rejection(command, sourceLocation: sourceLocation) == expected, sourceLocation: sourceLocation)
    #expect(fingerprint == before, "a refusal changed the state", sourceLocation: sourceLocation)
  }

  /// Every part of the state but the lanes, the clock, the log's size and how many entries each account has in it.
  var fingerprint: [Digest] {
    var benefits = state.benefits
    var w = CBORWriter()
    w.list(state.agencies)
    w.list(state.proposals)
    w.list(state.officerCounts)
    w.list(state.classes)
    w.list(state.series)
    state.treasury.encode(to: &w)
    state.parameters.encode(to: &w)
    return [
      state.accounts.root, state.credentials.root, state.persons.root, state.members.root, state.moves.root,
      state.merchants.root, state.moneyDigest, state.payments.root, state.paymentParts.root, state.settlements.root,
      state.terms.root, state.recoveries.rows.root, SHA256.hash(w.bytes),
    ] + benefits.refreshRoots(lanes: lanes)
  }

  /// The state counts what the log has of every account.
  private func countEntries(_ sourceLocation: SourceLocation) {
    for receipt in receipts {
      entryCounts[receipt.account, default: 0] += 1
      if receipt.other != .none, receipt.other != receipt.account { entryCounts[receipt.other, default: 0] += 1 }
    }
    for (account, count) in entryCounts where state.money.entries(of: account) != count {
      Issue.record("entries of \(account) are counted wrong", sourceLocation: sourceLocation)
    }
  }

  /// Goes to the beginning of a day and applies empty blocks until runs have nothing more to do.
  func advance(to day: String, sourceLocation: SourceLocation = #_sourceLocation) {
    now = max(now, Self.time(day))
    settle(sourceLocation: sourceLocation)
  }

  /// Applies empty blocks until they make no entry but their own.
  func settle(sourceLocation: SourceLocation = #_sourceLocation) {
    for _ in 0..<10_000 {
      let cursors = state.benefits.cycles.map(\.record)
      apply(sourceLocation: sourceLocation)
      if output.entries.count == 1, state.benefits.cycles.map(\.record) == cursors { return }
    }
    Issue.record("runs never end", sourceLocation: sourceLocation)
  }

  /// Receipts of the last block.
  var receipts: [Receipt] { (0..<output.entries.count).compactMap { output.entries.receipt(at: $0) } }

  /// Cycle notices of the last block.
  var notices: [CycleNotice] {
    output.entries.publicEntries.filter { $0.entry.kind == .cycle }
      .compactMap { try? CycleNotice(encoded: $0.entry.content) }
  }

  /// What the last block said about appeals.
  var appealNotices: [AppealNotice] {
    output.entries.publicEntries.filter { $0.entry.kind == .appeals }
      .compactMap { try? AppealNotice(encoded: $0.entry.content) }
  }
}

extension LedgerState {
  /// All money leaves without their count of entries, which a refusal changes too.
  var moneyDigest: Digest {
    var bytes: [UInt8] = []
    for row in 0..<money.accountCount {
      let leaf = money.leafPreimage(of: AccountNumber(UInt32(row)), salt: accounts[row].salt)
      bytes += leaf[..<37] + leaf[41...]
    }
    return SHA256.hash(bytes)
  }
}

// MARK: - Commands

extension TestLedger {
  /// A command of an agency. Commands of one account in one block are numbered by `ahead`.
  func command(_ agency: TestAgency, _ action: Action, sealed: [Sealed] = [], ahead: UInt64 = 0) -> VerifiedCommand {
    command(agency.account, key: agency.key, action, sealed: sealed, ahead: ahead)
  }

  func command(
    _ account: AccountNumber, key: PublicKey, credential: UInt16 = 0, _ action: Action, sealed: [Sealed] = [],
    ahead: UInt64 = 0
  ) -> VerifiedCommand {
    nonce += 1
    let row = state.credentialRow(account, credential)
    let command = Command(
      network: network, account: account, credential: credential,
      sequence: (row.map { state.lanes[$0].next } ?? 0) + ahead, validUntil: now.advanced(by: BlockTime.hour),
      nonce: Salt(high: 0, low: nonce), action: action)
    let signed = COSESign1.message(
      algorithm: key.algorithm, payload: command.encoded, signature: Signature(bytes: [UInt8](repeating: 1, count: 64))!
    )
    let unverified: UnverifiedCommand
    do {
      let proof = Possession(of: action, by: account) == nil ? [] : signed
      unverified = try UnverifiedCommand(signed: signed + proof, sealed: sealed)
    } catch {
      preconditionFailure("\(error)")
    }
    return VerifiedCommand(
      replaying: unverified, key: key, sealed: sealed.map { SealedSlot(digest: $0.digest, content: $0) })
  }

  /// A salt no two seals share.
  func salt() -> Salt {
    nonce += 1
    return Salt(high: 0x5A17, low: nonce)
  }
}

/// Institutions of the test network, in order of account. Each has one officer.
enum TestAgency: UInt32, CaseIterable {
  case bank, treasury, identity, licensing, ministry, otherMinistry, registry, quake1, quake2, quake3, quake4, quake5

  var account: AccountNumber { AccountNumber(rawValue) }

  static let quakeSources: [TestAgency] = [.quake1, .quake2, .quake3, .quake4, .quake5]

  var key: PublicKey {
    SigningKey(.ed25519, seed: SHA256.hash(Array("agency \(rawValue)".utf8))).publicKey
  }

  var agency: Agency {
    let name = Text("\(self)")
    return Agency(
      name: name, title: Words(indonesian: name, english: name), roles: roles, threshold: 1, officers: [key],
      seriesPrefix: seriesPrefix, schemas: schemas)
  }

  private var roles: [Role] {
    switch self {
    case .bank: [.issuer]
    case .treasury: [.treasury]
    case .identity: [.identity]
    case .licensing: [.licensing, .settlement]
    case .ministry, .otherMinistry: [.programmeOwner, .recovery]
    case .registry, .quake1, .quake2, .quake3, .quake4, .quake5: [.factSource]
    }
  }

  private var seriesPrefix: Text? {
    switch self {
    case .ministry: "id."
    case .otherMinistry: "org."
    default: nil
    }
  }

  private var schemas: [Text] {
    switch self {
    case .registry: ["dtsen.family", "dapodik.student", "test.family", "test.person", "test.region", "test.new"]
    case .quake1, .quake2, .quake3, .quake4, .quake5: ["bmkg.quake"]
    default: []
    }
  }
}
