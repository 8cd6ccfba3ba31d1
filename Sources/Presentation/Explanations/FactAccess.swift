import Coding
import Ledger
import Model
import Signing

/// Which facts about an account somebody may see: its owner and auditors all, a source what it attests.
public struct FactAccess: Sendable {
  private var everything = false
  private var schemas: [Text] = []

  /// What the holder of a key may see.
  public init(_ key: PublicKey?, _ account: AccountNumber, _ state: borrowing LedgerState) {
    for row in 0..<state.credentials.count {
      let credential = state.credentials[row]
      guard credential.status == .live, let key, credential.key == key else { continue }
      add(credential.account, account, state)
    }
  }

  /// What an account may see of another, or of itself.
  public init(_ reader: AccountNumber, of account: AccountNumber, _ state: borrowing LedgerState) {
    add(reader, account, state)
  }

  private mutating func add(_ reader: AccountNumber, _ account: AccountNumber, _ state: borrowing LedgerState) {
    if reader == account { everything = true }
    guard let agency = state.agency(reader)?.agency else { return }
    if agency.roles.contains(.auditor) { everything = true }
    schemas += agency.schemas
  }

  /// - Parameter schema: `name/version`; nil for what is public.
  public func mayRead(_ schema: Text?) -> Bool {
    guard let schema, !everything else { return true }
    return schemas.contains { schema.utf8.starts(with: $0.utf8 + [UInt8(ascii: "/")]) }
  }

  /// Whether everything a rule read may be seen.
  public func mayRead(_ trace: DecisionTrace.RuleTrace) -> Bool {
    trace.readings.allSatisfy { mayRead($0.subject.schema) }
  }
}
