import Coding
import Engine
import Foundation
import Ledger
import Logging
import Model
import Outbound
import Platform
import Rules
import Service
import Signing
import StorageSupport
import Transparency
import Wallet

/// A node answering over HTTP in this process; its log grows as the test says.
final class RunningNode: Sendable {
  let replica: Replica
  let engine: SoloEngine
  let service: NodeService
  private let views: ViewKeeper
  let url: String
  let client = OutboundClient(seconds: 10, maximumBytes: 32 << 20)
  private let serving: Task<Void, any Error>

  static let logKey = SigningKey(.ed25519, seed: SHA256.hash(Array("log".utf8)))
  static let identity = SigningKey(.ed25519, seed: SHA256.hash(Array("identity".utf8)))

  static let holder = SigningKey(.ed25519, seed: SHA256.hash(Array("holder".utf8)))

  static func initialise(_ path: String, origin: Text = "salur.test/node", witnesses: [NoteKey] = []) throws -> Genesis {
    var parameters = Parameters()
    parameters.clockStep = 0
    let name: Text = "identity"
    let agency = Agency(
      name: name, title: Words(indonesian: name, english: name), roles: [.identity], threshold: 1,
      officers: [identity.publicKey])
    let genesis = Genesis(
      origin: origin, time: BlockTime(startOf: CivilDate("2026-01-01")!, offset: UTCOffset("+07:00")!),
      parameters: parameters, agencies: [agency], logKey: Text(TestLog.noteKey(origin, logKey, .ed25519).verifierKey),
      witnesses: witnesses.map { Text($0.verifierKey) })
    try DataDirectory(path).initialise(genesis, logKey: logKey)
    return genesis
  }

  init(_ path: String, witnesses: [WitnessAddress] = [], quorum: Int? = nil) async throws {
    let replica = try Self.open(path)
    let views = try ViewKeeper(replica)
    var cut = SoloEngine.Cut()
    cut.idle = 100
    let engine = SoloEngine(replica: replica, cut: cut)
    var configuration = ServiceConfiguration()
    configuration.port = 0
    configuration.witnesses = witnesses
    configuration.witnessQuorum = quorum
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let service = try NodeService(engine: engine, views: views, configuration: configuration, logger: .quiet) {
      announce.yield($0)
    }
    serving = Task { try await service.run() }
    url = "http://127.0.0.1:\(await ports.first { _ in true } ?? 0)"
    (self.replica, self.engine, self.views, self.service) = (replica, engine, views, service)
  }

  /// A node that has just stopped may hold the directory for a moment more.
  private static func open(_ path: String) throws -> Replica {
    var attempts = 200
    while true {
      let opened = Result { try Replica.open(DataDirectory(path), lanes: PlatformLanes(count: 2)).0 }
      attempts -= 1
      guard case .failure(let error) = opened, attempts > 0, isLocked(error) else { return try opened.get() }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  private static func isLocked(_ error: any Error) -> Bool {
    guard case EngineError.journal(.storage(let error)) = error else { return false }
    return error.kind == .locked
  }

  func stop() async {
    await service.stop()
    _ = try? await serving.value
    await engine.stop()
    await views.stop()
  }

  // MARK: Its log

  /// Adds an empty block; or registers so many families and has each claimed, which is a private entry each.
  func grow(families: UInt32 = 0) throws {
    guard families > 0 else {
      try decide([])
      return
    }
    let first = UInt32(replica.read { $0.accounts.count })
    let sealed = (0..<families).map { index in
      let person = Nullifier(value: SHA256.hash(Array("person \(first + index)".utf8)), keyVersion: 1)
      let registration = Registration(region: Region(raw: 53_15_06_2001)!, members: [person])
      return Sealed(salt: Salt(high: 1, low: UInt64(first + index)), content: registration.encoded)
    }
    let root = MerkleTree.root(leafHashes: sealed.map { MerkleTree.leafHash($0.digest.bytes) }, lanes: SingleLane())
    try decide([(.registerBatch(count: families, root: root), [], sealed)])
    try decide(
      (first..<first + families).map { number in
        let account = AccountNumber(number)
        let possession = Self.holder.signedMessage(
          payload: Possession.payload(key: Self.holder.publicKey, subject: Possession.subject(account)),
          aad: Possession.aad(network: replica.genesis.network))
        return (.claim(account: account, key: Self.holder.publicKey), possession, [])
      })
  }

  /// One block of the identity agency's commands, all of which must be done.
  private func decide(_ actions: [(Action, proof: [UInt8], sealed: [Sealed])]) throws {
    let (time, next) = replica.read { state in (state.time, state.lanes[0].next) }
    let now = time.advanced(by: BlockTime.second)
    let submissions = actions.enumerated().map { index, item in
      let command = Command(
        network: replica.genesis.network, account: AccountNumber(0), credential: 0, sequence: next + UInt64(index),
        validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(high: 9, low: next + UInt64(index)), action: item.0)
      let signed = Self.identity.signedMessage(
        payload: command.encoded, aad: ExternalAAD("command", network: replica.genesis.network))
      return Submission(signed: signed + item.proof, sealed: item.sealed)
    }
    for answer in try replica.decide(submissions, at: now) {
      guard case .decided(let decision) = answer, decision.rejection == nil else { throw Refused(answer: answer) }
    }
  }

  struct Refused: Error { let answer: Answer }

  // MARK: Reading

  func get(_ path: String) async throws -> OutboundAnswer { try await client.get(url + path) }

  func checkpoint() async throws -> (note: SignedNote, checkpoint: Checkpoint) {
    let note = try SignedNote(parsing: try await get("/checkpoint").body)
    return (note, try Checkpoint(parsing: note.text))
  }

  /// What a client with only the genesis document believes.
  func believe(_ trusted: inout TrustedLog) async throws -> TrustedHead {
    let answer = try await get("/v1/head?from=\(trusted.lastSize)")
    let proof = try HeadProof(encoded: answer.body)
    let now = UInt64(SystemClock.nowMilliseconds() / 1000)
    return try trusted.advance(to: proof, now: now, verified: SignatureVerifier.verify)
  }

  /// Waits until a condition holds; fails after so many seconds.
  func wait(seconds: Int = 20, until condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<(seconds * 20) {
      if try await condition() { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }
}
