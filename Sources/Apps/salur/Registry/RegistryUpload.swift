import Coding
import Documents
import Engine
import Ledger
import Model
import Platform
import Rules
import Signing

/// Brings the families of a registry onto a ledger: batch by batch, first registered, then attested.
///
/// What is there already stays as it is, so that an import that was cut short is simply run again. Nullifiers are the
/// stand-in identity authority's, until there is a real one (`MockIdentity`).
struct RegistryUpload {
  let layout: RegistryLayout
  let validFrom: CivilDate
  private var identity: Operator
  private var source: Operator
  private let nullifiers = MockIdentity(seed: 0)
  /// Families that the schema's facts speak of from that day on.
  private let known: Set<AccountNumber>
  private var waiting: [RegistryFamily] = []
  private var failure: (any Error)?

  private(set) var done = 0
  /// Of those, the ones that were there already: registered, and with facts from that day.
  private(set) var alreadyRegistered = 0
  private(set) var alreadyAttested = 0
  /// Facts that are new.
  private(set) var attested = 0
  /// The families' accounts, in the order of the file.
  private(set) var accounts: [AccountNumber] = []
  private(set) var batches: [Batch] = []

  /// What one entry of the log brought.
  struct Batch {
    let entry: UInt64
    let height: UInt64
    let kind: Kind
    let count: Int

    enum Kind: String {
      case families
      case facts
    }
  }

  private static let batch = 1_000

  /// - Throws: where a key may not do what it is given for, before anything is done.
  init(layout: RegistryLayout, validFrom: CivilDate, identity: Operator, source: Operator) throws {
    self.layout = layout
    self.validFrom = validFrom
    self.identity = identity
    self.source = source
    let schema = layout.schema
    guard identity.agency?.has(.identity) ?? false else { throw Failure(RegistryPhrase.noIdentity(identity.name)) }
    guard let agency = source.agency, agency.has(.factSource), agency.agency.schemas.contains(schema.record.name) else {
      throw Failure(RegistryPhrase.noSource(source.name, schema.record.name.string))
    }
    known = try identity.replica.read { state in
      guard let store = state.benefits.store(named: schema.name) else {
        throw Failure(RegistryPhrase.schemaNotRegistered(schema.name.string))
      }
      let rows = state.benefits.stores[store].rows
      return Set(
        (0..<rows.count).lazy.map { rows[$0] }
          .filter { $0.status == .live && $0.validFrom == validFrom.days && $0.source == source.account }
          .map { AccountNumber($0.subject) })
    }
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
    try register()
    try attest()
    done += waiting.count
    waiting.removeAll(keepingCapacity: true)
  }

  private mutating func register() throws {
    let fresh = try waiting.filter { try account(of: $0) == nil }
    alreadyRegistered += waiting.count - fresh.count
    guard !fresh.isEmpty else { return }
    let registrations = fresh.map { family in
      Sealed(salt: Self.salt, content: family.registration { nullifiers.nullifier(of: $0) }.encoded)
    }
    batches.append(try identity.submit(registrations, .families) { .registerBatch(count: $0, root: $1) })
  }

  private mutating func attest() throws {
    var facts: [Sealed] = []
    for family in waiting {
      guard let account = try account(of: family) else { continue }
      accounts.append(account)
      if known.contains(account) { continue }
      let people = identity.replica.read { state in
        family.members.map { state.person(nullifiers.nullifier(of: $0.person))! }
      }
      let record = layout.record(of: family, account: account, validFrom: validFrom, person: { people[$0] })
      facts.append(Sealed(salt: Self.salt, content: record.encoded))
    }
    alreadyAttested += waiting.count - facts.count
    attested += facts.count
    guard !facts.isEmpty else { return }
    let schema = layout.schema.name
    let batch = try source.submit(facts, .facts) { .attestBatch(schema: schema, count: $0, root: $1) }
    batches.append(batch)
  }

  /// The account of a family whose people, and no others, make one up; nil where none of them is registered.
  private func account(of family: RegistryFamily) throws -> AccountNumber? {
    try identity.replica.read { state in
      let people = family.members.map { state.person(nullifiers.nullifier(of: $0.person)) }
      guard let first = people.lazy.compactMap(\.self).first else { return nil }
      let account = state.persons[first.row].family
      guard let row = state.account(account), Set(people) == Set(state.people(of: row)) else {
        throw Failure(RegistryPhrase.otherFamily(family.card, account))
      }
      return account
    }
  }

  private static var salt: Salt { Salt(SecureRandom.bytes(16))! }
}

extension Operator {
  fileprivate mutating func submit(
    _ sealed: [Sealed], _ kind: RegistryUpload.Batch.Kind, _ action: (UInt32, Digest) -> Action
  ) throws -> RegistryUpload.Batch {
    let batch = SealedBatch(sealed, lanes: replica.lanes, action)
    let decision = try act(batch.action, sealed: batch.sealed)
    return RegistryUpload.Batch(entry: decision.entry, height: decision.height, kind: kind, count: sealed.count)
  }

  /// What people call whom the keys act for.
  fileprivate var name: String { agency?.agency.name.string ?? "\(account)" }
}
