import Ledger
import Model
import Platform
import Signing

/// From bytes to verified commands: everything that can be done before a command has a place in a block, on all lanes.
struct Admission {
  let lanes: PlatformLanes

  enum Result: Sendable {
    case admitted(VerifiedCommand)
    /// The lane's last command, sent again.
    case answered(entry: UInt64, CommandID)
    case refused(Refusal)
  }

  /// Verifies every submission against the state as it stands. The ledger checks again what may change until then.
  func admit(_ submissions: [Submission], state: LedgerState) -> [Result] {
    let slots = Slots(count: submissions.count)
    let relyingParty = WebAuthnRelyingParty(
      id: state.parameters.relyingParty.string, origins: state.parameters.origins.map(\.string))
    lanes.forEachRange(of: submissions.count, grain: 4) { range in
      for index in range {
        slots.set(index, admit(submissions[index], state: state, relyingParty: relyingParty))
      }
    }
    return slots.take()
  }

  private func admit(
    _ submission: Submission, state: LedgerState, relyingParty: WebAuthnRelyingParty
  ) -> Result {
    // Nobody gets more hashed than any command may name.
    guard submission.sealed.count <= LedgerState.maximumBatch else { return .refused(.rejected(.batchTooLarge)) }
    do throws(SignatureError) {
      let unverified = try UnverifiedCommand(signed: submission.signed, sealed: submission.sealed)
      let command = unverified.command
      guard let key = state.key(command.account, command.credential) else {
        return .refused(.rejected(state.account(command.account) == nil ? .unknownAccount : .unknownCredential))
      }
      guard
        let verified = try VerifiedCommand(
          unverified, key: key, relyingParty: relyingParty, verify: SignatureVerifier.verify)
      else { return .refused(.signature(.wrongSignature)) }
      // Only whoever signed it is told what became of it.
      let first = state.firstAnswer(to: verified.id, account: command.account, credential: command.credential)
      return first.map { .answered(entry: $0, verified.id) } ?? .admitted(verified)
    } catch {
      return .refused(.signature(error))
    }
  }

  /// One place a submission, written by whichever lane has it.
  private final class Slots: @unchecked Sendable {
    private let base: UnsafeMutablePointer<Result?>
    private let count: Int

    init(count: Int) {
      self.count = count
      base = .allocate(capacity: count)
      base.initialize(repeating: nil, count: count)
    }

    deinit {
      base.deinitialize(count: count)
      base.deallocate()
    }

    func set(_ index: Int, _ result: Result) { base[index] = result }

    func take() -> [Result] { (0..<count).map { base[$0]! } }
  }
}
