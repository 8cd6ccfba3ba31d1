import Documents
import Engine
import Ledger
import Model
import Platform
import Rules
import Signing

/// Brings the families of a registry onto a ledger: batch by batch, first registered, then attested.
///
/// Nullifiers are the stand-in identity authority's, until there is a real one (`MockIdentity`).
struct RegistryUpload {
  let layout: RegistryLayout
  let validFrom: CivilDate
  private var identity: Operator
  private var source: Operator
  private var waiting: [RegistryFamily] = []
  private var done = 0
  private var failure: (any Error)?

  private static let batch = 1_000

  init(layout: RegistryLayout, validFrom: CivilDate, identity: Operator, source: Operator) {
    self.layout = layout
    self.validFrom = validFrom
    self.identity = identity
    self.source = source
  }

  /// Takes a family; after a failure nothing more happens, and `finish` says what it was.
  ///
  /// - Parameter progress: is told how many families are on the ledger.
  mutating func add(_ family: RegistryFamily, progress: (Int) -> Void) {
    guard failure == nil else { return }
    waiting.append(family)
    guard waiting.count >= Self.batch else { return }
    do {
      try upload()
      progress(done)
    } catch {
      failure = error
    }
  }

  mutating func finish() throws {
    if let failure { throw failure }
    if !waiting.isEmpty { try upload() }
  }

  private mutating func upload() throws {
    let replica = identity.replica
    let first = replica.read { $0.accounts.count }
    let nullifiers = MockIdentity(seed: 0)
    let registrations = waiting.map { family in
      Sealed(salt: Self.salt, content: family.registration { nullifiers.nullifier(of: $0) }.encoded)
    }
    try identity.submit(registrations, lanes: replica.lanes) { .registerBatch(count: $0, root: $1) }
    let people = replica.read { state in
      (first..<first + waiting.count).map { state.people(of: state.accounts[$0]) }
    }
    let facts = waiting.indices.map { index in
      let account = AccountNumber(UInt32(first + index))
      let record = layout.record(
        of: waiting[index], account: account, validFrom: validFrom, person: { people[index][$0] })
      return Sealed(salt: Self.salt, content: record.encoded)
    }
    let schema = layout.schema.name
    try source.submit(facts, lanes: replica.lanes) { .attestBatch(schema: schema, count: $0, root: $1) }
    done += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }

  private static var salt: Salt { Salt(SecureRandom.bytes(16))! }
}

extension Operator {
  fileprivate mutating func submit(
    _ sealed: [Sealed], lanes: PlatformLanes, _ action: (UInt32, Digest) -> Action
  ) throws {
    let batch = SealedBatch(sealed, lanes: lanes, action)
    try act(batch.action, sealed: batch.sealed)
  }
}
