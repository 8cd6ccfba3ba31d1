import Coding
import Model
import Signing

// Saved state: the small records as one CBOR record behind its length, then every table in a fixed order, then the
// benefits. Trees and indexes are not saved: the rows give them back.

/// Why a saved state could not be loaded.
public enum SavedStateError: Error, Equatable, Sendable {
  case records(CodingError)
  case table(TableError)
  case truncated
}

extension LedgerState {
  /// Hands the whole state to `sink`, piece by piece.
  public func save<Failure: Error>(
    to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let records = savedRecords
    try Self.write(UInt64(records.count), to: sink)
    try records.span.withUnsafeBytes { (bytes) throws(Failure) in try sink(bytes) }
    try accounts.save(to: sink)
    try credentials.save(to: sink)
    try lanes.save(to: sink)
    try persons.save(to: sink)
    try members.save(to: sink)
    try moves.save(to: sink)
    try merchants.save(to: sink)
    try payments.save(to: sink)
    try paymentParts.save(to: sink)
    try settlements.save(to: sink)
    try terms.save(to: sink)
    try recoveries.rows.save(to: sink)
    try money.save(to: sink)
    try benefits.save(to: sink)
  }

  /// - Parameter source: fills the buffer with the next bytes and returns how many it had; fewer than asked are the end.
  public init(loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(SavedStateError) {
    let length = try Self.read(source)
    guard let count = Int(exactly: length), count <= 1 << 30 else { throw .truncated }
    var records = [UInt8](repeating: 0, count: count)
    guard records.withUnsafeMutableBytes(source) == count else { throw .truncated }
    do throws(CodingError) {
      try self.init(savedRecords: records)
    } catch {
      throw .records(error)
    }
    do throws(TableError) {
      accounts = try Table(loading: source)
      credentials = try Table(loading: source)
      lanes = try Table(loading: source)
      persons = try Table(loading: source)
      members = try Table(loading: source)
      moves = try Table(loading: source)
      merchants = try Table(loading: source)
      payments = try Table(loading: source)
      paymentParts = try Table(loading: source)
      settlements = try Table(loading: source)
      terms = try Table(loading: source)
      recoveries = RecoveryState(rows: try Table(loading: source))
      money = try MoneyTable(loading: source)
    } catch {
      throw .table(error)
    }
    for row in 0..<moves.count { note(moves[row]) }
    benefits = try BenefitState(loading: source, series: series.map(\.name))
    let table = persons
    for row in 0..<table.count { personIndex.insert(table[row].nullifier, row: row) { table[$0].nullifier } }
  }

  static func write<Failure: Error>(
    _ number: UInt64, to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    try bytes.span.withUnsafeBytes { (bytes) throws(Failure) in try sink(bytes) }
  }

  static func read(_ source: (UnsafeMutableRawBufferPointer) -> Int) throws(SavedStateError) -> UInt64 {
    var bytes = [UInt8](repeating: 0, count: 8)
    guard bytes.withUnsafeMutableBytes(source) == 8 else { throw .truncated }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  // MARK: Small records

  private var savedRecords: [UInt8] {
    var w = CBORWriter(capacity: 4096)
    w.array(20)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    w.unsigned(protocolVersion)
    w.optional(pendingUpgrade) { w, upgrade in
      w.array(2)
      w.unsigned(upgrade.version)
      w.unsigned(upgrade.height)
    }
    parameters.encode(to: &w)
    w.unsigned(height)
    time.encode(to: &w)
    clockGrant.encode(to: &w)
    w.optional(erasedAt) { $0.unsigned($1) }
    w.unsigned(logSize)
    w.unsigned(acceptingBlocks)
    w.list(agencies)
    w.list(proposals)
    w.list(officerCounts)
    w.signed(officerDay)
    w.list(licenceClasses) { $0.name($1) }
    w.list(shops)
    treasury.encode(to: &w)
    w.list(classes)
    w.list(series)
    return w.bytes
  }

  private init(savedRecords bytes: [UInt8]) throws(CodingError) {
    var r = CBORReader(bytes)
    try r.record(version: 1, count: 20)
    let network = try NetworkID(from: &r)
    let version: UInt16 = try r.unsigned()
    let upgrade = try r.optional { (r) throws(CodingError) in
      try r.array(exactly: 2)
      return Upgrade(version: try r.unsigned(), height: try r.unsigned())
    }
    let parameters = try Parameters(from: &r)
    let height: UInt64 = try r.unsigned()
    self.init(network: network, parameters: parameters, time: try BlockTime(from: &r))
    protocolVersion = version
    pendingUpgrade = upgrade
    self.height = height
    clockGrant = try BlockTime(from: &r)
    erasedAt = try r.optional { (r) throws(CodingError) in try r.unsigned() }
    logSize = try r.unsigned()
    acceptingBlocks = try r.unsigned()
    agencies = try r.list(max: 1 << 10)
    proposals = try r.list(max: 1 << 16)
    officerCounts = try r.list(max: 1 << 16)
    officerDay = try r.signed()
    licenceClasses = try r.list(max: 64) { (r) throws(CodingError) in try r.name() }
    shops = try r.list(max: 1 << 24)
    treasury = try Treasury(from: &r)
    classes = try r.list(max: 1 << 20)
    series = try r.list(max: 1 << 16)
    try r.end()
  }
}

extension MoneyTable {
  func save<Failure: Error>(to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    try free.save(to: sink)
    try takings.save(to: sink)
    try spentDay.save(to: sink)
    try spent.save(to: sink)
    try entries.save(to: sink)
    try LedgerState.write(UInt64(vouchers.count), to: sink)
    for column in vouchers {
      try LedgerState.write(column == nil ? 0 : 1, to: sink)
      try column?.save(to: sink)
    }
  }

  init(loading source: (UnsafeMutableRawBufferPointer) -> Int) throws(TableError) {
    self.init()
    func number() throws(TableError) -> UInt64 {
      do throws(SavedStateError) { return try LedgerState.read(source) } catch { throw .noRowCount }
    }
    free = try Chunked(blank: 0, loading: source)
    takings = try Chunked(blank: 0, loading: source)
    spentDay = try Chunked(blank: 0, loading: source)
    spent = try Chunked(blank: 0, loading: source)
    entries = try Chunked(blank: 0, loading: source)
    let count = try number()
    guard count <= 1 << 20 else { throw .tooManyRows(count) }
    for _ in 0..<count {
      vouchers.append(try number() == 0 ? nil : try Chunked(blank: 0, loading: source))
    }
    touchAll()
  }
}
