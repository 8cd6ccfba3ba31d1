import Audit
import Coding
import Journal
import Ledger
import Model
import Platform
import RecordEncryption
import Records
import Rules
import Signing
import StorageSupport
import Testing
import Transparency
import Vault

/// A chain on disk, written block by block with real keys, as a node would write it; and, where a test asks for it, as
/// a node that lies would.
final class TestChain {
  let directory: TemporaryDirectory
  let genesis: Genesis
  private(set) var ledger: Ledger
  private let journal: Journal
  private let vault: Vault
  private var log = LogTree()
  private let output = BlockOutput()
  private let lanes = PlatformLanes(count: 2)
  var now: BlockTime
  /// Whether the vault loses what the log erases.
  var forgets = true
  private var nonce: UInt64 = 0

  static let master = MasterKey(bytes: [UInt8](repeating: 5, count: 32))!
  static let logKey = SigningKey(.ed25519, seed: SHA256.hash(Array("log".utf8)))
  static let origin: Text = "salur.test/audit"

  var path: String { directory.path }

  /// An auditor who was given the vault's key.
  var auditor: Audit {
    var options = AuditOptions()
    options.vaultKey = Self.master
    return Audit(path, options: options, lanes: PlatformLanes(count: 2))
  }
  var state: LedgerState { ledger.state }
  var entries: EntryBuffer { output.entries }

  /// - Parameter segmentSize: small ones put every block in a segment of its own.
  init(segmentSize: Int = 1 << 20, origin: Text = origin, witnesses: [Text] = []) throws {
    directory = TemporaryDirectory()
    var parameters = Parameters()
    parameters.clockStep = 0
    parameters.outage = 0
    parameters.review = 0
    parameters.notice = 0
    parameters.maturityBlocks = 0
    now = TestChain.time("2026-01-01")
    genesis = Genesis(
      origin: origin, time: now, parameters: parameters, agencies: TestAgency.allCases.map(\.agency),
      logKey: Text(Self.noteKey.verifierKey), witnesses: witnesses)
    try File.replace(directory.path + "/genesis.cbor", with: genesis.encoded)
    journal = try Journal(directory.path + "/journal", network: genesis.network, segmentSize: segmentSize, disk: .real)
    vault = try Vault(directory.path + "/vault", network: genesis.network, master: Self.master)
    ledger = Ledger(genesis: genesis)
    ledger.begin(genesis, lanes: lanes, into: output)
    try write([], height: 0)
  }

  static var noteKey: NoteKey {
    guard case .ed25519(let key) = logKey.publicKey, let note = try? NoteKey(name: origin, kind: .ed25519, key: key)
    else { preconditionFailure("the log's key is an Ed25519 key") }
    return note
  }

  static func time(_ day: String) -> BlockTime {
    BlockTime(startOf: CivilDate(day)!, offset: UTCOffset("+07:00")!)
  }
}

// MARK: - Blocks

extension TestChain {
  /// A command with the bytes that travel sealed beside it.
  struct Signed {
    let bytes: [UInt8]
    let sealed: [Sealed]
    let key: PublicKey
  }

  /// Applies a block and writes it. Signatures are not looked at: that is the auditor's work.
  @discardableResult
  func decide(_ commands: [Signed] = []) throws -> [CommandOutcome] {
    let verified = try commands.map { command in
      VerifiedCommand(
        replaying: try UnverifiedCommand(signed: command.bytes, sealed: command.sealed), key: command.key,
        sealed: command.sealed.map { SealedSlot(digest: $0.digest, content: $0) })
    }
    ledger.apply(
      Block(height: state.height + 1, time: now, commands: verified), lanes: lanes, into: output)
    // Of what was refused nothing is kept.
    for case (let command, .accepted) in zip(verified, output.outcomes) { try vault.put(command.sealed) }
    try vault.synchronise()
    try write(verified.map { CommandRecord(signed: $0.signed, sealed: $0.sealed.map(\.digest)) }, height: state.height)
    if forgets { try vault.erase(output.erasedSeals) }
    return output.outcomes
  }

