import Coding
import Model
import Outbound
import Platform
import Presentation
import Records
import Signing
import Wallet

/// An open wallet talking to a node it does not trust.
struct WalletSession {
  private(set) var folder: WalletFolder
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

  /// Whether there is anybody but the node whose word a head could have.
  var hasWitnesses: Bool { !log.policy.witnesses.isEmpty }

  var network: NetworkID { log.network }

  /// Where the node is asked.
  var address: String { node.base }

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
    let bytes = try await proved("/v1/accounts/\(account)/state", account)
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
    for attempt in 0... {
      let (events, size) = try await entries()
      let (state, head, _) = try await provenState()
      do throws(TrustError) {
        try Statement.require(events, of: account, toAgreeWith: state)
        remember()
        return (events, state)
      } catch {
        // Something may have happened between the two answers.
        guard error == .incomplete, size < head.size, attempt < Self.attempts else { throw refused(error) }
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  /// Every entry of the account, newest first, in a log of that size.
  private mutating func entries() async throws -> (events: [ProvenEvent], size: UInt64) {
    var page = try await page("?limit=200")
    var events = page.events
    let size = page.head.size
    while let next = page.next, let oldest = events.last {
      page = try await self.page("?limit=200&before=\(next)")
      guard let newest = page.events.first else { break }
      guard newest.entry < oldest.entry else { throw refused(.entry) }
      events += page.events
    }
    return (events, size)
  }

  /// The account's entries in a log of `size` that were not in one of `earlier` entries, newest first.
  ///
  /// - Parameter count: how many there are, by the state.
  mutating func newest(_ count: Int, since earlier: UInt64, below size: UInt64) async throws -> [ProvenEvent] {
    var events: [ProvenEvent] = []
    var end = size
    while events.count < count {
      let page = try await page("?limit=\(min(200, count - events.count))&before=\(end)").events
      guard let newest = page.first, let oldest = page.last, oldest.entry >= earlier else { throw refused(.incomplete) }
      guard newest.entry < end else { throw refused(.entry) }
      events += page
      end = oldest.entry
    }
    return events
  }

  private typealias Page = (events: [ProvenEvent], next: UInt64?, head: TrustedHead)

  /// A page of the history, newest first. The node's histories may be a moment behind what it has shown already.
  private mutating func page(_ query: String) async throws -> Page {
    let account = try account()
    for attempt in 0... {
      do {
        let answer: HistoryAnswer = try read(try await proved("/v1/accounts/\(account)/history\(query)", account))
        let (events, head) = try believe { log throws(TrustError) in
          try answer.verified(account: account, &log, now: Self.now, verified: SignatureVerifier.verify)
        }
        return (events, answer.next, head)
      } catch let problem as NodeProblem where problem.isBehind && attempt < Self.attempts {
        try await Task.sleep(for: .milliseconds(100 << attempt))
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  private static let attempts = 5

  /// Why the programmes decided about the account as they did: the node's word, and nothing else.
  mutating func explanations(_ query: String) async throws -> [ExplainedDecision] {
    let account = try account()
    let bytes = try await get("/v1/accounts/\(account)/explanation\(query)", account)
    guard let json = try? JSONReader.read(bytes), case .array(let decisions)? = json["decisions"] else {
      throw Failure(WalletPhrase.unreadable)
    }
    return try decisions.map { decision in
      guard let decision = ExplainedDecision(decision) else { throw Failure(WalletPhrase.unreadable) }
      return decision
    }
  }

  /// The log's head, led on from the last one believed.
  mutating func head() async throws -> TrustedHead {
    let proof: HeadProof = try read(try await node.get("/v1/head?from=\(log.lastSize)", [:]))
    return try believe { log throws(TrustError) in
      try log.advance(to: proof, now: Self.now, verified: SignatureVerifier.verify)
    }
  }

  /// The account's events from now on, or after an entry: the node's word, and nothing else.
  ///
  /// - Parameter silence: seconds without a word after which the node counts as gone.
  mutating func stream(after entry: UInt64?, silence: Int) async throws -> OutboundStream {
    let account = try account()
    let path = "/v1/accounts/\(account)/events"
    return try await signed { session, credential in
      var headers = session.authorization(path, account, credential)
      headers["Accept"] = "text/event-stream"
      if let entry { headers["Last-Event-ID"] = String(entry) }
      return try await session.node.open(path, headers, silence: silence)
    }
  }

  /// A signed read of what is proved, led on from the head this wallet believes.
  private mutating func proved(_ path: String, _ account: AccountNumber) async throws -> [UInt8] {
    try await get("\(path)\(path.contains("?") ? "&" : "?")from=\(log.lastSize)", account)
  }

  /// A signed read.
  private mutating func get(_ target: String, _ account: AccountNumber) async throws -> [UInt8] {
    try await signed { session, credential in
      try await session.node.get(target, session.authorization(target, account, credential))
    }
  }

  /// Makes a signed call. The credential's number is tried out once and remembered.
  private mutating func signed<Answer: Sendable>(
    _ call: (WalletSession, UInt16) async throws -> Answer
  ) async throws -> Answer {
    let candidates =
      [folder.settings.credential] + (0..<16 as Range<UInt16>).filter { $0 != folder.settings.credential }
    for (index, credential) in candidates.enumerated() {
      do {
        let answer = try await call(self, credential)
        if credential != folder.settings.credential {
          var settings = folder.settings
          settings.credential = credential
          try folder.set(settings)
        }
        return answer
      } catch let problem as NodeProblem where problem.status == 401 {
        if index + 1 == candidates.count { throw try await stranger(problem) }
      }
    }
    preconditionFailure("the last candidate's answer is returned or thrown")
  }

  /// Why a node knows no credential with this wallet's key.
  private func stranger(_ problem: NodeProblem) async throws -> any Error {
    // A node of another network says so.
    _ = try await node.genesis(log.network)
    return Stranger(account: try account(), problem: problem)
  }

  private func authorization(_ target: String, _ account: AccountNumber, _ credential: UInt16) -> [String: String] {
    let request = AccessRequest(
      network: log.network, account: account, credential: credential, method: "GET", target: Text(target), body: [],
      issued: BlockTime(milliseconds: SystemClock.nowMilliseconds()), nonce: Salt(SecureRandom.bytes(16))!)
    let signed = key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: log.network))
    return ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(signed))", "Accept": "application/cbor"]
  }

  // MARK: Acting

  /// Signs and sends an action, and proves the answer.
  ///
  /// - Parameter proof: that somebody holds the key the action introduces, where it does.
  mutating func act(_ action: Action, proof: [UInt8] = []) async throws -> CommandOutcome {
    // Two commands at once would take each other's place in the lane.
    let lock = try folder.lock()
    defer { withExtendedLifetime(lock) {} }
    if let pending = try folder.pending() { try await settle(pending) }
    let (state, lane, credential) = try await lane()
    var commands = CommandLane(
      network: log.network, account: try account(), credential: credential.number, next: lane.next)
    let now = BlockTime(milliseconds: max(SystemClock.nowMilliseconds(), state.block.time.milliseconds))
    let command = commands.command(
      action, validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(SecureRandom.bytes(16))!)
    return try await send(
      key.signedMessage(payload: command.encoded, aad: Command.aad(network: log.network)) + proof)
  }

  private mutating func lane() async throws -> (state: ProvenState, lane: LaneLeaf, credential: CredentialLeaf) {
    let (state, _, credential) = try await state()
    guard let lane = state.lane(ofRow: credential.row) else { throw refused(.leftOut) }
    return (state, lane, credential)
  }

  /// A command whose answer is not proved is sent again first. That the node refuses it is its word alone; but as long as
  /// the lane, which is proved, has not passed its number, the next command takes the same one, and at most one of them
  /// has an effect.
  private mutating func settle(_ pending: [UInt8]) async throws {
    let command = try UnverifiedCommand(signed: pending)
    do {
      console.note(WalletPhrase.earlier(try await send(pending)))
      return
    } catch let problem as NodeProblem where problem.isRefusal {
      let (_, lane, _) = try await lane()
      guard lane.lastCommand == command.id else { return try folder.setPending(nil) }
      throw Failure(WalletPhrase.doneAfterAll(lane.lastEntry))
    }
  }

  private mutating func send(_ signed: [UInt8]) async throws -> CommandOutcome {
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

  private static var now: UInt64 { UInt64(SystemClock.nowMilliseconds() / 1000) }

  private func read<Answer: CBORDecodable>(_ bytes: [UInt8]) throws -> Answer {
    do throws(CodingError) {
      return try Answer(encoded: bytes)
    } catch {
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

  private func refused(_ error: TrustError) -> Distrust {
    guard case .contradiction(let evidence) = error, let file = try? folder.keep(evidence) else {
      return Distrust(reason: error, phrase: error.phrase)
    }
    return Distrust(reason: error, phrase: error.phrase + WalletPhrase.evidence(file))
  }
}

/// The node knows no credential of the account with this wallet's key.
struct Stranger: SpeakingError {
  let account: AccountNumber
  let problem: NodeProblem

  var phrase: Phrase { WalletPhrase.keyGone(account) + Phrase(": ", ": ") + problem.phrase }
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
