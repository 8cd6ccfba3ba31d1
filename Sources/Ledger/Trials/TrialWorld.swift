import Coding
import Model
import Rules
import Signing

/// Families and facts that are on no ledger, laid out as the ledger lays them out, to try programmes on.
public struct TrialWorld: Sendable {
  private var accounts = Table<AccountRow>()
  private var persons = Table<PersonRow>()
  private(set) var stores: [FactStore]

  /// - Parameter factsAge: whether facts go stale as their schemas say; where not, they hold on every day.
  public init(_ schemas: [FactSchema], factsAge: Bool = true) {
    stores = schemas.filter { $0.subject != .event }.map { schema in
      FactStore(
        factsAge
          ? schema
          : FactSchema(
            record: schema.record, title: schema.title, subject: schema.subject, life: nil, key: schema.key))
    }
  }

  public var families: Int { accounts.count }
  public var people: Int { persons.count }

  var population: Population { Population(accounts: accounts, persons: persons, moves: Table()) }

  func store(named name: Text) -> Int? { stores.firstIndex { $0.schema.name == name } }

  /// The people of a family, numbered as they came.
  public func people(of family: AccountNumber) -> Range<UInt32> {
    let row = accounts[family.row]
    return row.firstMember..<row.firstMember + UInt32(row.memberCount)
  }

  /// Adds a family that lives in a village; its people get the next numbers.
  @discardableResult
  public mutating func addFamily(home: UInt64, members: Int) -> AccountNumber {
    let family = AccountNumber(UInt32(accounts.count))
    var row = AccountRow()
    row.kind = .family
    row.region = home
    row.firstMember = UInt32(persons.count)
    row.memberCount = UInt16(members)
    accounts.append(row)
    let first = persons.count
    persons.grow(to: first + members)
    for person in first..<first + members { persons.update(person) { $0.family = family } }
    return family
  }

  /// Adds a fact as a source would attest it.
  public mutating func attest(_ schema: Text, _ record: FactRecord) throws(CodingError) {
    guard let store = store(named: schema) else { preconditionFailure("the world knows this schema") }
    var batch = FactBatch()
    batch.subjects.append(try batch.append(record.encoded[...], of: stores[store], sealed: .zero))
    _ = stores[store].append(batch, from: .none, at: 0)
  }

  /// Adds a fact that was always true about a family or person: every scalar field's element as its column holds it,
  /// then for every list its count and its rows, each a person's number and its elements.
  ///
  /// - Parameter schema: the place of its schema among those about somebody.
  public mutating func attest(_ schema: Int, about subject: UInt32, packed: UnsafeRawPointer) {
    var row = FactRow()
    row.subject = subject
    row.validFrom = CivilDate.earliest.days
    stores[schema].append(row, packed: packed)
  }
}

extension TrialWorld {
  /// A scalar field of the n-th fact of a schema as a number: a whole number itself, a word by its place from 1; nil
  /// where it is absent or something else.
  public func number(ofField field: Int, in schema: Int, fact: Int) -> Int64? {
    guard let column = stores[schema].columns[field], fact < column.count else { return nil }
    let p = column.pointer(to: fact)
    switch column.type {
    case .code8: return Self.code(p.load(as: UInt8.self))
    case .code16: return Self.code(p.load(as: UInt16.self))
    case .int8: return Self.present(p.load(as: Int8.self))
    case .int16: return Self.present(p.load(as: Int16.self))
    case .int32: return Self.present(p.load(as: Int32.self))
    default: return nil
    }
  }

  private static func code(_ code: some BinaryInteger) -> Int64? { code == 0 ? nil : Int64(code) }

  private static func present<Number: FixedWidthInteger>(_ number: Number) -> Int64? {
    number == .min ? nil : Int64(number)
  }
}
