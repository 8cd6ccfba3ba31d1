import Ledger
import Model
import Platform
import Records
import Signing

/// Reads a block's commands and verifies their signatures, on all lanes, with the keys of the state before the block:
/// whoever signs was known by then, and a credential's key never changes.
struct CommandCheck {
  let lanes: PlatformLanes
  /// Whether signatures are verified at all.
  let signatures: Bool

  enum Fault {
    case unreadable(SignatureError)
    case unknownSigner
    case badSignature(SignatureError)
  }

  struct Result {
    /// Nil where it cannot be read or nobody knows who signed it.
    var command: UnverifiedCommand?
    var key: PublicKey?
    var checked: UInt64 = 0
    var fault: Fault?
  }

  func results(_ records: [CommandRecord], state: LedgerState) -> [Result] {
    let relyingParty = WebAuthnRelyingParty(
      id: state.parameters.relyingParty.string, origins: state.parameters.origins.map(\.string))
    return [Result](unsafeUninitializedCapacity: records.count) { results, count in
      results.initialize(repeating: Result())
      nonisolated(unsafe) let results = results
      lanes.forEachRange(of: records.count, grain: 4) { range in
        for index in range { results[index] = check(records[index], state: state, relyingParty) }
      }
      count = records.count
    }
  }

  private func check(
    _ record: CommandRecord, state: LedgerState, _ relyingParty: WebAuthnRelyingParty
  ) -> Result {
    var result = Result()
    let command: UnverifiedCommand
    do throws(SignatureError) {
      command = try UnverifiedCommand(signed: record.signed)
    } catch {
      result.fault = .unreadable(error)
      return result
    }
    result.command = command
    guard let key = state.key(command.command.account, command.command.credential) else {
      result.fault = .unknownSigner
      return result
    }
    result.key = key
    guard signatures else { return result }
    do throws(SignatureError) {
      for check in try command.signatureChecks(key: key, relyingParty: relyingParty) {
        guard SignatureVerifier.verify(check) else { throw .wrongSignature }
        result.checked += 1
      }
    } catch {
      result.fault = .badSignature(error)
    }
    return result
  }
}
