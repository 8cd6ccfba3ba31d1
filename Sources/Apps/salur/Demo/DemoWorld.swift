import Coding
import Documents
import Engine
import Ledger
import Model
import Platform
import Rules
import Signing
import Wallet

/// A country in a directory: a node whose clock and block cuts are driven, and everybody who acts in the story.
///
/// Everything follows from the seed, so a second process with the same seed, or one that goes on after a crash, does
/// exactly the same.
final class DemoWorld {
  let replica: Replica
  let keys: DemoKeys
  let console: Console
  private(set) var time: BlockTime
  var runTimes = RunTimes()
  private var officers: [AccountNumber: [DemoActor]] = [:]
  private var holders: [AccountNumber: DemoActor] = [:]

  init(replica: Replica, keys: DemoKeys, console: Console) {
    self.replica = replica
    self.keys = keys
    self.console = console
    time = replica.read { $0.time }
    let lanes = replica.read { state in
      state.agencies.map { agency in
        (
          agency.account, agency.agency.name.string,
          agency.agency.officers.indices.map { state.nextSequence(agency.account, UInt16($0)) }
        )
      }
    }
    for (account, name, next) in lanes {
      officers[account] = next.enumerated().map { index, next in
        DemoActor(
          key: keys.officer(name, index),
          lane: CommandLane(
            network: replica.genesis.network, account: account, credential: UInt16(index), next: next))
      }
    }
  }

  var network: NetworkID { replica.genesis.network }

  // MARK: Time

  /// Moves the clock to a civil time in Jakarta.
  func set(_ date: String, hour: Int64 = 9) {
    let day = CivilDate(date)!
    let jakarta = UTCOffset(minutes: 420)!
    let new = BlockTime(startOf: day, offset: jakarta).advanced(by: hour * BlockTime.hour)
    precondition(new >= time, "the story only goes forward")
    time = new
  }

  /// Moves the clock on, if that is on.
  func set(_ new: BlockTime) { time = max(time, new) }

  // MARK: Blocks

  /// One block of these submissions.
  @discardableResult
  func block(_ submissions: [Submission] = []) throws -> [Answer] {
    time = time.advanced(by: BlockTime.second)
    return try replica.decide(submissions, at: time)
  }

  /// Cuts empty blocks until the ledger has nothing left to run. Decisions are public for a while before they are paid.
  func settle() throws {
    try runWhatIsDue()
    guard replica.read({ $0.benefits.cycles.contains { $0.record.stage == .decided } }) else { return }
    time = time.advanced(by: replica.read { $0.parameters.review })
    try runWhatIsDue()
  }

  private func runWhatIsDue() throws {
    repeat {
      let before = replica.read(RunTimes.rows)
      let (_, seconds) = try timed { try block() }
      runTimes.add(seconds, from: before, to: replica.read(RunTimes.rows))
    } while replica.read { $0.hasWorkDue }
  }

  /// One block in which everything must be accepted; the entries.
  @discardableResult
  func accept(_ submissions: [Submission]) throws -> [UInt64] {
    try block(submissions).map { answer in
      guard case .decided(let decision) = answer, decision.rejection == nil else {
        throw Failure(
          "Ledger menolak langkah demo: \(answer.sentence(.indonesian))",
          "The ledger refused a step of the demo: \(answer.sentence(.english))")
      }
      return decision.entry
    }
  }

  // MARK: Agencies

  func agency(_ name: String) -> AccountNumber {
    replica.read { state in state.agencies.first { $0.agency.name == Text(name) }!.account }
  }

  /// The first agency that attests such facts.
  func source(of schema: FactSchema) -> String {
    replica.read { state in state.agencies.first { $0.agency.schemas.contains(schema.record.name) }!.agency.name.string
    }
  }

  /// A command by one of an agency's officers.
  func order(
    _ agency: String, _ action: Action, officer: Int = 0, proof: [UInt8] = [], sealed: [Sealed] = []
  ) -> Submission {
    let account = self.agency(agency)
    return officers[account]![officer].sign(action, at: time, proof: proof, sealed: sealed).1
  }

  /// An act that several officers must agree to: one proposes, the others approve, the last approval executes it.
  func agree(_ agency: String, _ action: Action) throws {
    let account = self.agency(agency)
    let (threshold, epoch) = replica.read { state in
      (Int(state.agency(account)!.agency.threshold), state.agency(account)!.epoch)
    }
    guard threshold > 1 else {
      try accept([order(agency, action)])
      return
    }
    let (id, proposal) = officers[account]![0].sign(.propose(action), at: time)
    try accept([proposal])
    for officer in 1..<threshold {
      try accept([order(agency, .approve(proposal: id, epoch: epoch), officer: officer)])
    }
  }

  // MARK: Holders

  /// The holder of a family's or a shop's key, at its place in the lane.
  func holder(_ account: AccountNumber) -> SigningKey { keys.key(.p256, "holder/\(account.raw)") }

  /// A command signed by the account's holder.
  func sign(_ account: AccountNumber, _ action: Action, sealed: [Sealed] = []) -> (CommandID, Submission) {
    if holders[account] == nil {
      let next = replica.read { $0.nextSequence(account, 0) }
      holders[account] = DemoActor(
        key: holder(account), lane: CommandLane(network: network, account: account, next: next))
    }
    return holders[account]!.sign(action, at: time, sealed: sealed)
  }

  /// What the ledger answers to one command of a holder.
  func tryOne(_ account: AccountNumber, _ action: Action) throws -> Answer {
    try block([sign(account, action).1])[0]
  }
}

extension LedgerState {
  /// The number a credential's next command must carry.
  func nextSequence(_ account: AccountNumber, _ credential: UInt16) -> UInt64 {
    credentialRow(account, credential).map { lanes[$0].next } ?? 0
  }
}

extension Answer {
  /// What a person is told.
  func sentence(_ language: Language) -> String {
    switch self {
    case .decided(let decision):
      decision.rejection?.text(language) ?? (language == .indonesian ? "Diterima." : "Accepted.")
    case .refused(.rejected(let rejection)): rejection.text(language)
    case .refused(let refusal): refusal.description
    case .unknown(let reason): reason
    }
  }

  var rejection: Rejection? {
    switch self {
    case .decided(let decision): decision.rejection
    case .refused(.rejected(let rejection)): rejection
    case .refused, .unknown: nil
    }
  }
}
