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
  private var session: NodeSession
  private let key: SigningKey
  private let console: Console

  init(_ options: WalletOptions, _ console: Console) throws {
    let folder = try WalletFolder(options.wallet)
    try self.init(folder, key: try folder.key(passphrase: options.passphrase()), node: options.node, console)
  }

  init(_ folder: WalletFolder, key: SigningKey, node: String?, _ console: Console) throws {
    self.folder = folder
    self.key = key
    session = try NodeSession(folder.memory, node ?? folder.settings.node)
    self.console = console
  }

  /// Whether there is anybody but the node whose word a head could have.
  var hasWitnesses: Bool { session.hasWitnesses }

  var network: NetworkID { session.log.network }

  /// Where the node is asked.
  var address: String { session.node.base }

  func account() throws -> AccountNumber {
    guard let account = folder.settings.account else { throw Failure(WalletPhrase.noAccount(folder.path, folder.did)) }
    return account
  }

  // MARK: Reading

  /// The account's state, proved, and this wallet's credential in it.
  mutating func state() async throws -> (state: ProvenState, head: TrustedHead, credential: CredentialLeaf) {
    let proven = try await provenState()
    session.remember()
    return proven
  }

  private mutating func provenState() async throws -> (
    state: ProvenState, head: TrustedHead, credential: CredentialLeaf
  ) {
    let account = try account()
    let bytes = try await proved("/v1/accounts/\(account)/state", account)
    let (state, head, own) = try session.state(bytes, of: account, key: key.publicKey)
    guard let own else { throw Failure(WalletPhrase.keyGone(account)) }
    return (state, head, own)
  }

  /// The whole history, newest first, checked against the balance.
  mutating func history() async throws -> (events: [ProvenEvent], state: ProvenState) {
    let account = try account()
    for attempt in 0... {
      let (events, size) = try await entries()
      let (state, head, _) = try await provenState()
      do throws(TrustError) {
        try Statement.require(events, of: account, toAgreeWith: state)
        session.remember()
        return (events, state)
      } catch {
        // Something may have happened between the two answers.
        guard error == .incomplete, size < head.size, attempt < Self.attempts else { throw session.refused(error) }
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
      guard newest.entry < oldest.entry else { throw session.refused(.entry) }
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
      guard let newest = page.first, let oldest = page.last, oldest.entry >= earlier else {
        throw session.refused(.incomplete)
      }
      guard newest.entry < end else { throw session.refused(.entry) }
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
        let answer: HistoryAnswer = try session.read(
          try await proved("/v1/accounts/\(account)/history\(query)", account))
        let (events, head) = try session.believe { log throws(TrustError) in
          try answer.verified(account: account, &log, now: NodeSession.now, verified: SignatureVerifier.verify)
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

  /// The account's events from now on, or after an entry: the node's word, and nothing else.
  ///
  /// - Parameter silence: seconds without a word after which the node counts as gone.
  mutating func stream(after entry: UInt64?, silence: Int) async throws -> OutboundStream {
    let account = try account()
    let path = "/v1/accounts/\(account)/events"
    return try await signed { wallet, credential in
      var headers = wallet.authorization(path, account, credential)
      headers["Accept"] = "text/event-stream"
      if let entry { headers["Last-Event-ID"] = String(entry) }
      return try await wallet.session.node.open(path, headers, silence: silence)
    }
  }

  /// A signed read of what is proved, led on from the head this wallet believes.
  private mutating func proved(_ path: String, _ account: AccountNumber) async throws -> [UInt8] {
    try await get("\(path)\(path.contains("?") ? "&" : "?")from=\(session.log.lastSize)", account)
  }

  /// A signed read.
  private mutating func get(_ target: String, _ account: AccountNumber) async throws -> [UInt8] {
    try await signed { wallet, credential in
      try await wallet.session.node.get(target, wallet.authorization(target, account, credential))
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
    _ = try await session.node.genesis(network)
    return Stranger(account: try account(), problem: problem)
  }

  private func authorization(_ target: String, _ account: AccountNumber, _ credential: UInt16) -> [String: String] {
    let request = AccessRequest(
      network: network, account: account, credential: credential, method: "GET", target: Text(target), body: [],
      issued: BlockTime(milliseconds: SystemClock.nowMilliseconds()), nonce: Salt(SecureRandom.bytes(16))!)
    let signed = key.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: network))
    return ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(signed))", "Accept": "application/cbor"]
  }

  // MARK: Acting

  /// Signs and sends an action, and proves the answer.
  ///
  /// - Parameter proof: that somebody holds the key the action introduces, where it does.
  mutating func act(_ action: Action, proof: [UInt8] = []) async throws -> CommandOutcome {
    // Two commands at once would take each other's place in the lane.
    let lock = try folder.memory.lock(WalletPhrase.isInUse(folder.path))
    defer { withExtendedLifetime(lock) {} }
    if let pending = try folder.memory.pending() { try await settle(pending) }
    let (state, lane, credential) = try await lane()
    var commands = CommandLane(
      network: network, account: try account(), credential: credential.number, next: lane.next)
    let now = BlockTime(milliseconds: max(SystemClock.nowMilliseconds(), state.block.time.milliseconds))
    let command = commands.command(
      action, validUntil: now.advanced(by: BlockTime.hour), nonce: Salt(SecureRandom.bytes(16))!)
    return try await session.send(
      key.signedMessage(payload: command.encoded, aad: Command.aad(network: network)) + proof)
  }

  private mutating func lane() async throws -> (state: ProvenState, lane: LaneLeaf, credential: CredentialLeaf) {
    let (state, _, credential) = try await state()
    return (state, try session.lane(of: credential, in: state), credential)
  }

  /// A command whose answer is not proved is sent again first. That the node refuses it is its word alone; but as long as
  /// the lane, which is proved, has not passed its number, the next command takes the same one, and at most one of them
  /// has an effect.
  private mutating func settle(_ pending: [UInt8]) async throws {
    let command = try UnverifiedCommand(signed: pending)
    do {
      console.note(WalletPhrase.earlier(try await session.send(pending)))
      return
    } catch let problem as NodeProblem where problem.isRefusal {
      let (_, lane, _) = try await lane()
      guard lane.lastCommand == command.id else { return try folder.memory.setPending(nil) }
      throw Failure(WalletPhrase.doneAfterAll(lane.lastEntry))
    }
  }
}

/// The node knows no credential of the account with this wallet's key.
struct Stranger: SpeakingError {
  let account: AccountNumber
  let problem: NodeProblem

  var phrase: Phrase { WalletPhrase.keyGone(account) + Phrase(": ", ": ") + problem.phrase }
}
