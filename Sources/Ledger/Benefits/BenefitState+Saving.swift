import Coding
import Model
import Programmes
import Rules
import Signing

// Saved form: the small records as one CBOR record behind its length, the appeals and their replaced answers, then every schema's facts, then the
// decisions of every cycle that keeps them. Compiled rules and queues follow from these.

extension BenefitState {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    let records = savedRecords
    try LedgerState.write(UInt64(records.count), to: sink)
    try records.span.withUnsafeBytes { (bytes) throws(Failure) in try sink(bytes) }
    try appeals.rows.save(to: sink)
    try appeals.replaced.save(to: sink)
    for store in stores { try store.save(to: sink) }
    for cycle in kept { try cycles[cycle].entitlements.save(to: sink) }
  }

  /// - Parameters:
  ///   - source: fills the buffer with the next bytes and returns how many it had.
  ///   - series: names of the ledger's series, which rules may ask about.
  init(
    loading source: (UnsafeMutableRawBufferPointer) -> Int, series: [Text]
  ) throws(SavedStateError) {
    let length = try LedgerState.read(source)
    guard let count = Int(exactly: length), count <= 1 << 30 else { throw .truncated }
    var records = [UInt8](repeating: 0, count: count)
    guard records.withUnsafeMutableBytes(source) == count else { throw .truncated }
    let schemas: [FactSchema]
    do throws(CodingError) {
      schemas = try load(records)
      for version in versions { compiled.append(try Self.compile(version, schemas, series)) }
    } catch {
      throw .records(error)
    }
    do throws(TableError) {
      appeals = AppealState(rows: try Table(loading: source), replaced: try Table(loading: source))
      for schema in schemas { stores.append(try FactStore(schema, loading: source)) }
      for cycle in kept { cycles[cycle].restore(try Table(loading: source)) }
    } catch {
      throw .table(error)
    }
  }

  private var savedRecords: [UInt8] {
    var w = CBORWriter(capacity: 4096)
    w.array(8)
    w.unsigned(1 as UInt64)
    w.list(schemas)
    w.list(versions)
    w.list(events)
    w.list(triggers)
    w.list(cycles) { w, cycle in cycle.record.encode(to: &w) }
    w.list(kept) { $0.unsigned(UInt64($1)) }
    w.list(sweeps)
    return w.bytes
  }

  /// Reads the small records; the schemas, whose facts come later.
  private mutating func load(_ records: [UInt8]) throws(CodingError) -> [FactSchema] {
    var r = CBORReader(records)
    try r.record(version: 1, count: 8)
    let schemas: [FactSchema] = try r.list(max: 1 << 16)
    versions = try r.list(max: 1 << 20)
    events = try r.list(max: 1 << 24)
    triggers = try r.list(max: 1 << 24)
    cycles = try r.list(max: 1 << 24) { (r) throws(CodingError) in CycleState(try Cycle(from: &r)) }
    kept = try r.list(max: 1 << 24) { (r) throws(CodingError) in Int(try r.unsigned() as UInt32) }
    sweeps = try r.list(max: 1 << 20)
    guard kept.allSatisfy(cycles.indices.contains) else { throw r.error(.outOfRange) }
    try r.end()
    return schemas
  }

  /// A document that was accepted compiles again, whatever was registered since.
  private static func compile(
    _ version: ProgrammeVersion, _ schemas: [FactSchema], _ series: [Text]
  ) throws(CodingError) -> CompiledProgramme {
    let programme = try Programme(encoded: version.document)
    do throws(ProgrammeError) {
      return try CompiledProgramme(programme, schemas: schemas, series: series)
    } catch {
      throw CBORReader(version.document).error(.invalid("a programme that was accepted does not compile"))
    }
  }
}

extension CycleState {
  /// Takes saved decisions back; the queues follow from them.
  fileprivate mutating func restore(_ table: Table<EntitlementRow>) {
    entitlements = table
    for registrant in 0..<table.count {
      let row = table[registrant]
      if row.isPending { pending.insert(registrant) }
      if row.owed > 0, isQueued(registrant) { owing.insert(registrant) }
    }
  }

  /// Whether what is owed to a registrant waits in the queue of arrears, and not for pass two.
  private func isQueued(_ registrant: Int) -> Bool {
    record.stage == .paid || record.stage == .paying && registrant < Int(record.cursor)
  }
}
