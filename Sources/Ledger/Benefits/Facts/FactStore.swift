import Coding
import Model
import Rules
import Signing

/// All facts of one schema: a row each in order of arrival, one column a field, child rows in tables of their own.
public struct FactStore: Sendable {
  public let schema: FactSchema
  public private(set) var rows = Table<FactRow>()
  /// The newest row by the subject's place; older ones are chained behind it.
  private var latest = Chunked<UInt32>(blank: FactRow.none)
  /// By field; nil for lists.
  private(set) var columns: [RawColumn?]
  private(set) var children: [ChildTable]
  /// Regions with facts, in order of arrival: a region's place is its number here.
  private(set) var regions: [UInt64] = []
  private var regionPlaces: [UInt64: UInt32] = [:]
  /// Rows whose sealed bytes were erased before this replay: decisions about them are adopted.
  private(set) var unreadable = DirtyRows()
  /// Days after its first one on which a fact may be believed.
  private let life: Int32?

  init(_ schema: FactSchema) {
    self.schema = schema
    columns = schema.record.fields.map { $0.type.column.map(RawColumn.init) }
    children = schema.record.fields.enumerated().compactMap { field, declaration in
      if case .records(let type, _) = declaration.type { ChildTable(field: field, type: type) } else { nil }
    }
    life = schema.life.map { Int32($0.seconds / 86_400) }
  }

  /// A store that was saved; its subjects' newest rows follow from the rows.
  init(_ schema: FactSchema, rows: Table<FactRow>, columns: [RawColumn?], children: [ChildTable]) {
    self.init(schema)
    self.rows = rows
    self.columns = columns
    self.children = children
    for row in 0..<rows.count { link(row) }
  }
}

// MARK: - Looking up

extension FactStore {
  /// The row that holds on a day, for someone who knew the blocks up to `height`: of those not retracted, over or
  /// stale, the one that began last, and of equals the one recorded last.
  func row(of place: Int, on day: Int32, knownAt height: UInt64) -> Int? {
    guard place < latest.count else { return nil }
    var next = latest[place]
    var found: Int?
    var foundFrom = Int32.min
    while next != FactRow.none {
      let row = rows[Int(next)]
      if row.isKnown(at: height), holds(row, on: day), found == nil || row.validFrom > foundFrom {
        found = Int(next)
        foundFrom = row.validFrom
      }
      next = row.previous
    }
    return found
  }

  private func holds(_ row: FactRow, on day: Int32) -> Bool {
    guard row.validFrom <= day, day <= row.validUntil else { return false }
    guard let life else { return true }
    return day - row.validFrom <= life
  }

  /// The row of a subject's fact with this seal.
  func row(of place: Int, sealed seal: Digest) -> Int? {
    guard place < latest.count else { return nil }
    var next = latest[place]
    while next != FactRow.none {
      if rows[Int(next)].seal == seal { return Int(next) }
      next = rows[Int(next)].previous
    }
    return nil
  }

  /// Rows of a subject, the newest first.
  func rows(of place: Int) -> [Int] {
    var found: [Int] = []
    guard place < latest.count else { return found }
    var next = latest[place]
    while next != FactRow.none {
      found.append(Int(next))
      next = rows[Int(next)].previous
    }
    return found
  }

  /// Whether anything is kept about a subject.
  func hasContent(_ place: Int) -> Bool { rows(of: place).contains { rows[$0].status != .erased } }

  /// Whether a subject may have another fact: nobody needs so many, and whoever looks one up goes through them.
  func hasRoom(_ place: Int) -> Bool {
    guard place < latest.count else { return true }
    var next = latest[place]
    var count = 0
    while next != FactRow.none, count < Self.mostFacts {
      next = rows[Int(next)].previous
      count += 1
    }
    return count < Self.mostFacts
  }

  /// Facts of one schema about one subject: weekly ones for twenty years.
  static let mostFacts = 1_040

  /// Whether a decision that looks at this subject depends on bytes that are gone.
  func isUnreadable(_ place: Int) -> Bool {
    !unreadable.isEmpty && rows(of: place).contains { unreadable.contains($0) && rows[$0].status != .erased }
  }

  /// A region's place; nil where no fact is about it.
  func place(of region: UInt64) -> Int? { regionPlaces[region].map(Int.init) }
}

// MARK: - Changing

