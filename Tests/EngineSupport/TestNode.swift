import Audit
import Coding
import Engine
import Glibc
import Ledger
import Model
import Platform
import Records
import Rules
import Signing
import StorageSupport
import Testing
import Transparency

/// A node in a directory, its clock and its blocks driven by the test, and everybody's keys.
package final class TestNode {
  package let folder: TemporaryDirectory
  package let directory: DataDirectory
  package let genesis: Genesis
  package let disk = FaultyDisk()
  package private(set) var replica: Replica!
  package private(set) var report: RecoveryReport!
  package var now: BlockTime
  private var nonce: UInt64 = 0

  package static let logKey = SigningKey(.ed25519, seed: SHA256.hash(Array("log".utf8)))
  package static let origin: Text = "salur.test/engine"

  /// - Parameters:
  ///   - path: where to, instead of a directory of its own.
  ///   - witnesses: whose cosignatures clients ask for.
  ///   - auditor: which agency is an auditor besides.
  package init(
    at path: String? = nil, origin: Text = TestNode.origin, witnesses: [NoteKey] = [], auditor: TestAgency? = nil,
    configure: (inout Parameters) -> Void = { _ in }
  ) throws {
    folder = TemporaryDirectory()
    directory = DataDirectory(path ?? folder.path)
    now = TestNode.time("2026-01-01")
    genesis = TestNode.genesis(origin: origin, witnesses: witnesses, auditor: auditor, configure: configure)
    try directory.initialise(genesis, logKey: Self.logKey)
    try open()
  }

  package static func genesis(
    origin: Text = TestNode.origin, witnesses: [NoteKey] = [], auditor: TestAgency? = nil,
    configure: (inout Parameters) -> Void = { _ in }
  ) -> Genesis {
    var parameters = Parameters()
    parameters.notice = 0
    parameters.maturityBlocks = 0
    parameters.clockStep = 0
    parameters.outage = 0
    parameters.review = 0
    parameters.claimsPerOfficer = .max
    configure(&parameters)
    return Genesis(
      origin: origin, time: time("2026-01-01"), parameters: parameters,
      agencies: TestAgency.allCases.map { $0.agency(isAuditor: $0 == auditor) },
      logKey: Text(noteKey(origin: origin).verifierKey), witnesses: witnesses.map { Text($0.verifierKey) })
  }

  package static func noteKey(origin: Text = TestNode.origin) -> NoteKey {
    guard case .ed25519(let key) = logKey.publicKey, let note = try? NoteKey(name: origin, kind: .ed25519, key: key)
    else { preconditionFailure("the log's key is an Ed25519 key") }
    return note
  }

  package static func time(_ day: String) -> BlockTime {
    BlockTime(startOf: CivilDate(day)!, offset: UTCOffset("+07:00")!)
  }

  // MARK: Starting and stopping

  package func open() throws {
    var media = Replica.Media()
    media.segmentSize = 1 << 20
    media.vaultFileSize = 32 << 10
    media.disk = disk.disk
    (replica, report) = try whenReleased { try Replica.open(directory, on: media, lanes: PlatformLanes(count: 2)) }
    now = max(now, replica.read { $0.time })
  }

  /// A thread that has just ended may hold the directory for a moment more.
  private func whenReleased<Result>(_ body: () throws -> Result) throws -> Result {
    for _ in 0..<200 {
      do {
        return try body()
      } catch EngineError.journal(.storage(let error)) where error.kind == .locked {
        usleep(5_000)
      }
    }
    return try body()
  }

  /// Lets go of the directory, as the end of the process would.
  package func close() { replica = nil }

  package func reopen() throws {
    close()
    try open()
  }

  package func audit() throws -> AuditResult {
    try GoldenStory.audit(directory)
  }

  package var stateRoot: Digest { replica.newestBlock.stateRoot }
}

// MARK: - Blocks

extension TestNode {
  @discardableResult
  package func decide(_ submissions: [Submission] = []) throws -> [Answer] {
    now = now.advanced(by: BlockTime.second)
    return try replica.decide(submissions, at: now)
  }

  /// Decides one command in a block of its own.
  package func answer(_ submission: Submission) throws -> Answer { try decide([submission])[0] }

  /// Decides one command, which must be done; its entry.
  @discardableResult
  package func accept(_ submission: Submission, sourceLocation: SourceLocation = #_sourceLocation) throws -> UInt64 {
    let answer = try answer(submission)
    guard let decision = answer.decision, decision.rejection == nil else {
      Issue.record("refused: \(answer)", sourceLocation: sourceLocation)
      return 0
    }
    return decision.entry
  }

  /// Goes to the beginning of a day and lets runs finish.
  package func advance(to day: String) throws {
    now = max(now, Self.time(day))
    repeat { try decide() } while replica.read { $0.hasWorkDue }
  }
}

extension Answer {
  package var decision: Decision? {
    if case .decided(let decision) = self { decision } else { nil }
  }

  package var refusal: Refusal? {
    if case .refused(let refusal) = self { refusal } else { nil }
  }
}

// MARK: - Commands

extension TestNode {
  package func command(
    _ agency: TestAgency, officer: UInt16 = 0, _ action: Action, proof: [UInt8] = [], sealed: [Sealed] = [],
    ahead: UInt64 = 0
  ) -> Submission {
    sign(agency.account, agency.key(officer), credential: officer, action, proof: proof, sealed: sealed, ahead: ahead)
  }

  package func sign(
    _ account: AccountNumber, _ key: SigningKey, credential: UInt16 = 0, _ action: Action, proof: [UInt8] = [],
    sealed: [Sealed] = [], ahead: UInt64 = 0
  ) -> Submission {
    let command = command(account, credential, action, ahead: ahead)
    let signed = key.signedMessage(payload: command.encoded, aad: ExternalAAD("command", network: genesis.network))
    return Submission(signed: signed + proof, sealed: sealed)
  }

  /// A lane's next command, or one so many ahead of it.
  package func command(_ account: AccountNumber, _ credential: UInt16, _ action: Action, ahead: UInt64 = 0) -> Command {
    nonce += 1
    let next = replica.read { state in
      state.credentialRow(account, credential).map { state.lanes[$0].next } ?? 0
    }
    return Command(
      network: genesis.network, account: account, credential: credential, sequence: next + ahead,
      validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(high: 1, low: nonce), action: action)
  }

  package func possession(_ key: SigningKey, subject: Digest) -> [UInt8] {
    key.signedMessage(
      payload: Possession.payload(key: key.publicKey, subject: subject), aad: Possession.aad(network: genesis.network))
  }

  package func possession(_ key: SigningKey, of account: AccountNumber) -> [UInt8] {
    possession(key, subject: Possession.subject(account))
  }

  package func seal(_ content: [UInt8]) -> Sealed {
    nonce += 1
    return Sealed(salt: Salt(high: 2, low: nonce), content: content)
  }

  package static func root(_ sealed: [Sealed]) -> Digest {
    MerkleTree.root(leafHashes: sealed.map { MerkleTree.leafHash($0.digest.bytes) }, lanes: SingleLane())
  }
}
