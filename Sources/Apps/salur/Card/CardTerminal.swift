import Coding
import Model
import Platform
import Presentation
import Records
import Sealing
import Signing
import Wallet

/// A shop's terminal talking to a node it does not trust. Cards are opened here, each for one payment that was shown.
struct CardTerminal {
  private let folder: TerminalFolder
  private var session: NodeSession
  private var tries: PINTries
  /// One payment at a time: tries are counted here.
  private let lock: DirectoryLock

  /// How long the ledger may take a payment, milliseconds: one that got no answer is over by then.
  private static let life = 2 * BlockTime.minute

  init(_ path: String, node: String?) throws {
    folder = try TerminalFolder(path)
    lock = try folder.memory.lock(CardPhrase.terminalInUse(path))
    session = try NodeSession(folder.memory, node ?? folder.settings.node)
    tries = try PINTries(path)
  }

  var shop: TerminalFolder.Settings { folder.settings }
  var hasWitnesses: Bool { session.hasWitnesses }

  /// Refuses what no PIN could open here.
  func check(_ card: UnopenedCard) throws {
    guard card.face.network == session.log.network else { throw Failure(CardPhrase.otherNetwork) }
    guard tries.left(card) > 0 else { throw PINTriesError.noneLeft }
  }

  /// Opens a card for a payment that was shown, signs it, sends it and proves the answer.
  mutating func pay(_ card: UnopenedCard, _ pin: PIN, _ payment: ShownPayment) async throws -> CommandOutcome {
    let opened = try tries.open(card, pin, for: payment)
    let request = opened.stateRequest(from: session.log.lastSize, issued: Self.now, nonce: Self.nonce())
    let bytes: [UInt8]
    do {
      bytes = try await session.node.get(
        request.target,
        ["Authorization": "\(AccessRequest.scheme) \(Base64.encodeURL(request.signed))", "Accept": "application/cbor"])
    } catch let problem as NodeProblem where problem.status == 401 {
      throw Failure(CardPhrase.notValid(problem))
    }
    let (state, _, credential) = try session.state(bytes, of: card.face.account, key: opened.publicKey)
    guard let credential, credential.number == card.face.credential else { throw Failure(CardPhrase.blocked) }
    let lane = try session.lane(of: credential, in: state)
    session.remember()
    let now = max(Self.now, state.block.time)
    return try await send(
      opened.pay(sequence: lane.next, validUntil: now.advanced(by: Self.life), nonce: Self.nonce()))
  }

  private mutating func send(_ signed: [UInt8]) async throws -> CommandOutcome {
    do {
      return try await session.send(signed)
    } catch let problem as NodeProblem where problem.isRefusal {
      // Sent again later it might be done after all, when its payer has gone.
      try folder.memory.setPending(nil)
      throw Failure(CardPhrase.refused(problem.phrase))
    } catch let problem as any SpeakingError
      where problem is NodeProblem || problem is Unreachable || problem is Distrust
    {
      throw Failure(CardPhrase.unknown(problem.phrase))
    }
  }

  /// What became of a payment whose answer never came. It is sent again: the ledger does it at most once. The number of
  /// its lane is shown to its card alone, so a refusal stays the node's word.
  mutating func settle(_ console: Console) async throws {
    guard let pending = try folder.memory.pending() else { return }
    let command = try UnverifiedCommand(signed: pending).command
    guard case .pay(_, let amount, _) = command.action else { throw Failure(WalletPhrase.damaged(folder.memory.path)) }
    do {
      console.note(CardPhrase.earlier(amount, try await session.send(pending)))
    } catch let problem as NodeProblem where problem.isRefusal {
      try folder.memory.setPending(nil)
      console.note(CardPhrase.earlierRefused(amount, problem))
    }
  }

  private static var now: BlockTime { BlockTime(milliseconds: SystemClock.nowMilliseconds()) }
  private static func nonce() -> Salt { Salt(SecureRandom.bytes(16))! }
}