  /// Decides one command, which must be accepted; its entry.
  @discardableResult
  func accept(_ command: Signed, sourceLocation: SourceLocation = #_sourceLocation) throws -> UInt64 {
    guard case .accepted(let entry) = try decide([command])[0] else {
      Issue.record("refused: \(output.outcomes[0])", sourceLocation: sourceLocation)
      return 0
    }
    return entry
  }

  /// Goes to a day and lets runs finish.
  func advance(to day: String) throws {
    now = Self.time(day)
    for _ in 0..<6 { try decide() }
  }

  /// Publishes the log's head; the signed note.
  @discardableResult
  func publish() throws -> [UInt8] {
    let note = try Self.note(size: log.size, root: log.root)
    try journal.publish(note, size: log.size)
    return note
  }

  static func note(size: UInt64, root: Digest, key: SigningKey = logKey) throws -> [UInt8] {
    var note = Checkpoint(origin: origin, size: size, root: root).note
    note.sign(as: noteKey) { key.sign($0) }
    return note.bytes
  }

  /// Makes the vault forget a record, whatever the log says.
  func eraseSecretly(_ digest: Digest) throws { try vault.erase([digest]) }

  private func write(_ commands: [CommandRecord], height: UInt64) throws {
    try output.decisions.withUnsafeBytes { decisions in
      try journal.append(
        BlockContents(height: height, time: now, commands: commands, decisions: decisions, entries: output.entries))
    }
    log.append(leafHashes: output.entries.leafHashes.baseAddress!, count: output.entries.count, lanes: lanes)
  }
}

// MARK: - Commands

extension TestChain {
  func command(
    _ agency: TestAgency, _ action: Action, proof: [UInt8] = [], sealed: [Sealed] = [], ahead: UInt64 = 0
  ) -> Signed {
    command(agency.account, agency.key, action, proof: proof, sealed: sealed, ahead: ahead)
  }

  /// - Parameter signer: who really signs; the account's own key unless it is a forgery.
  func command(
    _ account: AccountNumber, _ key: SigningKey, _ action: Action, proof: [UInt8] = [], sealed: [Sealed] = [],
    ahead: UInt64 = 0, signer: SigningKey? = nil
  ) -> Signed {
    nonce += 1
    let row = state.credentialRow(account, 0)
    let command = Command(
      network: genesis.network, account: account, credential: 0,
      sequence: (row.map { state.lanes[$0].next } ?? 0) + ahead, validUntil: now.advanced(by: BlockTime.hour),
      nonce: Salt(high: 1, low: nonce), action: action)
    let aad = ExternalAAD("command", network: genesis.network)
    return Signed(
      bytes: (signer ?? key).signedMessage(payload: command.encoded, aad: aad) + proof, sealed: sealed,
      key: key.publicKey)
  }

  func possession(_ key: SigningKey, subject: Digest) -> [UInt8] {
    key.signedMessage(
      payload: Possession.payload(key: key.publicKey, subject: subject), aad: Possession.aad(network: genesis.network))
  }

  func seal(_ content: [UInt8]) -> Sealed {
    nonce += 1
    return Sealed(salt: Salt(high: 2, low: nonce), content: content)
  }

  static func root(_ sealed: [Sealed]) -> Digest {
    MerkleTree.root(leafHashes: sealed.map { MerkleTree.leafHash($0.digest.bytes) }, lanes: SingleLane())
  }
}

/// Institutions of the test network, in order of account, with one officer each.
enum TestAgency: UInt32, CaseIterable {
  case bank, treasury, identity, licensing, ministry, registry

  var account: AccountNumber { AccountNumber(rawValue) }
  var key: SigningKey { SigningKey(.p256, seed: SHA256.hash(Array("agency \(rawValue)".utf8))) }

  var agency: Agency {
    let roles: [Role] =
      switch self {
      case .bank: [.issuer]
      case .treasury: [.treasury]
      case .identity: [.identity]
      case .licensing: [.licensing, .settlement]
      case .ministry: [.programmeOwner]
      case .registry: [.factSource]
      }
    let name = Text("\(self)")
    return Agency(
      name: name, title: Words(indonesian: name, english: name), roles: roles, threshold: 1,
      officers: [key.publicKey], seriesPrefix: self == .ministry ? "id." : nil,
      schemas: self == .registry ? ["test.family"] : [])
  }
}
