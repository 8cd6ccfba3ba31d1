import Coding
import Model
import Platform
import Records
import Signing
import Wallet

/// Talking to a node without trusting it: what it answers is proved from the log's head, and the last head believed is
/// remembered. Wallets and card terminals do it alike; whose key signs is theirs.
struct NodeSession {
  let node: NodeConnection
  private(set) var log: TrustedLog
  private let folder: LogFolder

  init(_ folder: LogFolder, _ node: String) throws {
    self.folder = folder
    log = try folder.log()
    self.node = NodeConnection(node)
  }

  /// Whether there is anybody but the node whose word a head could have.
  var hasWitnesses: Bool { !log.policy.witnesses.isEmpty }

  /// An account's state, proved, and the live credential with a key in it; nil where there is none.
  mutating func state(
    _ bytes: [UInt8], of account: AccountNumber, key: PublicKey
  ) throws -> (state: ProvenState, head: TrustedHead, credential: CredentialLeaf?) {
    let answer: StateAnswer = try read(bytes)
    let proven = try believe { log throws(TrustError) in
      try answer.verified(&log, now: Self.now, verified: SignatureVerifier.verify)
    }
    guard let credentials = proven.state.credentials(of: account), proven.state.money(of: account) != nil,
      proven.state.registry != nil
    else { throw refused(.leftOut) }
    return (proven.state, proven.head, credentials.first { $0.key == key && $0.isLive })
  }

  /// The lane of a credential in a proved state.
  func lane(of credential: CredentialLeaf, in state: ProvenState) throws -> LaneLeaf {
    guard let lane = state.lane(ofRow: credential.row) else { throw refused(.leftOut) }
    return lane
  }

  /// Sends a signed command and proves the answer. As long as there is none, the command stays in the folder.
  mutating func send(_ signed: [UInt8]) async throws -> CommandOutcome {
    try folder.setPending(signed)
    let bytes = try await node.submit(signed, from: log.lastSize)
    let answer: CommandAnswer = try read(bytes)
    let id = try UnverifiedCommand(signed: signed).id
    let outcome = try believe { log throws(TrustError) in
      try answer.verified(for: id, &log, now: Self.now, verified: SignatureVerifier.verify)
    }
    remember()
    try folder.setPending(nil)
    return outcome
  }

  // MARK: Believing

  static var now: UInt64 { UInt64(SystemClock.nowMilliseconds() / 1000) }

  func read<Answer: CBORDecodable>(_ bytes: [UInt8]) throws -> Answer {
    do throws(CodingError) {
      return try Answer(encoded: bytes)
    } catch {
      throw refused(.malformed(error))
    }
  }

  /// Advances the log; on a contradiction the evidence is kept and nothing advances.
  mutating func believe<Result>(_ body: (inout TrustedLog) throws(TrustError) -> Result) throws -> Result {
    var advanced = log
    do throws(TrustError) {
      let result = try body(&advanced)
      log = advanced
      return result
    } catch {
      throw refused(error)
    }
  }

  /// Keeps where the log is, once all that was asked for is believed.
  func remember() {
    // What was proved stays proved where the folder cannot be written; only the next lie is harder to tell.
    try? folder.remember(log)
  }

  func refused(_ error: TrustError) -> Distrust {
    guard case .contradiction(let evidence) = error, let file = try? folder.keep(evidence) else {
      return Distrust(reason: error, phrase: error.phrase)
    }
    return Distrust(reason: error, phrase: error.phrase + WalletPhrase.evidence(file))
  }
}

/// The wallet does not believe what a node shows.
struct Distrust: SpeakingError {
  let reason: TrustError
  let phrase: Phrase

  /// Whether an honest node may show the like for a while.
  var mayPass: Bool {
    switch reason {
    case .older, .notWitnessed, .stale: true
    default: false
    }
  }
}
