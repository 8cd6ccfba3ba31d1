import Coding
import Model
import Records
import Signing

// The state root: SHA-256 over the table roots in a fixed order (docs/FORMATS.md).

extension LedgerState {
  /// Brings every tree up to date and returns the state root.
  public mutating func refreshRoot(lanes: some Lanes) -> Digest {
    roots = refreshRoots(lanes: lanes)
    return TableRoot.stateRoot(roots)
  }

  /// The roots the state root hashes, in the order `StateTable` names them.
  private mutating func refreshRoots(lanes: some Lanes) -> [TableRoot] {
    let tables = [
      TableRoot(SHA256.hash(registryDigest.encode(self))),
      accounts.refresh(lanes: lanes), credentials.refresh(lanes: lanes), self.lanes.refresh(lanes: lanes),
      persons.refresh(lanes: lanes), members.refresh(lanes: lanes), moves.refresh(lanes: lanes),
      merchants.refresh(lanes: lanes),
      TableRoot(money.refreshRoot(accounts: accounts, lanes: lanes), leaves: UInt64(money.accountCount)),
      payments.refresh(lanes: lanes), paymentParts.refresh(lanes: lanes), settlements.refresh(lanes: lanes),
      terms.refresh(lanes: lanes),
      TableRoot(recoveries.refreshRoot(lanes: lanes), leaves: UInt64(recoveries.leafCount)),
    ]
    return tables + benefits.refreshRoots(lanes: lanes).map { TableRoot($0) }
  }
}

extension Table {
  /// Hashes what changed since the last refresh.
  fileprivate mutating func refresh(lanes: some Lanes) -> TableRoot {
    let root = refreshRoot(lanes: lanes)
    return TableRoot(root, leaves: UInt64(leafCount))
  }
}

/// The digest of the small records that are not tables: parameters, agencies, proposals, classes, series.
///
/// Each list is encoded only when it changed, for they change in few blocks.
struct RegistryDigest: Sendable {
  private var agencies: Cached<[AgencyState]>?
  private var proposals: Cached<[Proposal]>?
  private var classes: Cached<[VoucherClass]>?
  private var licences: Cached<[Text]>?

  private struct Cached<Value: Equatable & Sendable>: Sendable {
    let value: Value
    let digest: Digest
  }

  /// The bytes the registry's digest hashes.
  mutating func encode(_ state: LedgerState) -> [UInt8] {
    var w = CBORWriter(capacity: 512)
    w.array(16)
    state.network.encode(to: &w)
    w.unsigned(state.protocolVersion)
    w.optional(state.pendingUpgrade) { w, upgrade in
      w.array(2)
      w.unsigned(upgrade.version)
      w.unsigned(upgrade.height)
    }
    w.unsigned(state.height)
    state.time.encode(to: &w)
    state.clockGrant.encode(to: &w)
    w.optional(state.erasedAt) { $0.unsigned($1) }
    w.unsigned(state.acceptingBlocks)
    state.parameters.encode(to: &w)
    // Everybody with a state proof reads this. What wallets hold and have spent would tell each payment from one block to
    // the next; it is the sum of rows that other roots hash (docs/decisions/0013-no-live-figures-in-the-registry.md).
    w.array(2)
    w.signed(state.treasury.issued)
    w.signed(state.treasury.redeemed)
    w.list(state.series) { $1.encodePublic(to: &$0) }
    w.digest(Self.digest(&agencies, state.agencies) { $0.list($1) })
    w.digest(Self.digest(&proposals, state.proposals) { $0.list($1) })
    w.digest(Self.digest(&classes, state.classes) { $0.list($1) })
    w.digest(Self.digest(&licences, state.licenceClasses) { w, classes in w.list(classes) { $0.name($1) } })
    w.digest(officers(state))
    return w.bytes
  }

  /// Who did how much today is for nobody else to read.
  private func officers(_ state: LedgerState) -> Digest {
    var w = CBORWriter()
    w.array(2)
    w.signed(state.officerDay)
    w.list(state.officerCounts)
    return SHA256.hash(w.bytes)
  }

  private static func digest<Value: Equatable & Sendable>(
    _ cache: inout Cached<Value>?, _ value: Value, encode: (inout CBORWriter, Value) -> Void
  ) -> Digest {
    if let cache, cache.value == value { return cache.digest }
    var w = CBORWriter()
    encode(&w, value)
    let digest = SHA256.hash(w.bytes)
    cache = Cached(value: value, digest: digest)
    return digest
  }
}
