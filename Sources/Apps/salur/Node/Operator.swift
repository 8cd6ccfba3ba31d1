import Coding
import Engine
import Ledger
import Model
import Platform
import Presentation
import Signing
import Wallet

/// Somebody with key files who acts on a node's directory while no node runs there.
struct Operator {
  let replica: Replica
  private var actors: [Actor]

  /// A key and the lane of the credential it is.
  private struct Actor {
    let file: String
    let key: SigningKey
    var lane: CommandLane
  }

  /// How long a command may wait to be decided.
  private static let life = BlockTime.hour

  /// Opens the directory and finds whose keys these are. All must be credentials of one account.
  init(_ options: ActingOptions, _ console: Console) throws {
    let files = try options.key.map { try KeyFile($0) }
    try self.init(Replica.open(options.data.directory, console).0, files, as: options.account)
  }

  /// The same, on a replica that is open already.
  init(_ replica: Replica, _ files: [KeyFile], as wanted: AccountNumber? = nil) throws {
    self.replica = replica
    let network = replica.genesis.network
    actors = try replica.read { state in
      try files.map { file in
        let found = state.credentials(of: file.key.publicKey).filter { wanted == nil || wanted == $0.account }
        guard let credential = found.first else { throw Failure(ActPhrase.strangeKey(file.path, wanted)) }
        guard found.count == 1 else { throw Failure(ActPhrase.severalAccounts(file.path, found.map(\.account))) }
        return Actor(
          file: file.path, key: file.key,
          lane: CommandLane(
            network: network, account: credential.account, credential: credential.number, next: credential.next))
      }
    }
    if let other = actors.first(where: { $0.lane.account != account }) {
      throw Failure(ActPhrase.differentAccounts(actors[0].file, other.file))
    }
    for (index, actor) in actors.enumerated() {
      guard let twin = actors[..<index].first(where: { $0.lane.credential == actor.lane.credential }) else { continue }
      throw Failure(ActPhrase.sameKey(twin.file, actor.file))
    }
  }

  /// Whom the keys act for.
  var account: AccountNumber { actors[0].lane.account }

  var agency: AgencyState? { replica.read { $0.agency(account) } }

  /// Signs with the first key, or another one, and has the command decided.
  ///
  /// - Parameters:
  ///   - proof: that somebody holds the key the action introduces, where it does.
  ///   - sealed: what travels beside the command.
  /// - Throws: a `Failure` with the ledger's reason where it says no.
  @discardableResult
  mutating func act(
    _ action: Action, by officer: Int = 0, proof: [UInt8] = [], sealed: [Sealed] = []
  ) throws -> Decision {
    try submit(action, by: officer, proof: proof, sealed: sealed)
  }

  /// Has the agency's officers agree to an act: the first key proposes, the others approve, the last approval executes
  /// it. Where one officer is enough, the act is done at once.
  @discardableResult
  mutating func agree(_ action: Action) throws -> Decision {
    let proposed = try proposing(action, requiringAll: true)
    return proposed.decision
  }

  /// The same, where some of the officers may agree later: how many are still missing.
  mutating func proposing(
    _ action: Action, proof: [UInt8] = [], requiringAll: Bool = false
  ) throws -> (decision: Decision, missing: Int) {
    guard let agency else { throw Failure(ActPhrase.noAgency(account)) }
    let threshold = Int(agency.agency.threshold)
    guard threshold > 1 else { return (try act(action, proof: proof), 0) }
    guard !requiringAll || actors.count >= threshold else {
      throw Failure(ActPhrase.tooFewKeys(agency.agency.name.string, threshold, actors.count))
    }
    var decision = try submit(.propose(action), by: 0, proof: proof)
    let proposal = decision.command
    let voices = min(threshold, actors.count)
    for officer in 1..<voices {
      decision = try submit(.approve(proposal: proposal, epoch: agency.epoch), by: officer)
    }
    return (decision, threshold - voices)
  }

  /// The machine's time; a ledger whose clock was driven may be ahead of it.
  private var now: BlockTime { max(SystemBlockClock().now, replica.read { $0.time }) }

  private mutating func submit(
    _ action: Action, by officer: Int, proof: [UInt8] = [], sealed: [Sealed] = []
  ) throws -> Decision {
    let nonce = Salt(SecureRandom.bytes(16))!
    let command = actors[officer].lane.command(action, validUntil: now.advanced(by: Self.life), nonce: nonce)
    let signed = actors[officer].key.signedMessage(
      payload: command.encoded, aad: Command.aad(network: replica.genesis.network))
    switch try replica.decide([Submission(signed: signed + proof, sealed: sealed)], at: now)[0] {
    case .decided(let decision):
      if let rejection = decision.rejection { throw RejectedCommand(rejection, entry: decision.entry) }
      return decision
    case .refused(.rejected(let rejection)): throw RejectedCommand(rejection, entry: nil)
    case .refused(let refusal): throw refusal
    case .unknown(let reason): throw Failure(ActPhrase.unknown(reason))
    }
  }
}

extension Console {
  /// Tells what the ledger did, or how many officers are still missing.
  func show(_ proposed: (decision: Decision, missing: Int)) throws {
    guard proposed.missing > 0, !isJSON else {
      return show(proposed.decision, besides: [("missing", JSON(proposed.missing))])
    }
    say(AgencyPhrase.proposed(proposed.decision.command, missing: proposed.missing))
  }

  /// Tells what the ledger did, and machines something besides.
  func show(_ decision: Decision, besides more: [(String, JSON)] = []) {
    if isJSON {
      let members = Answer.decided(decision).members(language) + more
      answer(.object(members.map { JSON.Member(key: $0.0, value: $0.1) }))
    } else {
      say(ActPhrase.done(decision, language))
    }
  }
}

extension LedgerState {
  /// The live credentials with this key, and each one's next sequence number.
  fileprivate func credentials(
    of key: PublicKey
  ) -> [(account: AccountNumber, number: UInt16, next: UInt64)] {
    (0..<credentials.count).compactMap { row in
      let credential = credentials[row]
      guard credential.status == .live, credential.key == key else { return nil }
      return (credential.account, credential.number, lanes[row].next)
    }
  }
}
