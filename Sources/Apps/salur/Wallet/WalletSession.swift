import Coding
import Model
import Platform
import Presentation
import Records
import Signing
import Wallet

/// An open wallet talking to a node it does not trust.
struct WalletSession {
  private var folder: WalletFolder
  private var log: TrustedLog
  private let key: SigningKey
  private let node: NodeConnection
  private let console: Console

  init(_ options: WalletOptions, _ console: Console) throws {
    folder = try WalletFolder(options.wallet)
    log = try folder.log()
    key = try folder.key(passphrase: options.passphrase())
    node = NodeConnection(options.node ?? folder.settings.node)
    self.console = console
  }

  func account() throws -> AccountNumber {
    guard let account = folder.settings.account else { throw Failure(WalletPhrase.noAccount(folder.path, folder.did)) }
    return account
  }

  // MARK: Reading

  /// The account's state, proved, and this wallet's credential in it.
  mutating func state() async throws -> (state: ProvenState, head: TrustedHead, credential: CredentialLeaf) {
    let proven = try await provenState()
    remember()
    return proven
  }

  private mutating func provenState() async throws -> (
    state: ProvenState, head: TrustedHead, credential: CredentialLeaf
  ) {
    let account = try account()
    let bytes = try await get("/v1/accounts/\(account)/state", account)
    let answer: StateAnswer = try read(bytes)
    let proven = try believe { log throws(TrustError) in
      try answer.verified(&log, now: Self.now, verified: SignatureVerifier.verify)
    }
    guard let credentials = proven.state.credentials(of: account), proven.state.money(of: account) != nil,
      proven.state.registry != nil
    else { throw refused(.leftOut) }
    guard let own = credentials.first(where: { $0.key == key.publicKey && $0.isLive }) else {
      throw Failure(WalletPhrase.keyGone(account))
    }
    return (proven.state, proven.head, own)
  }

  /// The whole history, newest first, checked against the balance.
  mutating func history() async throws -> (events: [ProvenEvent], state: ProvenState) {
    let account = try account()
    var events: [ProvenEvent] = []
    var query = "?limit=200"
    while true {
      let answer: HistoryAnswer = try read(try await get("/v1/accounts/\(account)/history\(query)", account))
      let page = try believe { log throws(TrustError) in
        try answer.verified(account: account, &log, now: Self.now, verified: SignatureVerifier.verify)
      }
      if let last = events.last, let first = page.events.first, first.entry >= last.entry { throw refused(.entry) }
      events += page.events
      guard let next = answer.next, !page.events.isEmpty else { break }
      query = "?limit=200&before=\(next)"
    }
    let (state, _, _) = try await provenState()
    try believe { _ throws(TrustError) in try Statement.require(events, of: account, toAgreeWith: state) }
    remember()
    return (events, state)
  }

  /// A signed read. The credential's number is tried out once and remembered.
  private mutating func get(_ path: String, _ account: AccountNumber) async throws -> [UInt8] {
    let from = "\(path.contains("?") ? "&" : "?")from=\(log.lastSize)"
    let candidates =
      [folder.settings.credential] + (0..<16 as Range<UInt16>).filter { $0 != folder.settings.credential }
    for (index, credential) in candidates.enumerated() {
      do {
        let bytes = try await node.get(path + from, authorization(path + from, account, credential))
        if credential != folder.settings.credential {
          var settings = folder.settings
          settings.credential = credential
          try folder.set(settings)
        }
        return bytes
      } catch let problem as NodeProblem where problem.status == 401 && index + 1 < candidates.count {
        continue
      }
    }
    preconditionFailure("the last candidate's answer is returned or thrown")
  }

  private func authorization(_ target: String, _ account: AccountNumber, _ credential: UInt16) -> [String: String] {
    let request = AccessRequest(
      network: log.network, account: account, credential: credential, method: "GET", target: Text(target), body: [],
      issued: BlockTime(milliseconds: SystemClock.nowMilliseconds()), nonce: Salt(SecureRandom.bytes(16))!)
    let signed = key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: log.network))
    return ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(signed))", "Accept": "application/cbor"]
  }

  // MARK: Acting

  /// Signs and sends an action, and proves the answer. A command whose answer never came is sent again first: it has at
  /// most one effect.
  mutating func act(_ action: Action) async throws -> CommandOutcome {
    if let pending = try folder.pending() {
      let outcome = try await send(pending)
      console.note(WalletPhrase.earlier(outcome))
    }
    let (state, _, credential) = try await state()
    guard let lane = state.lane(ofRow: credential.row) else { throw refused(.leftOut) }
    var commands = CommandLane(
      network: log.network, account: try account(), credential: credential.number, next: lane.next)
    let now = BlockTime(milliseconds: max(SystemClock.nowMilliseconds(), state.block.time.milliseconds))
    let command = commands.command(
      action, validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(SecureRandom.bytes(16))!)
    return try await send(
      key.signedMessage(payload: command.encoded, aad: Command.aad(network: log.network)))
  }

  private mutating func send(_ signed: [UInt8]) async throws -> CommandOutcome {
    try folder.setPending(signed)
    let bytes: [UInt8]
    do {
      bytes = try await node.submit(signed, from: log.lastSize)
    } catch let problem as NodeProblem where problem.status == 400 || problem.status == 409 || problem.status == 422 {
      // Nothing happened, by the node's word; sent again, it would be refused again.
      try folder.setPending(nil)
      throw problem
    }
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

  private static var now: UInt64 { UInt64(SystemClock.nowMilliseconds() / 1000) }

  private func read<Answer: CBORDecodable>(_ bytes: [UInt8]) throws -> Answer {
    do {
      return try Answer(encoded: bytes)
    } catch let error as CodingError {
      throw refused(.malformed(error))
    }
  }

  /// Advances the log; on a contradiction the evidence is kept and nothing advances.
  private mutating func believe<Result>(_ body: (inout TrustedLog) throws(TrustError) -> Result) throws -> Result {
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
  private func remember() {
    // What was proved stays proved where the folder cannot be written; only the next lie is harder to tell.
    try? folder.remember(log)
  }

  private func refused(_ error: TrustError) -> Failure {
    guard case .contradiction(let evidence) = error, let file = try? folder.keep(evidence) else {
      return Failure(error.phrase)
    }
    return Failure(error.phrase + WalletPhrase.evidence(file))
  }
}
