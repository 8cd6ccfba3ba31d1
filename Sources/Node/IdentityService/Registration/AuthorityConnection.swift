import Coding
import Identity
import Model
import Outbound
import Platform
import Presentation
import Signing
import Wallet

/// A command as it went to the node, to be sent again as it is.
struct SentCommand: Sendable {
  let id: CommandID
  let bundle: [UInt8]
}

/// The identity authority's officer, acting through a node that is believed nothing: where the lane stands and what became
/// of a command is proved, up to heads that only ever continue.
actor AuthorityConnection {
  private let account: AccountNumber
  private let officer: SigningKey
  private let node: String
  private var log: TrustedLog
  /// Keeps how far the log was believed.
  private let remember: @Sendable (TrustedLog) -> Void
  /// Nil until it is proved.
  private var lane: CommandLane?
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private let client = OutboundClient(seconds: 20, maximumBytes: 8 << 20)

  init(
    _ account: AccountNumber, _ officer: SigningKey, node: String, log: TrustedLog,
    remember: @escaping @Sendable (TrustedLog) -> Void
  ) {
    self.account = account
    self.officer = officer
    self.node = node
    self.log = log
    self.remember = remember
  }

  /// Signs what an applicant proved, has it decided, and proves the answer.
  ///
  /// - Parameter sent: the same, where it was sent before and its answer never came.
  func submit(_ enrolment: EnrolmentAction, again sent: SentCommand?) async throws(AuthorityError) -> CommandOutcome {
    await takeTurn()
    defer { endTurn() }
    if let sent {
      // Where its number is used up, it did not happen, or the ledger says that the person is registered.
      do throws(AuthorityError) {
        return try await send(sent)
      } catch .refused {
        lane = nil
      }
    }
    for attempt in 0... {
      let command = try await sign(enrolment)
      do throws(AuthorityError) {
        return try await send(command)
      } catch .refused(let rejection) {
        // Another machine may use the same officer's key.
        lane = nil
        guard attempt == 0, [.sequenceUsed, .sequenceAhead].contains(rejection) else { throw .refused(rejection) }
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  // MARK: One at a time

  /// Two commands at once would take each other's place in the lane.
  private func takeTurn() async {
    guard isBusy else { return isBusy = true }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func endTurn() {
    guard !waiting.isEmpty else { return isBusy = false }
    waiting.removeFirst().resume()
  }

  // MARK: Commands

  private static let life = BlockTime.hour

  private func sign(_ enrolment: EnrolmentAction) async throws(AuthorityError) -> SentCommand {
    var lane = try await currentLane()
    let now = BlockTime(milliseconds: SystemClock.nowMilliseconds())
    let command = lane.command(
      enrolment.action, validUntil: now.advanced(by: Self.life), nonce: Salt(SecureRandom.bytes(16))!)
    self.lane = lane
    let signed = officer.signedMessage(payload: command.encoded, aad: Command.aad(network: log.network))
    return SentCommand(
      id: CommandID(payload: command.encoded),
      bundle: CommandBundle(signed: signed + enrolment.proof, sealed: enrolment.sealed).encoded)
  }

  private func send(_ command: SentCommand) async throws(AuthorityError) -> CommandOutcome {
    for attempt in 0... {
      do throws(AuthorityError) {
        let bytes = try checked(
          try await call { [client, node, log] () async throws(OutboundError) in
            try await client.post(
              command.bundle, type: MediaType.cbor, headers: ["Accept": MediaType.cbor],
              to: "\(node)/v1/commands?from=\(log.lastSize)")
          })
        guard let answer = try? CommandAnswer(encoded: bytes) else { throw .unreadable }
        return try believe { (log) throws(TrustError) in
          try answer.verified(for: command.id, &log, now: Self.now, verified: SignatureVerifier.verify)
        }
      } catch .refused(let rejection) {
        throw .refused(rejection)
      } catch {
        // It may have happened: the very same bytes again get the same answer.
        guard attempt < Self.attempts, error.mayPass else {
          lane = nil
          throw .unknown(command)
        }
        try? await Task.sleep(for: .milliseconds(200 << attempt))
      }
    }
    preconditionFailure("the last attempt returns or throws")
  }

  private static let attempts = 2

  // MARK: The lane

  private func currentLane() async throws(AuthorityError) -> CommandLane {
    if let lane { return lane }
    // Officers' credentials are numbered from 0; agencies have few.
    for credential in 0..<Self.mostOfficers as Range<UInt16> {
      let target = "/v1/accounts/\(account)/state?from=\(log.lastSize)"
      let headers = authorization(target, credential)
      let answer = try await call { [client, node] () async throws(OutboundError) in
        try await client.get(node + target, headers: headers)
      }
      if answer.status == 401 { continue }
      guard let state = try? StateAnswer(encoded: try checked(answer)) else { throw .unreadable }
      let proven = try believe { (log) throws(TrustError) in
        try state.verified(&log, now: Self.now, verified: SignatureVerifier.verify).state
      }
      guard let credentials = proven.credentials(of: account) else { throw .distrust(.leftOut) }
      guard let own = credentials.first(where: { $0.key == officer.publicKey && $0.isLive }) else { throw .strangeKey }
      guard let lane = proven.lane(ofRow: own.row) else { throw .distrust(.leftOut) }
      return CommandLane(network: log.network, account: account, credential: own.number, next: lane.next)
    }
    throw .strangeKey
  }

  private static let mostOfficers: UInt16 = 64

  private func authorization(_ target: String, _ credential: UInt16) -> [String: String] {
    let request = AccessRequest(
      network: log.network, account: account, credential: credential, method: "GET", target: Text(target), body: [],
      issued: BlockTime(milliseconds: SystemClock.nowMilliseconds()), nonce: Salt(SecureRandom.bytes(16))!)
    let signed = officer.signedMessage(payload: request.encoded, aad: AccessRequest.aad(network: log.network))
    return ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(signed))", "Accept": MediaType.cbor]
  }

  // MARK: Calling and believing

  private static var now: UInt64 { UInt64(SystemClock.nowMilliseconds() / 1000) }

  private func call(
    _ body: @Sendable () async throws(OutboundError) -> OutboundAnswer
  ) async throws(AuthorityError) -> OutboundAnswer {
    do throws(OutboundError) {
      return try await body()
    } catch {
      throw .unreachable(error)
    }
  }

  private func checked(_ answer: OutboundAnswer) throws(AuthorityError) -> [UInt8] {
    guard answer.status != 200 else { return answer.body }
    let json = try? JSONReader.read(answer.body)
    if case .int(let code)? = json?["rejection"]?["code"],
      let rejection = UInt16(exactly: code).flatMap(Rejection.init(rawValue:))
    {
      throw .refused(rejection)
    }
    throw .status(answer.status)
  }

  private func believe<Result>(
    _ body: (inout TrustedLog) throws(TrustError) -> Result
  ) throws(AuthorityError) -> Result {
    var advanced = log
    do throws(TrustError) {
      let result = try body(&advanced)
      log = advanced
      remember(log)
      return result
    } catch {
      throw .distrust(error)
    }
  }
}

/// Why it is not known, or not proved, that somebody is registered.
enum AuthorityError: Error, Sendable {
  case unreachable(OutboundError)
  case status(Int)
  case unreadable
  case distrust(TrustError)
  /// The node refused it, by its own word; nothing is recorded.
  case refused(Rejection)
  /// The ledger's own answer, proved, and the entry that says so.
  case rejected(Rejection, entry: UInt64)
  /// The officer's key may not act for the authority.
  case strangeKey
  /// It may have happened.
  case unknown(SentCommand)

  var mayPass: Bool {
    switch self {
    case .unreachable: true
    case .status(let status): status >= 500 || status == 429
    case .unreadable, .distrust, .refused, .rejected, .strangeKey, .unknown: false
    }
  }

  /// Whether the applicant may come back with the same proof.
  var canBeFinished: Bool {
    if case .rejected = self { false } else { true }
  }
}
