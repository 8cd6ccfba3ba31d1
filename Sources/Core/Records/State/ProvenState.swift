import Coding
import Model
import Signing

/// Rows of the state that a `StateProof` has shown to be what they are after a block. Nothing else makes one.
public struct ProvenState: Sendable {
  /// The block after which the state is so.
  public let block: BlockEntry
  public let registry: RegistryRecord?
  private let leaves: [StateProof.Leaf]

  init(block: BlockEntry, leaves: [StateProof.Leaf], registry: RegistryRecord?) {
    self.block = block
    self.leaves = leaves
    self.registry = registry
  }

  /// Who the account is, without its money; nil where the proof does not show it.
  public func account(_ account: AccountNumber) -> AccountLeaf? {
    leaf(.accounts, UInt64(account.raw)).flatMap(AccountLeaf.init(preimage:))
  }

  /// What the account holds; nil where the proof does not show it.
  public func money(of account: AccountNumber) -> MoneyLeaf? {
    leaf(.money, UInt64(account.raw)).flatMap(MoneyLeaf.init(preimage:)).flatMap { $0.account == account ? $0 : nil }
  }

  /// All credentials the account ever had, oldest first; nil where the proof leaves one out.
  public func credentials(of account: AccountNumber) -> [CredentialLeaf]? {
    guard let head = self.account(account) else { return nil }
    var credentials: [CredentialLeaf] = []
    var row = head.firstCredential
    while row != .max {
      guard credentials.count < Int(head.nextCredential),
        let credential = leaf(.credentials, UInt64(row)).flatMap({ CredentialLeaf(preimage: $0, row: row) }),
        credential.account == account
      else { return nil }
      credentials.append(credential)
      row = credential.next
    }
    return credentials.count == Int(head.nextCredential) ? credentials : nil
  }

  /// The lane of the credential in this row; nil where the proof does not show it.
  public func lane(ofRow row: UInt32) -> LaneLeaf? {
    leaf(.lanes, UInt64(row)).flatMap(LaneLeaf.init(preimage:))
  }

  /// What the owner laid down about a credential; nil where there is nothing, or the proof does not show it.
  public func terms(of credential: CredentialLeaf) -> TermsLeaf? {
    leaf(.terms, UInt64(credential.terms)).flatMap(TermsLeaf.init(preimage:))
  }

  /// The account's newest recoveries, back to the first that is over; nil where the proof leaves one out.
  public func recoveries(of account: AccountNumber) -> [RecoveryLeaf]? {
    guard let head = self.account(account) else { return nil }
    var recoveries: [RecoveryLeaf] = []
    var row = head.recovery
    while row != .max {
      guard let recovery = leaf(.recoveries, UInt64(row)).flatMap(RecoveryLeaf.init(preimage:)),
        recovery.account == account
      else { return nil }
      recoveries.append(recovery)
      guard recovery.isOpen, recovery.previous < row || recovery.previous == .max else { break }
      row = recovery.previous
    }
    return recoveries
  }

  private func leaf(_ table: StateTable, _ index: UInt64) -> [UInt8]? {
    leaves.first { $0.table == table && $0.path.index == index }?.preimage
  }
}
