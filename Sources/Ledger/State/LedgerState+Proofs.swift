import Coding
import Model
import Records
import Signing
import Transparency

extension LedgerState {
  /// What a state proof is to show.
  public struct ProofSubject: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The account's head and all its credentials: who may act for it, and nothing about money.
    public static let identity = ProofSubject(rawValue: 1)
    /// The credentials' lanes: where their next command must stand.
    public static let lanes = ProofSubject(rawValue: 2)
    /// What it holds.
    public static let money = ProofSubject(rawValue: 4)
    /// What the numbers of series and classes mean.
    public static let registry = ProofSubject(rawValue: 8)
    /// Labels and limits of its credentials, and its newest recoveries.
    public static let safeguards = ProofSubject(rawValue: 16)
  }

  /// Shows rows of an account as they are after the newest block.
  ///
  /// - Parameters:
  ///   - block: content of that block's entry.
  ///   - inclusion: of that entry, in the log that ends with it.
  public func proof(
    of subjects: ProofSubject, account: AccountNumber, block: [UInt8], inclusion: InclusionProof
  ) -> StateProof {
    precondition(!roots.isEmpty, "proofs are about a refreshed state")
    var leaves: [StateProof.Leaf] = []
    if subjects.contains(.identity) { leaves.append(leaf(.accounts, account.row, of: accounts)) }
    if !subjects.isDisjoint(with: [.identity, .lanes]) {
      for row in credentialRows(of: account) {
        if subjects.contains(.identity) { leaves.append(leaf(.credentials, row, of: credentials)) }
        if subjects.contains(.lanes) { leaves.append(leaf(.lanes, row, of: lanes)) }
      }
    }
    if subjects.contains(.safeguards) { leaves += safeguards(of: account) }
    if subjects.contains(.money) { leaves.append(moneyLeaf(account)) }
    return StateProof(
      block: block, inclusion: inclusion, roots: roots, leaves: leaves,
      registry: subjects.contains(.registry) ? registryRecord : nil)
  }

  private func safeguards(of account: AccountNumber) -> [StateProof.Leaf] {
    var leaves: [StateProof.Leaf] = []
    for row in credentialRows(of: account) where credentials[row].terms != CredentialRow.none {
      leaves.append(leaf(.terms, Int(credentials[row].terms), of: terms))
    }
    for row in recoveryRows(of: account) {
      leaves.append(leaf(.recoveries, row, of: recoveries.rows))
      if !recoveries.rows[row].status.isOpen { break }
    }
    return leaves
  }

  private func leaf<Record>(_ name: StateTable, _ row: Int, of table: Table<Record>) -> StateProof.Leaf {
    let leaf = Table<Record>.leaf(of: row)
    let path = InclusionProof(
      index: UInt64(leaf), size: UInt64(table.leafCount), siblings: table.proof(ofLeaf: leaf))
    return StateProof.Leaf(table: name, path: path, preimage: table.preimage(ofLeaf: leaf))
  }

  private func moneyLeaf(_ account: AccountNumber) -> StateProof.Leaf {
    let path = InclusionProof(
      index: UInt64(account.raw), size: UInt64(money.accountCount), siblings: money.proof(of: account))
    return StateProof.Leaf(
      table: .money, path: path, preimage: money.leafPreimage(of: account, salt: accounts[account.row].salt))
  }

  private var registryRecord: RegistryRecord {
    var list = CBORWriter()
    list.list(classes)
    var digests = registryDigest
    do throws(CodingError) {
      return try RegistryRecord(digests.encode(self), classes: list.bytes)
    } catch {
      preconditionFailure("the ledger reads what it writes: \(error)")
    }
  }
}