extension FactStore {
  mutating func addRegion(_ region: UInt64) -> UInt32 {
    if let place = regionPlaces[region] { return place }
    let place = UInt32(regions.count)
    regions.append(region)
    regionPlaces[region] = place
    return place
  }

  /// The place of a subject that exists; a region that no fact is about yet gets one.
  private mutating func makePlace(of subject: FactSubject) -> UInt32 {
    switch subject {
    case .family(let account): account.raw
    case .person(let person): person.raw
    case .region(let region): addRegion(region.raw)
    }
  }

  /// Adds the facts of a checked batch; the rows they got.
  mutating func append(_ batch: FactBatch, from source: AccountNumber, at height: UInt64) -> Range<Int> {
    let first = rows.count
    batch.bytes.withUnsafeBytes { bytes in
      for index in batch.rows.indices {
        append(batch.rows[index], about: batch.subjects[index], from: source, at: height)
        if let place = batch.places[index] {
          appendContent(bytes.baseAddress! + place)
        } else {
          appendNoContent()
        }
      }
    }
    return first..<rows.count
  }

  private mutating func append(
    _ planned: FactRow, about subject: FactSubject, from source: AccountNumber, at height: UInt64
  ) {
    var row = planned
    row.subject = makePlace(of: subject)
    let place = Int(row.subject)
    row.source = source
    row.recorded = height
    row.previous = place < latest.count ? latest[place] : FactRow.none
    link(rows.append(row))
  }

  /// Adds one fact about a place, packed as a batch packs it.
  mutating func append(_ planned: FactRow, packed: UnsafeRawPointer) {
    var row = planned
    let place = Int(row.subject)
    row.previous = place < latest.count ? latest[place] : FactRow.none
    link(rows.append(row))
    appendContent(packed)
  }

  /// Makes a row its subject's newest.
  private mutating func link(_ row: Int) {
    let place = Int(rows[row].subject)
    if latest.count <= place { latest.grow(to: place + 1) }
    latest[place] = UInt32(row)
  }

  mutating func markUnreadable(_ row: Int) { unreadable.insert(row) }

  private mutating func appendContent(_ packed: UnsafeRawPointer) {
    let row = rows.count - 1
    var p = packed
    var list = 0
    for field in columns.indices {
      if let stride = columns[field]?.type.stride {
        columns[field]!.grow(to: row + 1)
        columns[field]!.mutablePointer(to: row).copyMemory(from: p, byteCount: stride)
        p += stride
      } else {
        let count: UInt32 = LittleEndian.load(from: p)
        children[list].append(count, from: p + 4)
        p += 4 + (count == ChildTable.Range.absent ? 0 : Int(count) * children[list].packedLength)
        list += 1
      }
    }
  }

  private mutating func appendNoContent() {
    unreadable.insert(rows.count - 1)
    for field in columns.indices { columns[field]?.grow(to: rows.count) }
    for list in children.indices {
      children[list].append(ChildTable.Range.absent, from: UnsafeRawPointer(bitPattern: 16)!)
    }
  }

  mutating func retract(_ row: Int, at height: UInt64) {
    rows.update(row) { fact in
      fact.status = .retracted
      fact.retracted = height
    }
  }

  /// Forgets what a subject's facts say; their digests stay. Returns the seals of what was forgotten.
  mutating func erase(_ place: Int) -> [Digest] {
    var seals: [Digest] = []
    for row in rows(of: place) where rows[row].status != .erased {
      seals.append(rows[row].seal)
      rows.update(row) { $0.status = .erased }
      for field in columns.indices {
        guard let type = columns[field]?.type else { continue }
        type.write(.absent, to: columns[field]!.mutablePointer(to: row))
      }
      for list in children.indices { children[list].erase(row) }
    }
    return seals
  }
}

// MARK: - Commitment

extension FactStore {
  /// Commits to the seals' digests and to whom they are about, never to what they say. For regions the root is
  /// SHA-256(root of the rows ‖ the regions' raw codes in order of place).
  mutating func refreshRoot(lanes: some Lanes) -> Digest {
    let root = rows.refreshRoot(lanes: lanes)
    guard schema.subject == .region else { return root }
    var hasher = SHA256()
    root.withUnsafeBytes { hasher.update($0) }
    for region in regions {
      withUnsafeBytes(of: region.littleEndian) { hasher.update($0) }
    }
    return hasher.finalize()
  }
}
